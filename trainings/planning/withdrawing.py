"""Mails and reminders of an event that still wait, and would say what is no longer so.

A reminder that was stopped gives its key back: where there is still something to say, the next run of the reminders
writes it anew, as the event is by then. So nobody loses the joining letter because the event moved while it waited.
"""

import re

from django.db.models import Q
from django.utils import timezone

from netzwerk.models import DigestItem, OutgoingMail

KEY = re.compile(r"(?P<reminder>reminder:)?training-(?P<name>[a-z-]+):(?P<pk>\d+)(?::|$)")
REMINDERS = "reminder:training-"
OF_EVENT = {"decision", "attendance"}  # whose keys name the event; all others name a registration
OF_OTHERS = {"message", "code", "refresher"}  # still good, and their keys name something else
OVERTAKEN = {"cancelled", "moved", "reopened"}  # by the next of these


def anything(_match):
    return True


def names_dates(match):
    """Reminders, and news of the event that the next news overtakes; a confirmation stays."""
    return is_reminder(match) or match["name"] in OVERTAKEN


def is_reminder(match):
    return bool(match["reminder"])


def withdraw_waiting(event, which=anything):
    """Stops what waits to be sent about `event` and its registrations, as far as `which` says so of its key.

    A mail that a worker has in hand at this moment leaves. Three queries, seven where something waits.
    """
    pks = set(event.registrations.values_list("pk", flat=True))
    waiting = Q(key__startswith="training-") | Q(key__startswith=REMINDERS)
    mails = OutgoingMail.objects.filter(waiting, state=OutgoingMail.State.QUEUED)
    found = _concerning(mails, event, pks, which)
    locked = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk__in=found, state="queued")
    _stop(OutgoingMail.objects.filter(pk__in=list(locked.values_list("pk", flat=True))), state="cancelled")
    found = _concerning(DigestItem.objects.waiting().filter(waiting), event, pks, which)
    _stop(DigestItem.objects.filter(pk__in=found), done_at=timezone.now(), text="")


def _stop(rows, **values):
    rows.filter(key__startswith=REMINDERS).take_back()
    rows.exclude(key__startswith=REMINDERS).update(**values)


def _concerning(rows, event, pks, which):
    return [pk for pk, key in rows.values_list("pk", "key") if _concerns(key, event, pks, which)]


def _concerns(key, event, pks, which):
    match = KEY.match(key)
    if match is None or match["name"] in OF_OTHERS:
        return False
    ours = {event.pk} if match["name"] in OF_EVENT else pks
    return int(match["pk"]) in ours and which(match)
