"""Noting who was there. Everything holds the lock of the event; certificates follow what is noted."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.audit import record_event, record_events
from trainings.attendance.unnoted import end_reminder
from trainings.attendance.window import PresenceRefused, refusal_to_note
from trainings.certificates.actions import issue_for, withdraw_for
from trainings.enums import Presence, RegistrationSource, RegistrationState
from trainings.models import AlreadyRegistered, Registration
from trainings.registrations.actions import lock_event
from trainings.registrations.applicants import check_addresses, hold, new_row, save_rows
from trainings.seats import recount, seat_plan


@dataclass(frozen=True)
class Change:
    """What a form wants of the registration `pk`: `after`, where `before` was what it had shown."""

    pk: int
    before: str
    after: str


@dataclass
class Outcome:
    """`saved` registrations; `conflicts` {key: presence wanted} where somebody else had noted something meanwhile."""

    saved: list = field(default_factory=list)
    conflicts: dict = field(default_factory=dict)


@transaction.atomic
def set_presence(*, registration, presence, by):
    """Notes `presence` ("" takes it back) of somebody with a confirmed seat. Raises PresenceRefused."""
    event = _open_event(registration.event_id)
    row = Registration.objects.select_for_update(of=["self"]).get(pk=registration.pk)
    if row.state != RegistrationState.CONFIRMED:
        raise PresenceRefused(_("Diese Person hat keinen bestätigten Platz."))
    _write(event, [row], {row.pk: presence}, by)
    return row


def check_in(*, registration, by):
    """Somebody stands at the door; twice changes nothing. Raises PresenceRefused."""
    return set_presence(registration=registration, presence=Presence.PRESENT, by=by)


@transaction.atomic
def set_presences(*, event, changes, by):
    """Notes many at once. What somebody else noted since the form was opened stays, and comes back as a conflict.

    Returns an Outcome; keys that are no confirmed seats of `event` are left out. Raises PresenceRefused.
    """
    event = _open_event(event.pk)
    wanted = {change.pk: change for change in changes if change.before != change.after}
    rows = event.registrations.confirmed().filter(pk__in=wanted).select_for_update(of=["self"])
    outcome, writable = Outcome(), []
    for row in rows:
        change = wanted[row.pk]
        if row.presence == change.before:
            writable.append(row)
        elif row.presence != change.after:
            outcome.conflicts[row.pk] = change.after
    _write(event, writable, {row.pk: wanted[row.pk].after for row in writable}, by)
    outcome.saved = writable
    return outcome


@transaction.atomic
def add_walk_in(*, event, applicant, by):
    """Adds somebody who came without a seat and is present; who waits for one gets it.

    Beyond the maximum the seat is marked as overbooked. Raises PresenceRefused, AlreadyRegistered.
    """
    (applicant,), by = hold([applicant], by)
    event = _open_event(event.pk)
    row = _waiting(event, applicant)
    fits = seat_plan(event).fits((row or applicant).actor_category.pk)
    if row is None:
        check_addresses(event, [applicant])
        source = RegistrationSource.WALK_IN
        row = new_row(event, applicant, RegistrationState.CONFIRMED, source=source, is_overbooked=not fits)
        save_rows(event, [row], by)
    else:
        if row.state == RegistrationState.WAITING:  # an offered seat was kept for them
            row.is_overbooked = not fits
        _confirm(row)
        recount(event)
    record_event("trainings.walk_in_added", target=row, by=by, event=event.pk)
    _write(event, [row], {row.pk: Presence.PRESENT}, by)
    return row


def _open_event(pk):
    event = lock_event(pk)
    refusal = refusal_to_note(event)
    if refusal:
        raise PresenceRefused(refusal)
    return event


def _waiting(event, applicant):
    """Their row on the waiting list or with an offered seat, locked; raises AlreadyRegistered for a confirmed one."""
    if not applicant.email:
        return None
    live = event.registrations.live().select_for_update(of=["self"]).select_related("actor_category")
    row = live.filter(email__iexact=applicant.email).first()
    if row is not None and row.state == RegistrationState.CONFIRMED:
        raise AlreadyRegistered(applicant.email)
    return row


def _confirm(row):
    row.state, row.confirmed_at, row.offered_until = RegistrationState.CONFIRMED, timezone.now(), None
    row.save(update_fields=["state", "confirmed_at", "offered_until", "is_overbooked"])


def _write(event, rows, wanted, by):
    """Saves what differs, records it, and lets certificates follow."""
    changed = [row for row in rows if row.presence != wanted[row.pk]]
    for row in changed:
        row.event = event
        row.presence = wanted[row.pk]
        row.checked_in_at = timezone.now() if row.presence == Presence.PRESENT else None
    Registration.objects.bulk_update(changed, ["presence", "checked_in_at"])
    for presence in {row.presence for row in changed}:
        same = [row for row in changed if row.presence == presence]
        record_events("trainings.presence_noted", targets=same, by=by, event=event.pk, presence=presence)
    withdraw_for([row for row in changed if row.presence != Presence.PRESENT])
    issue_for(event, changed)
    if changed and event.has_ended:
        end_reminder(event)
