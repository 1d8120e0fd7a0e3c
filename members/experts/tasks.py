"""Tasks of this room."""

from celery import shared_task

from members.experts.actions.advice import delete_outdated, remind_of_forgotten


@shared_task
def look_after_requests():
    """Reminds of callbacks nobody confirmed and deletes what is two weeks old; runs every quarter of an hour."""
    delete_outdated()
    remind_of_forgotten()
