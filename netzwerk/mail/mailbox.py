"""Bounces from an IMAP mailbox, by setting: BOUNCE_IMAP_URL=imaps://name:password@host/INBOX."""

import imaplib
import logging
import ssl
from urllib.parse import unquote, urlsplit

from netzwerk.mail.actions import mark_bounced
from netzwerk.mail.reports import bounce_of

logger = logging.getLogger(__name__)

SECONDS = 20
MAILS_A_ROUND = 200
PORTS = {"imaps": 993, "imap": 143}


def read_bounces(address):
    """Reads new mails of the mailbox, notes what came back and deletes those reports; returns how many there were.

    Other mails stay, marked as read. A second reader at the same time does no harm.
    """
    url = urlsplit(address)
    box = _connect(url)
    try:
        box.login(unquote(url.username or ""), unquote(url.password or ""))
        box.select(unquote(url.path.strip("/")) or "INBOX")
        _state, (found,) = box.search(None, "UNSEEN")
        count = sum(_handle(box, number) for number in found.split()[:MAILS_A_ROUND])
        box.expunge()
        return count
    finally:
        _leave(box)


def _connect(url):
    port = url.port or PORTS[url.scheme]
    if url.scheme == "imaps":
        return imaplib.IMAP4_SSL(url.hostname, port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
    return imaplib.IMAP4(url.hostname, port, timeout=SECONDS)


def _handle(box, number):
    """Whether the mail `number` reports that one of ours came back."""
    _state, parts = box.fetch(number, "(RFC822)")
    raw = next((part[1] for part in parts if isinstance(part, tuple)), b"")
    bounce = bounce_of(raw)
    if bounce is None or not mark_bounced(message_id=bounce.message_id, reason=bounce.reason):
        return False
    box.store(number, "+FLAGS", "\\Deleted")
    return True


def _leave(box):
    try:
        box.logout()
    except (OSError, imaplib.IMAP4.error):
        logger.info("mailbox closed by the server")
