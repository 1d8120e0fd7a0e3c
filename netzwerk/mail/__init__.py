"""The outbox: the one way out for mail.

`queue_mail` writes a row in the transaction that causes the mail; a worker delivers it after the commit.
"""

from netzwerk.mail.choices import Choice, Wish, register_choice
from netzwerk.mail.compose import Attachment
from netzwerk.mail.kinds import register_mail_kind
from netzwerk.mail.queue import MailDraft, absolute_url, queue_mail, queue_mails, withdraw_mail

__all__ = [
    "Attachment",
    "Choice",
    "MailDraft",
    "Wish",
    "absolute_url",
    "queue_mail",
    "queue_mails",
    "register_choice",
    "register_mail_kind",
    "withdraw_mail",
]
