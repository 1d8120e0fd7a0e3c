"""Mails and reminders of an event that still wait, and would say what is no longer so."""

import re

from django.db.models import Q
from django.utils import timezone

from netzwerk.models import DigestItem, OutgoingMail

KEY = re.compile(r"(?P<reminder>reminder:)?training-(?P<name>[a-z-]+):(?P<pk>\d+)(?::|$)")
OF_EVENT = {"decision"}  # whose key names the event; all others name a registration
OF_OTHERS = {"message", "code", "refresher"}  # still good, and their keys name something else
OVERTAKEN = {"cancelled", "moved", "reopened"}  # by the next of these


def withdraw_waiting(event, *, keeps_news=False):
    """Stops what waits to be sent about `event` and its registrations; with `keeps_news` only what names its dates.

    A mail that a worker has in hand at this moment leaves. Two queries, four where something waits.
    """
    pks = set(event.registrations.values_list("pk", flat=True))
    waiting = Q(key__startswith="training-") | Q(key__startswith="reminder:training-")
    mails = OutgoingMail.objects.filter(waiting, state=OutgoingMail.State.QUEUED)
    found = [pk for pk, key in mails.values_list("pk", "key") if _concerns(key, event, pks, keeps_news)]
    locked = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk__in=found, state="queued")
    OutgoingMail.objects.filter(pk__in=list(locked.values_list("pk", flat=True))).update(state="cancelled")
    items = DigestItem.objects.waiting().filter(waiting)
    found = [pk for pk, key in items.values_list("pk", "key") if _concerns(key, event, pks, keeps_news)]
    DigestItem.objects.filter(pk__in=found).update(done_at=timezone.now(), text="")


def _concerns(key, event, pks, keeps_news):
    match = KEY.match(key)
    if match is None or match["name"] in OF_OTHERS:
        return False
    ours = {event.pk} if match["name"] in OF_EVENT else pks
    return int(match["pk"]) in ours and (not keeps_news or bool(match["reminder"]) or match["name"] in OVERTAKEN)
