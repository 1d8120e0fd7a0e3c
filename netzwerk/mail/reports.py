"""Reading what mail servers send back: delivery status notifications (RFC 3464)."""

import re
from email import message_from_bytes, policy
from typing import NamedTuple

from django.utils.translation import gettext as _

MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^<>\s]+>)", re.IGNORECASE | re.MULTILINE)


class Bounce(NamedTuple):
    """`message_id` of our mail, and the German `reason` with the server's own words."""

    message_id: str
    reason: str


def bounce_of(raw):
    """The Bounce that the bytes of a mail report; None for anything else: a delay, an absence note, a letter."""
    report = message_from_bytes(raw, policy=policy.compat32)
    if report.get_content_type() != "multipart/report":
        return None
    failure = next((block for block in _status_blocks(report) if _value(block, "Action").lower() == "failed"), None)
    message_id = _original_id(report)
    if failure is None or message_id is None:
        return None
    return Bounce(message_id, reason_of(_value(failure, "Diagnostic-Code") or _value(failure, "Status")))


def reason_of(words):
    """The German sentence with the words of the server that refused."""
    plain = " ".join(words.split("; ", 1)[-1].split())
    if not plain:
        return _("Der Mailserver der Empfängerin oder des Empfängers hat die E-Mail zurückgeschickt.")
    return f"{_('Der Mailserver der Gegenseite hat die E-Mail zurückgeschickt')}: {plain}"[:500]


def _status_blocks(report):
    """Header blocks of all delivery-status parts: one for the message, one for each recipient."""
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            yield from part.get_payload()


def _original_id(report):
    """Message-ID of the mail that came back: whole, or only its headers, behind the status."""
    for part in report.walk():
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers"):
            found = MESSAGE_ID.search(_bytes_of(part).replace(b"\r\n ", b" ").replace(b"\n ", b" "))
            if found:
                return found[1].decode("ascii", "replace")
    return None


def _bytes_of(part):
    if part.is_multipart():
        return b"\n".join(inner.as_bytes() for inner in part.get_payload())
    return part.get_payload(decode=True) or b""


def _value(block, name):
    return str(block.get(name) or "").strip()
