"""What the clock does with trainings."""

from celery import shared_task

from trainings.registrations.actions import delete_needs, expire_offers


@shared_task
def look_after_seats():
    """Ends outdated offers, passes on what came free and forgets what people needed; runs every five minutes.

    Each event has its own transaction: killed or run twice, nothing is lost and nobody is written to twice.
    """
    expire_offers()
    delete_needs()
