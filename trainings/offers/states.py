"""How an offer stands, in a word: what lists, pages and the start page say of its seats."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trainings.enums import EventStatus

FEW = 5


@dataclass(frozen=True)
class OfferState:
    """`can_sign_up`: whether somebody could get a seat or a place on the waiting list now."""

    text: str
    tone: str = "info"
    can_sign_up: bool = False


def offer_state(event, now=None):
    """The OfferState of `event`, from its own columns: no query."""
    now = now or timezone.now()
    return _settled_state(event, now) or _window_state(event, now) or _seat_state(event)


def seats_kept(event):
    """Free seats that are reserved for an actor group; 0 where the event is overbooked."""
    return max(0, event.maximum - event.taken_count - event.open_seats)


def next_change(events, now=None):
    """When the clock changes what is said of one of `events`, or None; a new count changes it by the event's row."""
    now = now or timezone.now()
    moments = [moment for event in events for moment in _moments(event) if moment and moment > now]
    return min(moments, default=None)


def start_of(day):
    """The first moment of the local date `day`."""
    return timezone.make_aware(datetime.combine(day, time.min))


def next_midnight(now=None):
    """When the next local day begins."""
    return start_of(timezone.localdate(now) + timedelta(days=1))


def _moments(event):
    return event.opens_at, event.closes_at, event.starts_at, event.ends_at


def _settled_state(event, now):
    if event.status == EventStatus.DRAFT:
        return OfferState(_("Entwurf"))
    if event.status == EventStatus.CANCELLED:
        return OfferState(_("abgesagt"), "warning")
    if event.status == EventStatus.HELD or event.ends_at <= now:
        return OfferState(_("beendet"))
    if event.is_external:
        return OfferState(_("Anmeldung beim Veranstalter"))
    return None


def _window_state(event, now):
    if event.opens_at and event.opens_at > now:
        return OfferState(_("Anmeldung ab {day}").format(day=date_format(timezone.localtime(event.opens_at), "j. F")))
    if event.sign_up_ends_at <= now:
        return OfferState(_("Anmeldung beendet"))
    return None


def _seat_state(event):
    kept = seats_kept(event)
    if event.open_seats:
        text = ngettext("noch {n} Platz", "noch {n} Plätze", event.open_seats).format(n=event.open_seats)
        return OfferState(text, "success" if event.open_seats > FEW else "warning", can_sign_up=True)
    if kept:
        text = ngettext("noch {n} reservierter Platz", "noch {n} reservierte Plätze", kept).format(n=kept)
        return OfferState(text, "warning", can_sign_up=True)
    if event.has_room_to_wait:
        return OfferState(_("Warteliste"), "warning", can_sign_up=True)
    return OfferState(_("ausgebucht"), "warning")
