"""What coordinators decide about a mail, and what ends by itself."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.audit import record_event
from netzwerk.mail.compose import message_id_of
from netzwerk.mail.kinds import ACCOUNT, secret_kinds
from netzwerk.mail.queue import SINGLE, TRIED_FOR, announce, save_mail
from netzwerk.models import OutgoingMail

ROWS_KEPT = timedelta(days=365)
SECRETS_KEPT = timedelta(days=1)
State = OutgoingMail.State


class MailNotResendable(Exception):
    """It still waits, its text is gone, or it held a code; the message is German and for people."""


@transaction.atomic
def resend_mail(*, mail, by):
    """Sends `mail` once more: one that never left itself, one that left as a copy. Returns the mail now waiting."""
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    if mail.is_waiting:
        raise MailNotResendable(_("Diese E-Mail wartet noch auf den Versand."))
    if not can_resend(mail):
        raise MailNotResendable(_("Diese E-Mail lässt sich nicht noch einmal senden, denn ihr Text ist nicht mehr da."))
    record_event("netzwerk.mail_resent", target=mail, by=by)
    if mail.sent_at is not None:
        return save_mail(_copy_of(mail, by))
    mail.queue_again(timezone.now(), timezone.now() + TRIED_FOR)
    announce(mail)
    return mail


def can_resend(mail):
    """Whether „Noch einmal senden“ is offered."""
    return not mail.is_waiting and mail.kind != ACCOUNT and bool(mail.text_body) and "@" in mail.to


def _copy_of(mail, by):
    """An unsaved row like `mail`, with a Message-ID of its own: the recipient's server would drop the old one."""
    count = OutgoingMail.objects.filter(key__startswith=f"again:{mail.pk}:").count()
    key, now = f"again:{mail.pk}:{count + 1}", timezone.now()
    fields = ("kind", "to", "recipient_id", "subject", "text_body", "html_body", "headers", "attachments")
    return OutgoingMail(
        **{name: getattr(mail, name) for name in fields},
        key=key,
        message_id=message_id_of(key),
        priority=SINGLE,
        created_by_id=by.pk,
        next_try_at=now,
        give_up_at=now + TRIED_FOR,
    )


@transaction.atomic
def stop_mail(*, mail, by):
    """Stops `mail` unless it has left or is leaving; returns whether it was stopped."""
    waiting = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk=mail.pk, state=State.QUEUED).first()
    if waiting is None:
        return False
    waiting.cancel()
    record_event("netzwerk.mail_stopped", target=waiting, by=by)
    return True


@transaction.atomic
def mark_bounced(*, message_id, reason):
    """Notes that a sent mail came back; returns whether there was one."""
    mail = OutgoingMail.objects.select_for_update().filter(message_id=message_id, state=State.SENT).first()
    if mail is None:
        return False
    mail.bounce(reason)
    record_event("netzwerk.mail_bounced", target=mail)
    return True


def delete_outdated_mails():
    """Texts go after MAIL_TEXT_DAYS, those with codes after a day, rows after twelve months; waiting ones stay."""
    now, settled = timezone.now(), OutgoingMail.objects.exclude(state__in=OutgoingMail.WAITING)
    settled.filter(created_at__lt=now - ROWS_KEPT).delete()
    with_text = settled.exclude(text_body="")
    old = with_text.filter(created_at__lt=now - timedelta(days=settings.MAIL_TEXT_DAYS))
    secret = with_text.filter(created_at__lt=now - SECRETS_KEPT, kind__in=secret_kinds())
    for mails in (old, secret):
        mails.update(text_body="", html_body="", attachments=[])
