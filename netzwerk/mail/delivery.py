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
from netzwerk.mail.kinds import is_secret_kind
from netzwerk.mail.message import message_of
from netzwerk.mail.queue import sender_name
from netzwerk.models import OutgoingMail

logger = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 20, 40, 60)]  # the last one again and again
SILENT_AFTER = timedelta(seconds=30)
PAUSE_KEY, PAUSE_SECONDS = "mail:pause", 45
ROUND_SECONDS = 25  # shorter than the beat: other work gets its turn


def deliver(mail_id):
    """Delivers one mail if it is due and nobody is at it."""
    if not is_paused():
        _deliver(OutgoingMail.objects.filter(pk=mail_id))


def deliver_waiting(seconds=ROUND_SECONDS):
    """Delivers due mails one by one until none is left, the server fails or the time is over."""
    ends = monotonic() + seconds
    while monotonic() < ends and not is_paused():
        if not _deliver(OutgoingMail.objects.order_by("priority", "next_try_at")):
            return


def _deliver(candidates):
    """Delivers the first due one of `candidates`; returns whether there was one."""
    mail = _claim(candidates)
    if mail is not None:
        _send_claimed(mail)
    return mail is not None


@transaction.atomic
def _send_claimed(claimed):
    """Sends a mail under its row's lock, unless another worker has claimed it since."""
    mail = (
        OutgoingMail.objects.select_for_update(skip_locked=True)
        .filter(pk=claimed.pk, state=OutgoingMail.State.SENDING, attempts=claimed.attempts)
        .first()
    )
    if mail is not None:
        _send(mail)


@transaction.atomic
def _claim(candidates):
    now = timezone.now()
    due = Q(state=OutgoingMail.State.QUEUED, next_try_at__lte=now)
    left_behind = Q(state=OutgoingMail.State.SENDING, claimed_at__lt=now - SILENT_AFTER)
    mail = candidates.filter(due | left_behind).select_for_update(skip_locked=True).first()
    if mail is not None:
        mail.claim(now)
    return mail


def _send(mail):
    """Sends, and marks what came of it."""
    if mail.attempts > 1 and timezone.now() > mail.give_up_at:
        mail.fail(mail.error or _("Der Versand ist mehrmals abgebrochen."))
        return
    if not settings.MAIL_IS_DELIVERED:
        mail.mark_sent(timezone.now(), is_kept=True)
        return
    try:
        message_of(mail, sender=sender_name()).send()
    except Exception as error:
        _note(mail, fault_of(error))
        return
    mail.mark_sent(timezone.now())
    if is_secret_kind(mail.kind):
        mail.forget_text()


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


def is_paused():
    """Whether the mail server failed a moment ago, so that no worker tries."""
    try:
        return cache.get(PAUSE_KEY) is not None
    except RedisError:
        return False


def _pause():
    """No worker tries for a moment: a server that hangs must not hold up all other work."""
    try:
        cache.set(PAUSE_KEY, True, PAUSE_SECONDS)
    except RedisError:
        logger.warning("cache not reachable")
