"""Seats and the waiting list, exact under any number of parallel requests.

Everything here first holds the people a new registration names, then locks the row of the event, then those of its
registrations (members.locks): so there is one order of everybody, the `number`. As every sign-up fills up first, nobody
new overtakes somebody waiting.
"""

from django.db import transaction
from django.utils import timezone

from netzwerk.audit import record_event
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import (
    NoRoomLeft,
    NotLive,
    OfferEnded,
    OtherOrganisation,
    Registration,
    SignUpClosed,
    TooLate,
)
from trainings.registrations import mails
from trainings.registrations.applicants import Applicant, check_addresses, end_registration, hold, new_row, save_rows
from trainings.registrations.filling import delete_needs, expire_offers, fill_up, filled_plan, lock_event
from trainings.seats import recount

__all__ = [
    "Applicant",
    "accept_offer",
    "delete_needs",
    "expire_offers",
    "fill_up",
    "give_back",
    "lock_event",
    "register",
    "substitute",
]
State = RegistrationState


@transaction.atomic
def register(*, event, applicants, source, by=None, overbook=False, force=False):
    """Signs up all `applicants` or none: a seat where one fits, otherwise the waiting list. Returns the Registrations.

    `force` ignores the window, `overbook` gives seats beyond the maximum on purpose; both are the coordination's.
    Raises SignUpClosed, AlreadyRegistered or NoRoomLeft.
    """
    applicants, by = hold(applicants, by)
    event = lock_event(event.pk)
    _check_open(event, force)
    _offered, plan = filled_plan(event)  # first: whose offer has run out may sign up again
    check_addresses(event, applicants)
    waiting_room = 0 if event.has_begun else max(0, event.waiting_list_cap - plan.waiting)
    states = _states_for(applicants, plan, waiting_room, overbook)
    rows = [
        new_row(event, applicant, state, source=source, by=by, is_overbooked=beyond)
        for applicant, (state, beyond) in zip(applicants, states, strict=True)
    ]
    save_rows(event, rows, by, plan)
    waiting = [row for row in rows if row.state == State.WAITING]
    for place, row in enumerate(waiting, start=plan.waiting - len(waiting) + 1):
        row.place_in_list = place
    mails.tell(mails.CONFIRMED, [row for row in rows if row.state == State.CONFIRMED], is_first=True)
    mails.tell(mails.WAITING, waiting, is_first=True)
    return rows


@transaction.atomic
def give_back(*, registration, by=None, force=False):
    """Leaves the list, declines the offer or gives back the seat, and offers what came free.

    `force` is the coordination's, after the last day too. Raises NotLive or TooLate.
    """
    event, registration = _locked(registration)
    former = registration.state
    if former not in State.live():
        raise NotLive
    if not force and not _can_leave(event, registration):
        raise TooLate
    if registration.presence:
        raise TooLate
    end_registration(registration, State.RETURNED)
    record_event("trainings.seat_returned", target=registration, by=by, state=former)
    mails.tell(mails.RETURNED, [registration], former=former)
    fill_up(event)
    return registration


@transaction.atomic
def accept_offer(*, registration, by=None):
    """Makes an offered seat a confirmed one; whoever has confirmed already gets their seat. Raises OfferEnded."""
    event, registration = _locked(registration)
    if registration.state == State.CONFIRMED:
        return registration
    now = timezone.now()
    is_offered = registration.state == State.OFFERED and registration.offered_until > now
    if not is_offered or event.status != EventStatus.PUBLISHED or event.has_begun:
        raise OfferEnded
    registration.state, registration.confirmed_at, registration.offered_until = State.CONFIRMED, now, None
    registration.save(update_fields=["state", "confirmed_at", "offered_until"])
    record_event("trainings.offer_accepted", target=registration, by=by)
    recount(event)
    mails.tell(mails.CONFIRMED, [registration])
    return registration


@transaction.atomic
def substitute(*, registration, applicant, by=None):
    """Hands a confirmed seat to somebody of the same house, who counts for the same actor group.

    Returns the new Registration. Raises NotLive, TooLate, OtherOrganisation or AlreadyRegistered.
    """
    (applicant,), by = hold([applicant], by)
    event, registration = _locked(registration)
    if registration.state != State.CONFIRMED:
        raise NotLive
    if not event.can_give_back or registration.presence:
        raise TooLate
    if not _is_of_the_house(registration, applicant):
        raise OtherOrganisation
    check_addresses(event, [applicant])
    end_registration(registration, State.REPLACED)
    row = new_row(event, applicant, State.CONFIRMED, source=RegistrationSource.SUBSTITUTE)
    for name in ("actor_category_id", "organisation_id", "organisation_name", "booked_by_id", "is_overbooked"):
        setattr(row, name, getattr(registration, name))
    row.replaces = registration
    save_rows(event, [row], by)
    record_event("trainings.seat_replaced", target=registration, by=by, by_registration=row.pk)
    mails.tell(mails.REPLACED, [registration])
    mails.tell(mails.SUBSTITUTE, [row])
    return row


def _check_open(event, force):
    """Raises SignUpClosed; the coordination may add people from the publication on until the end of time."""
    is_forceable = event.status in (EventStatus.PUBLISHED, EventStatus.HELD) and not event.is_external
    if not event.is_open and not (force and is_forceable):
        raise SignUpClosed(event)


def _states_for(applicants, plan, waiting_room, overbook):
    """[(state, whether it goes beyond the maximum)] in order, counted in `plan`; raises NoRoomLeft unless all find
    room.
    """
    states = []
    for applicant in applicants:
        fits = plan.fits(applicant.actor_category.pk)
        if fits or overbook:
            plan.take(applicant.actor_category.pk)
            states.append((State.CONFIRMED, not fits))
        elif waiting_room:
            waiting_room -= 1
            plan.waiting += 1
            states.append((State.WAITING, False))
        else:
            states.append(None)
    if None in states:
        raise NoRoomLeft(len(states) - states.count(None))
    return states


def _locked(registration):
    """(event, registration), both locked, the event first."""
    event = lock_event(registration.event_id)
    registration = Registration.objects.select_for_update(of=["self"]).get(pk=registration.pk)
    registration.event = event
    return event, registration


def _can_leave(event, registration):
    """A list or an offer until the beginning, a seat until its last day."""
    if registration.state == State.CONFIRMED:
        return event.can_give_back and not event.has_begun
    return event.status == EventStatus.PUBLISHED and not event.has_begun


def _is_of_the_house(registration, applicant):
    """Whether nothing speaks against it: who names no other house comes from the same."""
    if applicant.organisation is not None and registration.organisation_id is not None:
        return applicant.organisation.pk == registration.organisation_id
    named = applicant.organisation.name if applicant.organisation else applicant.organisation_name
    return not named or _plain(named) == _plain(registration.organisation_name)


def _plain(name):
    return " ".join(name.casefold().split())
