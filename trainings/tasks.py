"""What the clock does with trainings."""

from celery import shared_task

from trainings.attendance.retention import delete_names
from trainings.certificates.actions import issue_all
from trainings.registrations.actions import delete_needs, expire_offers


@shared_task
def look_after_seats():
    """Ends outdated offers, passes on what came free and forgets what people needed; runs every five minutes.

    Each event has its own transaction: killed or run twice, nothing is lost and nobody is written to twice.
    """
    expire_offers()
    delete_needs()


@shared_task
def issue_certificates():
    """Issues the certificates of events that have ended; runs every quarter of an hour."""
    issue_all()


@shared_task
def delete_old_names():
    """Deletes names whose time is over and keeps their counts; runs every night, killed or twice without harm."""
    delete_names()
