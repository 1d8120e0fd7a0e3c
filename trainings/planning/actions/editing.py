"""What coordinators decide about what an event is: create, change, copy, delete."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.audit import record_event
from netzwerk.keys import key_from
from netzwerk.versions import lock_version
from trainings.dates import publish_dates
from trainings.enums import EventStatus
from trainings.models import SeatReservation, Session, TrainingEvent
from trainings.planning.actions.materials import forget_files
from trainings.planning.refusals import EventRefused
from trainings.planning.telling import tell_moved, when_and_where
from trainings.planning.withdrawing import is_reminder, names_dates, withdraw_waiting
from trainings.registrations.actions import fill_up
from trainings.seats import recount

LINKS = ("topics", "target_categories")
SLUG_LENGTH = 90
COPIED = [
    "title",
    "lead",
    "description",
    "contents",
    "speakers",
    "youth_welfare_office",
    "course_kind",
    "is_qualification_offer",
    "is_external",
    "organiser",
    "external_url",
    "mode",
    "place",
    "municipality",
    "online_url",
    "accessibility",
    "fee",
    "minimum",
    "maximum",
    "waiting_list_cap",
    "offer_hours",
    "minutes",
    "joining_letter",
]


@transaction.atomic
def create_event(*, values, sessions, reservations=(), by):
    """A draft; `values` are the form's, `sessions` and `reservations` rows as their forms give them."""
    event = TrainingEvent(slug=free_slug(values["title"]), **_plain(values))
    event.starts_at, event.ends_at = span(sessions)
    event.save(force_insert=True)
    _set_links(event, values)
    _set_sessions(event, sessions)
    _set_reservations(event, reservations)
    recount(event)
    record_event("trainings.event_created", target=event, by=by)
    return event


@transaction.atomic
def change_event(*, event, values, sessions, reservations, version, by):
    """Saves what differs as the event's next version; whoever is expected hears of another time or place.

    Raises Outdated if somebody saved since `version`, and EventRefused.
    """
    event = lock_version(event, version)
    refuse_cancelled(event)
    _refuse_fewer_seats(event, values.get("maximum", event.maximum))
    before = when_and_where(event)
    changed = _change_fields(event, values) + _change_rows(event, sessions, reservations)
    if changed:
        event.version += 1
        event.save()
        withdraw_waiting(event, is_reminder)  # they say something of the event: written anew
        seats_changed(event)
        record_event("trainings.event_changed", target=event, by=by, fields=sorted(changed))
        dates_changed(event, before=before, by=by)
    return event


@transaction.atomic
def copy_event(*, event, starts_on, by):
    """A draft like `event` that begins on the day `starts_on`; nobody is registered for it. Times of day stay."""
    days = (starts_on - timezone.localdate(event.starts_at)).days
    values = {name: getattr(event, name) for name in COPIED}
    values |= {name: list(getattr(event, name).all()) for name in LINKS} | shifted_window(event, days)
    copy = create_event(
        values=values, sessions=shifted_sessions(event, days), reservations=shifted_reservations(event, days), by=by
    )
    TrainingEvent.objects.filter(pk=copy.pk).update(copied_from=event)
    for material in event.materials.all():
        material.pk, material.event, material._state.adding = None, copy, True
        material.save()
    return copy


@transaction.atomic
def delete_event(*, event, by):
    """Deletes a draft nobody ever saw. Raises EventRefused."""
    event = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    if event.status != EventStatus.DRAFT or event.registrations.exists():
        raise EventRefused(_("Nur Entwürfe ohne Anmeldungen lassen sich löschen. Sagen Sie die Fortbildung ab."))
    record_event("trainings.event_deleted", target=event, by=by)
    files = [material.file for material in event.materials.all()]
    event.delete()
    forget_files(files)


def refuse_cancelled(event):
    if event.status == EventStatus.CANCELLED:
        raise EventRefused(_("Die Fortbildung ist abgesagt. Nehmen Sie zuerst die Absage zurück."))


