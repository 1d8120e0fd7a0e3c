"""Several changes of the same record within an hour become one mail: the newest, when the first one was due."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.models import OutgoingMail

BUNDLED_FOR = timedelta(hours=1)
State = OutgoingMail.State


def take_place_of_older(rows):
    """Lets unsaved `rows` with a `bundle_key` wait, and stops what still waits under the same; the newest stays."""
    newest = {}
    for row in rows:
        if row.bundle_key and row.state == State.QUEUED:
            if row.bundle_key in newest:
                _replace(newest[row.bundle_key])
            newest[row.bundle_key] = row
    if newest:
        lock_bundles(newest)
        _wait_as_the_first(newest)


def lock_bundles(keys):
    """Whoever writes under one of `keys` waits for the end of this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('netzwerk.mail.bundle'), number)"
            " FROM (SELECT DISTINCT hashtext(key) AS number FROM unnest(%s::text[]) AS key ORDER BY 1) AS numbers",
            [list(keys)],
        )


def _wait_as_the_first(newest):
    older = OutgoingMail.objects.select_for_update().filter(bundle_key__in=list(newest), state=State.QUEUED)
    begun = {}
    for mail in older:
        begun[mail.bundle_key] = min(mail.next_try_at, begun.get(mail.bundle_key, mail.next_try_at))
    older.update(state=State.CANCELLED, error=_replaced())
    for key, row in newest.items():
        start = begun.get(key) or max(row.next_try_at, timezone.now() + BUNDLED_FOR)
        row.give_up_at += start - row.next_try_at
        row.next_try_at = start


def _replace(row):
    row.state, row.error = State.CANCELLED, _replaced()


def _replaced():
    return _("Eine neuere E-Mail zum selben Eintrag ersetzt diese.")
