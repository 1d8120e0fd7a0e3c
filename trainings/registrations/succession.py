"""Seats that change hands without anybody asking: at the end of a membership, and when two people were one."""

from django.utils import timezone
from django.utils.formats import date_format

from netzwerk.audit import record_event
from trainings.certificates.actions import withdraw_for
from trainings.enums import EventStatus, Presence, RegistrationSource, RegistrationState
from trainings.models import AlreadyRegistered, Registration, TooLate
from trainings.registrations import mails
from trainings.registrations.actions import give_back
from trainings.registrations.applicants import Applicant, check_addresses, end_registration, hold, new_row, save_rows
from trainings.registrations.filling import fill_up, lock_event
from trainings.seats import seat_plan

State = RegistrationState
# Strongest first; `mails` has a text for each.
TOLD = {State.CONFIRMED: mails.SUBSTITUTE, State.OFFERED: mails.OFFERED, State.WAITING: mails.WAITING}
BACK = TOLD | {State.CONFIRMED: mails.CONFIRMED}
SUCCESSION = "succession"


def seats_ahead(membership):
    """Live registrations of the seat's person for its house, at events that have not begun."""
    rows = Registration.objects.live().filter(person=membership.person_id, organisation=membership.organisation_id)
    ahead = rows.filter(event__starts_at__gt=timezone.now(), event__status=EventStatus.PUBLISHED)
    return ahead.select_related("event").order_by("event__starts_at", "pk")


def seat_text(registration):
    """„Gespräche führen, 3. Dezember 2026 (bestätigt)“"""
    day = date_format(timezone.localtime(registration.event.starts_at), "j. F Y")
    return f"{registration.event.title}, {day} ({registration.get_state_display()})"


def pass_on(registration, person, *, by):
    """Gives `person` of the same house the seat, the offer or the place on the list; returns the new row.

    Who is registered there already keeps that; the seat then goes back, and None is returned.
    """
    (applicant,), by = hold([_applicant(registration, person)], by)
    event = lock_event(registration.event_id)
    registration = event.registrations.live().select_for_update(of=["self"]).filter(pk=registration.pk).first()
    if registration is None:
        return None
    registration.event = event
    try:
        check_addresses(event, [applicant])
    except AlreadyRegistered:
        give_back(registration=registration, by=by, force=True)
        return None
    return _succeed(event, registration, applicant, registration.state, by)


def hand_back(row, person, *, by):
    """Gives `person` back what `row` took from them: a seat where one is still free, or their place on the list."""
    (applicant,), by = hold([_applicant(row, person)], by)
    event = lock_event(row.event_id)
    row = event.registrations.select_for_update(of=["self"]).get(pk=row.pk)
    row.event = event
    try:
        check_addresses(event, [applicant])
    except AlreadyRegistered:
        return None
    fits = row.is_live or seat_plan(event).fits(row.actor_category_id)
    state = row.state if row.is_live else State.CONFIRMED if fits else State.WAITING
    return _succeed(event, row, applicant, state, by)


def merge_seats(kept, gone):
    """Two registrations of one person at one event: the better one stays, the other goes back without a word.

    Who was there once was there: a presence noted at the other one ends with its certificate.
    """
    event = lock_event(kept.event_id)
    _better, worse = sorted((kept, gone), key=_rank)
    worse.event = event
    if worse.presence:
        withdraw_for([worse])
        worse.presence, worse.checked_in_at = "", None
        worse.save(update_fields=["presence", "checked_in_at"])
    end_registration(worse, State.RETURNED)
    mails.drop_outdated(mails.RETURNED, [worse])
    record_event("trainings.seat_returned", target=worse, state="merged")
    fill_up(event)
    return True


def _rank(row):
    """The seat before the offer, the offer before the list; of two seats the one of who was there."""
    return list(TOLD).index(row.state), row.presence != Presence.PRESENT, not row.presence, row.number


def _succeed(event, old, applicant, state, by):
    """A new row in the place of `old`, with its number; `old` ends, and both people are told."""
    row, was_live = new_row(event, applicant, state, source=RegistrationSource.SUBSTITUTE), old.is_live
    for name in ("actor_category_id", "booked_by_id", "is_overbooked", "offered_until"):
        setattr(row, name, getattr(old, name))
    if was_live:
        row.replaces = old
        end_registration(old, State.REPLACED)
    save_rows(event, [row], by)
    _swap_numbers(old, row)
    if was_live:
        record_event("trainings.seat_replaced", target=old, by=by, by_registration=row.pk)
        mails.tell(mails.REPLACED, [old])
    mails.tell(TOLD[state] if was_live else BACK[state], [row], former=SUCCESSION)
    return row


def _swap_numbers(old, row):
    """The new row stands where the old one stood; the event's lock keeps the number in between free."""
    numbers = {row.pk: old.number, old.pk: row.number}
    Registration.objects.filter(pk=old.pk).update(number=row.number + 1)
    for pk, number in numbers.items():
        Registration.objects.filter(pk=pk).update(number=number)
    row.number, old.number = numbers[row.pk], numbers[old.pk]


def _applicant(registration, person):
    return Applicant(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.email,
        actor_category=registration.actor_category,
        organisation=registration.organisation,
        organisation_name=registration.organisation_name,
        person=person,
        user=person.user,
    )


def leave_seat(registration, *, by):
    """Gives back what nobody takes over; what has begun stays."""
    try:
        give_back(registration=registration, by=by, force=True)
    except TooLate:
        return False
    return True
