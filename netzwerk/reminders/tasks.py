"""What the clock does with reminders."""

from celery import shared_task

from netzwerk.reminders import engine


@shared_task
def send_reminders():
    """Queues what is due and was not sent; runs every quarter of an hour, so that a missed one is caught up."""
    engine.send_reminders()
