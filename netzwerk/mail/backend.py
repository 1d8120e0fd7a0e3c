"""Django's mail backend: what Django and allauth send goes through the outbox as well."""

import uuid

from django.core.mail.backends.base import BaseEmailBackend

from netzwerk.mail.compose import SUBJECT_LENGTH, html_from, one_line
from netzwerk.mail.kinds import ACCOUNT
from netzwerk.mail.queue import SINGLE, MailDraft, make_row, save_mail, sender_name


class OutboxBackend(BaseEmailBackend):
    """Writes a row for each recipient of each message."""

    def send_messages(self, email_messages):
        sender = sender_name()
        for message in email_messages:
            for address in message.recipients():
                _save(message, address, sender)
        return len(email_messages)


def _save(message, address, sender):
    draft = MailDraft(
        template="",
        to=address,
        key=f"{ACCOUNT}:{uuid.uuid4()}",
        kind=ACCOUNT,
        reply_to=", ".join(message.reply_to),
    )
    subject = one_line(message.subject, SUBJECT_LENGTH)
    text = str(message.body).replace("\0", "")
    html = html_from(subject, text, sender=sender)
    save_mail(make_row(draft, priority=SINGLE, subject=subject, text_body=text, html_body=html))
