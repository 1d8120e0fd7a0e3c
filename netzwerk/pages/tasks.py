"""Tasks of this room."""

from celery import shared_task

from netzwerk.pages.actions import delete_outdated_reports


@shared_task
def delete_old_reports():
    """Deletes reports about barriers six months after their answer; runs every day."""
    delete_outdated_reports()
