"""The weekly digest: on Monday at 7:00 what has come together for each recipient, in one mail; never an empty one."""

from datetime import timedelta
from itertools import groupby

from django.db import connection, transaction
from django.utils import timezone

from netzwerk.mail.choices import Choice, wishes_of
from netzwerk.mail.kinds import DIGEST
from netzwerk.mail.queue import MailDraft, queue_mails
from netzwerk.mail.weekly import latest_moment
from netzwerk.models import DigestItem

OWNERS = 200  # a transaction each
KEPT = timedelta(days=90)  # longer than any cause is asked for again
LOCK = "netzwerk.mail.digest"
_checks = []


def register_digest_check(check):
    """`check(items, now)` returns the keys of those `items` that nobody needs any more: answered, cancelled."""
    if check not in _checks:
        _checks.append(check)


def send_digests(now=None):
    """Sends what was written before the latest Monday, 7:00; a missed Monday is caught up. Returns how many mails."""
    now = now or timezone.now()
    sent, before = 0, latest_moment(now)
    while (count := _send_some(before, now)) is not None:
        sent += count
    return sent


@transaction.atomic
def _send_some(before, now):
    """Sends the digests of some owners; returns how many, or None where nothing waits."""
    with connection.cursor() as cursor:  # a second beat waits, and finds them sent
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
    waiting = DigestItem.objects.waiting().filter(created_at__lt=before)
    owners = list(waiting.order_by("owner").values_list("owner", flat=True).distinct()[:OWNERS])
    if not owners:
        return None
    items = list(waiting.filter(owner__in=owners).order_by("owner", "created_at", "pk"))
    wanted = still_wanted(items, now)
    count = queue_mails([_draft(list(group)) for _owner, group in groupby(wanted, key=lambda item: item.owner)])
    DigestItem.objects.filter(pk__in=[item.pk for item in items]).update(done_at=now, text="")
    return count


def still_wanted(items, now):
    """Those whose cause is not over, and whose kind the recipient has not switched off since."""
    wishes = wishes_of(items)
    over = {item.key for item in items if item.not_after and item.not_after <= now}
    over |= {key for key, wish in wishes.items() if wish.choice == Choice.OFF}
    for check in _checks:
        over |= set(check(items, now))
    return [item for item in items if item.key not in over]


def _draft(items):
    """One owner's mail; another set of items gives another key."""
    newest = items[-1]
    return MailDraft(
        template="email/digest",
        to=newest.to,
        key=f"digest:{max(item.pk for item in items)}",
        context={"items": items},
        kind=DIGEST,
        recipient_id=newest.recipient_id,
    )


def delete_done_items():
    """Forgets items long after they were sent or dropped."""
    DigestItem.objects.filter(done_at__lt=timezone.now() - KEPT).delete()
