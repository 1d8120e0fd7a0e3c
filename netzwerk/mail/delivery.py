"""Delivering mails: claim, send, mark.

Claiming is a transaction of its own and counts the attempt. Sending happens under the row's lock, which ends with the
worker, however it ends: another worker finds the row locked (somebody is at it), marked (done) or free and still
"sending" (the worker died, the mail may have left already). The number of the attempt keeps two workers apart that
claim one after the other.
"""

import logging
from datetime import timedelta
from time import monotonic

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from redis.exceptions import RedisError

from netzwerk.mail.faults import fault_of
from netzwerk.mail.kinds import ACCOUNT
from netzwerk.mail.message import message_of
from netzwerk.mail.queue import sender_name
from netzwerk.models import OutgoingMail

logger = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60)]  # the last one again and again
SILENT_AFTER = timedelta(seconds=30)
PAUSE_KEY, PAUSE_SECONDS = "mail:pause", 45
ROUND_SECONDS = 50


def deliver(mail_id):
    """Delivers one mail if it is due and nobody is at it; returns whether the mail server can be reached."""
    if _is_paused():
        return False
    return _deliver(OutgoingMail.objects.filter(pk=mail_id))


def deliver_waiting(seconds=ROUND_SECONDS):
    """Delivers due mails one by one until none is left, the server fails or the time is over; returns if some are."""
    ends = monotonic() + seconds
    while monotonic() < ends and not _is_paused():
        now = timezone.now()
        due = OutgoingMail.objects.exclude(state=OutgoingMail.State.SENDING, claimed_at__gt=now - SILENT_AFTER)
        if _deliver(due.order_by("priority", "next_try_at")) is None:
            return False
    return not _is_paused()


def _deliver(candidates):
    """Delivers the first due one of `candidates`; None where there is none, else whether the server answers."""
    mail = _claim(candidates)
    if mail is None:
        return None
    with transaction.atomic():
        found = OutgoingMail.objects.select_for_update(skip_locked=True).filter(
            pk=mail.pk, state=OutgoingMail.State.SENDING, attempts=mail.attempts
        )
        mail = found.first()
        return True if mail is None else _send(mail)


@transaction.atomic
def _claim(candidates):
    now = timezone.now()
    due = Q(state=OutgoingMail.State.QUEUED, next_try_at__lte=now) | Q(state=OutgoingMail.State.SENDING)
    mail = candidates.filter(due).select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.claim(now)
    return mail


def _send(mail):
    """Sends under the row's lock; returns whether the server answers."""
    if mail.attempts > 1 and timezone.now() > mail.give_up_at:
        mail.fail(mail.error or _("Der Versand ist mehrmals abgebrochen."))
        return True
    if not settings.MAIL_IS_DELIVERED:
        mail.mark_sent(timezone.now(), is_kept=True)
        return True
    try:
        message_of(mail, sender=sender_name()).send()
    except Exception as error:
        return _note(mail, fault_of(error))
    mail.mark_sent(timezone.now())
    _forget_secrets(mail)
    return True


def _note(mail, fault):
    """Writes down what went wrong, and when to try again."""
    wait = WAITS[min(mail.attempts, len(WAITS)) - 1]
    next_try_at = timezone.now() + wait
    logger.warning("mail not sent", exc_info=not fault.may_pass, extra={"mail": mail.pk, "attempt": mail.attempts})
    if not fault.may_pass:
        mail.fail(fault.text)
    elif next_try_at > mail.give_up_at:
        mail.fail(_("Aufgegeben nach %(count)d Versuchen. %(text)s") % {"count": mail.attempts, "text": fault.text})
    else:
        mail.postpone(next_try_at, fault.text)
    if fault.is_server:
        _pause()
    return not fault.is_server


def _forget_secrets(mail):
    """Codes and links to a new password do not stay here once they have left."""
    if mail.kind == ACCOUNT:
        mail.text_body = mail.html_body = ""
        mail.save(update_fields=["text_body", "html_body"])


def _pause():
    """No worker tries for a moment: a server that hangs must not hold up all other work."""
    try:
        cache.set(PAUSE_KEY, True, PAUSE_SECONDS)
    except RedisError:
        logger.warning("cache not reachable")


def _is_paused():
    try:
        return cache.get(PAUSE_KEY) is not None
    except RedisError:
        return False
