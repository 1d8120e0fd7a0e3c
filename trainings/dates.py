"""A training's sessions as dates of calendars: one CalendarItem a session, in their order.

The first session has the key `event.calendar_key`, the next ones ":2", ":3" behind it, so a session that moves keeps
its UID. Who publishes, changes or cancels an event calls `publish_dates` or `cancel_dates`; mails to people with a
seat carry `date_parts`: one calendar part a session (a message has one UID, RFC 6047).
"""

from django.db.models import BigIntegerField, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from netzwerk.calendars import PUBLIC, cancel_item, publish_item
from netzwerk.calendars.rendering import message_text, own_address
from netzwerk.mail import Attachment
from netzwerk.mail.queue import sender_name
from netzwerk.models import CalendarItem
from netzwerk.prepared import Prepared, Slot, columns, from_row
from trainings.enums import EventMode, EventStatus
from trainings.models import Session

REQUEST, CANCEL = "REQUEST", "CANCEL"
SESSION = columns(Session)


def date_key(event, number):
    """The key of the `number`-th session, from 1."""
    return event.calendar_key if number == 1 else f"{event.calendar_key}:{number}"


@Prepared
def _sessions_of():
    """SESSION of those of `event`, in their order."""
    return Session.objects.filter(event=Slot("event", BigIntegerField())).values_list(*SESSION)


def sessions_of(event):
    """The event's sessions in their order, for mails that somebody waits for; one query unless they were fetched."""
    if "sessions" in getattr(event, "_prefetched_objects_cache", {}):
        return list(event.sessions.all())
    return [from_row(Session, SESSION, row) for row in _sessions_of(event=event.pk)]


def items_of(event):
    """The event's dates in their order, cancelled ones included. One query."""
    key = event.calendar_key
    own = CalendarItem.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:")).order_by()
    return sorted(own, key=lambda item: int(item.key.removeprefix(key).lstrip(":") or 1))


def publish_dates(event, *, by=None):
    """Writes the dates of a published event as they now are; one of a session that is gone is cancelled."""
    sessions = list(event.sessions.all())
    for number, session in enumerate(sessions, start=1):
        publish_item(date_key(event, number), by=by, **_values(event, session))
    for item in items_of(event)[len(sessions) :]:
        cancel_item(item.key, by=by)
    return items_of(event)


def cancel_dates(event, *, by=None):
    """Marks all dates of the event as cancelled."""
    for item in items_of(event):
        cancel_item(item.key, by=by)


def organizer_of_dates():
    """Who invites, as calendars show it: (name, address). One query."""
    return sender_name(), own_address()


def date_parts(event, *, method, name, email, items=None, organizer=None):
    """Calendar parts for one person's mail; CANCEL takes the dates out of their calendar.

    `items` and `organizer` (see `organizer_of_dates`) save a query each, for mails to many.
    """
    organizer = organizer or organizer_of_dates()
    items = items_of(event) if items is None else items
    chosen = [item for item in items if method == CANCEL or not item.is_cancelled]
    return tuple(
        Attachment(
            "termin.ics" if number == 1 else f"termin-{number}.ics",
            message_text(item, method=method, organizer=organizer, attendee=(name, email)),
            f"text/calendar; method={method}",
        )
        for number, item in enumerate(chosen, start=1)
    )


def session_text(session):
    """„Dienstag, 2. März 2027, 14:00 bis 16:00 Uhr“, or with both days."""
    first, last = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    words = {"day": date_format(first, "l, j. F Y"), "start": f"{first:%H:%M}", "end": f"{last:%H:%M}"}
    if first.date() == last.date():
        return _("{day}, {start} bis {end} Uhr").format(**words)
    return _("{day}, {start} Uhr bis {last_day}, {end} Uhr").format(**words, last_day=date_format(last, "l, j. F Y"))


def place_text(event):
    """Where people go, in one line; the link of an online event is not told here."""
    place = ", ".join(" ".join(line.split()) for line in event.place.splitlines() if line.strip())
    town = event.municipality.name if event.municipality else ""
    where = place if not town or town in place else ", ".join(filter(None, (place, town)))
    if event.mode == EventMode.ONLINE:
        return _("Online")
    return _("{place} und online").format(place=where) if event.mode == EventMode.HYBRID else where


def _values(event, session):
    title = f"{event.title}: {session.title}" if session.title else event.title
    return {
        "summary": title,
        "starts_at": session.starts_at,
        "ends_at": session.ends_at,
        "scopes": [PUBLIC, event.calendar_key] if event.status != EventStatus.DRAFT else [],
        "location": place_text(event),
        "description": event.lead,
        "url": event.url,
    }
