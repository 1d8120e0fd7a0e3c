"""A row of the outbox as the message that goes over the wire."""

import base64
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from netzwerk.mail.addresses import ascii_address


def message_of(mail, *, sender):
    """The message of `mail`: text, HTML and what is attached; `sender` is the name beside our address."""
    headers = {"From": _from(sender), "Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text_body,
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[ascii_address(mail.to)],
        headers=mail.headers | headers,
        connection=get_connection(settings.MAIL_TRANSPORT),
    )
    message.attach_alternative(mail.html_body, "text/html")
    for attachment in mail.attachments:
        _attach(message, **attachment)
    return message


def _attach(message, *, name, content, mimetype, is_text):
    """An invitation with METHOD is an alternative of the text, so that calendars offer it; the rest is attached."""
    if mimetype.startswith("text/calendar; method="):
        message.attach_alternative(content, mimetype)
    else:
        message.attach(name, content if is_text else base64.b64decode(content), mimetype)


def _from(sender):
    address = settings.DEFAULT_FROM_EMAIL
    return address if "<" in address else formataddr((sender, address))