def seats_changed(event):
    """Counts again, and offers seats that became free; the caller holds the lock."""
    if event.status == EventStatus.PUBLISHED and not event.has_begun:
        fill_up(event)
    else:
        recount(event)


def dates_changed(event, *, before, note="", by):
    """Calendars follow a published event; everyone expected hears of it where it says another time or place."""
    if event.status not in (EventStatus.PUBLISHED, EventStatus.HELD):
        return
    publish_dates(event, by=by)
    if event.status == EventStatus.PUBLISHED and not event.has_ended and when_and_where(event) != before:
        withdraw_waiting(event, names_dates)
        tell_moved(event, before=before, note=note, by=by)


def span(sessions):
    """(first beginning, last end) of rows, or (None, None)."""
    if not sessions:
        return None, None
    return min(row["starts_at"] for row in sessions), max(row["ends_at"] for row in sessions)


def shifted(moment, days):
    """`moment` some days later at the same time of the clock."""
    if moment is None:
        return None
    local = timezone.localtime(moment)
    return timezone.make_aware(datetime.combine(local.date() + timedelta(days=days), local.time()))


def shifted_sessions(event, days):
    return [
        {"title": row.title, "starts_at": shifted(row.starts_at, days), "ends_at": shifted(row.ends_at, days)}
        for row in event.sessions.all()
    ]


def shifted_reservations(event, days):
    return [
        {"actor_category": row.actor_category, "seats": row.seats, "release_on": row.release_on + timedelta(days=days)}
        for row in event.reservations.all()
    ]


def shifted_window(event, days):
    """When signing up and giving back begin and end, some days later."""
    return_until = event.return_until_on and event.return_until_on + timedelta(days=days)
    return {
        "opens_at": shifted(event.opens_at, days),
        "closes_at": shifted(event.closes_at, days),
        "return_until_on": return_until,
    }


def free_slug(title):
    """The word of the address: from the title, with a number where it is taken. One after the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('trainings.event.slug'))")
    base = key_from(title, length=SLUG_LENGTH) or "fortbildung"
    taken = set(TrainingEvent.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def set_sessions(event, rows):
    """Replaces the sessions by `rows` and keeps the event's beginning and end; the caller saves the event."""
    event.sessions.all().delete()
    _set_sessions(event, rows)
    event.starts_at, event.ends_at = span(rows)


def set_reservations(event, rows):
    event.reservations.all().delete()
    _set_reservations(event, rows)


def _plain(values):
    return {name: value for name, value in values.items() if name not in LINKS}


def _set_links(event, values):
    for name in LINKS:
        getattr(event, name).set(values.get(name, ()))


def _set_sessions(event, rows):
    rows = sorted(rows, key=lambda row: row["starts_at"])
    Session.objects.bulk_create(Session(event=event, **row) for row in rows)


def _set_reservations(event, rows):
    SeatReservation.objects.bulk_create(SeatReservation(event=event, **row) for row in rows)


def _refuse_fewer_seats(event, maximum):
    """Fewer seats than taken ones, unless it was overbooked on purpose and the number stays."""
    if maximum < event.maximum and maximum < event.taken_count:
        text = _("{n} Plätze sind schon vergeben. Weniger geht nicht.").format(n=event.taken_count)
        raise EventRefused(text, "maximum")


def _change_fields(event, values):
    changed = [name for name, value in _plain(values).items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, values[name])
    for name in set(LINKS) & set(values):
        if set(getattr(event, name).all()) != set(values[name]):
            getattr(event, name).set(values[name])
            changed.append(name)
    return changed


def _change_rows(event, sessions, reservations):
    changed = []
    if sorted(map(_session_key, event.sessions.values())) != sorted(map(_session_key, sessions)):
        set_sessions(event, sessions)
        changed.append("sessions")
    stored = {(row.actor_category_id, row.seats, row.release_on) for row in event.reservations.all()}
    if stored != {(row["actor_category"].pk, row["seats"], row["release_on"]) for row in reservations}:
        set_reservations(event, reservations)
        changed.append("reservations")
    return changed


def _session_key(row):
    return row["starts_at"], row["ends_at"], row["title"]
