"""Tasks of the outbox."""

import imaplib
import logging

from celery import shared_task
from django.conf import settings

from netzwerk.mail import mailbox
from netzwerk.mail.actions import delete_outdated_mails
from netzwerk.mail.delivery import deliver, deliver_waiting
from netzwerk.mail.digest import delete_done_items, send_digests

logger = logging.getLogger(__name__)


@shared_task
def deliver_mail(mail_id):
    """Sends one queued mail; a second run finds nothing to do."""
    deliver(mail_id)


@shared_task
def send_waiting_mails():
    """Sends what is due: many at once, next attempts, and what a killed worker left; runs every half minute."""
    deliver_waiting()


@shared_task
def read_bounces():
    """Notes what came back, where a mailbox is set; runs every five minutes."""
    if not settings.BOUNCE_IMAP_URL:
        return
    try:
        mailbox.read_bounces(settings.BOUNCE_IMAP_URL)
    except (OSError, imaplib.IMAP4.error):
        logger.warning("mailbox of bounces not reachable", exc_info=True)


@shared_task
def send_weekly_digests():
    """Sends the digests of the latest Monday that are not sent yet; runs every hour."""
    send_digests()


@shared_task
def delete_old_mails():
    """Ends texts and rows of mails, as the privacy page says; runs every day."""
    delete_outdated_mails()
    delete_done_items()
