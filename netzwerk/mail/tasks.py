"""Tasks of the outbox."""

from celery import shared_task

from netzwerk.mail.delivery import deliver, deliver_waiting
from netzwerk.mail.queue import announce_many


@shared_task
def deliver_mail(mail_id):
    """Sends one queued mail; a second run finds nothing to do."""
    deliver(mail_id)


@shared_task
def send_waiting_mails():
    """Sends what is due: many at once, next attempts, and what a killed worker left; runs every half minute."""
    if deliver_waiting():
        announce_many()
