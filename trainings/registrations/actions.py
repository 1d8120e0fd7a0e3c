"""Seats and the waiting list, exact under any number of parallel requests.

Everything here first locks the row of the event, then those of its registrations: so there is one order of everybody,
the `number`. A seat that comes free is offered to the first of the waiting list whom it fits: whoever no seat fits,
because those left are reserved for another actor group, keeps their place while others behind them get one. `fill_up`
brings an event to that state; as every sign-up runs it first, nobody new overtakes somebody waiting.
"""

import logging
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from members.models import ActorCategory, Organisation, Person, User
from netzwerk.audit import record_event, record_events
from netzwerk.mail.addresses import readable_address
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import (
    AlreadyRegistered,
    NoRoomLeft,
    NotLive,
    OfferEnded,
    OtherOrganisation,
    Registration,
    SignUpClosed,
    TooLate,
    TrainingEvent,
)
from trainings.registrations import mails
from trainings.seats import recount, seat_plan

logger = logging.getLogger(__name__)

LAST_CALL = timedelta(hours=2)  # an offer ends so long before the event: people have a way to go
SHORTEST_OFFER = timedelta(hours=1)  # what is left shorter than this lasts until the beginning
State = RegistrationState


@dataclass(frozen=True)
class Applicant:
    """One person to be signed up."""

    first_name: str
    last_name: str
    email: str
    actor_category: ActorCategory
    organisation_name: str = ""
    organisation: Organisation | None = None
    needs: str = ""
    user: User | None = None
    person: Person | None = None


def lock_event(pk):
    """The event, locked until the end of the transaction: the first lock of whoever changes its registrations."""
    return TrainingEvent.objects.select_for_update(of=["self"]).select_related("municipality").get(pk=pk)


@transaction.atomic
def register(*, event, applicants, source, by=None, overbook=False, force=False):
    """Signs up all `applicants` or none: a seat where one fits, otherwise the waiting list. Returns the Registrations.

    `force` ignores the window, `overbook` gives seats beyond the maximum on purpose; both are the coordination's.
    Raises SignUpClosed, AlreadyRegistered or NoRoomLeft.
    """
    event = lock_event(event.pk)
    _check_open(event, force)
    applicants = [_known(applicant) for applicant in applicants]
    _check_addresses(event, applicants)
    fill_up(event)
    states = _states_for(event, applicants, overbook)
    rows = [
        _row(event, applicant, state, source=source, by=by, is_overbooked=beyond)
        for applicant, (state, beyond) in zip(applicants, states, strict=True)
    ]
    _save_rows(event, rows, by)
    recount(event)
    for state, name in ((State.CONFIRMED, mails.CONFIRMED), (State.WAITING, mails.WAITING)):
        mails.tell(name, [row for row in rows if row.state == state])
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
    _end(registration, State.RETURNED)
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
    event, registration = _locked(registration)
    if registration.state != State.CONFIRMED:
        raise NotLive
    if not event.can_give_back or registration.presence:
        raise TooLate
    if not _is_of_the_house(registration, applicant):
        raise OtherOrganisation
    applicant = _known(applicant)
    _check_addresses(event, [applicant])
    _end(registration, State.REPLACED)
    row = _row(event, applicant, State.CONFIRMED, source=RegistrationSource.SUBSTITUTE)
    for name in ("actor_category_id", "organisation_id", "organisation_name", "booked_by_id", "is_overbooked"):
        setattr(row, name, getattr(registration, name))
    row.replaces = registration
    _save_rows(event, [row], by)
    record_event("trainings.seat_replaced", target=registration, by=by, by_registration=row.pk)
    recount(event)
    mails.tell(mails.REPLACED, [registration])
    mails.tell(mails.SUBSTITUTE, [row])
    return row


def fill_up(event):
    """Offers free seats in the order of the list, respecting reservations, after outdated offers have ended; recounts.

    The caller holds the event's lock. Returns the Registrations that were offered a seat.
    """
    if event.status != EventStatus.PUBLISHED or event.is_external:
        recount(event)
        return []
    now = timezone.now()
    _end_outdated_offers(event, now)
    offered = [] if event.has_begun else _offer_free_seats(event, now)
    recount(event)
    return offered


def expire_offers(now=None):
    """Ends outdated offers and fills up, also where a reservation was released; runs by the clock.

    Each event has its own transaction: a second run finds nothing to do, and one event that fails holds up no other.
    """
    now = now or timezone.now()
    waiting = Q(registrations__state=State.WAITING, starts_at__gt=now)
    outdated = Q(registrations__state=State.OFFERED, registrations__offered_until__lte=now)
    events = TrainingEvent.objects.filter(waiting | outdated, status=EventStatus.PUBLISHED, is_external=False)
    for pk in events.order_by("pk").values_list("pk", flat=True).distinct():
        try:
            with transaction.atomic():
                fill_up(lock_event(pk))
        except Exception:
            logger.exception("seats not filled up", extra={"event": pk})


def delete_needs(now=None):
    """Forgets what people needed once the event is over or does not take place (Art. 9 DSGVO); returns how many."""
    over = Q(event__ends_at__lte=now or timezone.now()) | Q(event__status=EventStatus.CANCELLED)
    return Registration.objects.filter(over).exclude(needs="").update(needs="")


def offer_ends_at(event, now):
    """When an offer made now ends: after the event's hours, at the latest two hours before it begins.

    Where less than an hour would be left, it lasts until the beginning.
    """
    last = event.starts_at - LAST_CALL
    if last - now < SHORTEST_OFFER:
        last = event.starts_at
    return min(now + timedelta(hours=event.offer_hours), last)


def _check_open(event, force):
    """Raises SignUpClosed; the coordination may add people from the publication on until the end of time."""
    is_forceable = event.status in (EventStatus.PUBLISHED, EventStatus.HELD) and not event.is_external
    if not event.is_open and not (force and is_forceable):
        raise SignUpClosed(event)


def _known(applicant):
    """`applicant` with a plain address and, where nobody said so, the person of the network who has it."""
    email = readable_address(applicant.email) if applicant.email else ""
    person = applicant.person or getattr(applicant.user, "person", None)
    if person is None and email:
        person = Person.objects.filter(email__iexact=email).first()
    return replace(applicant, email=email, person=person)


def _check_addresses(event, applicants):
    """Raises AlreadyRegistered for an address or person twice among them or live at the event."""
    emails, people = set(), set()
    for applicant in applicants:
        if (applicant.email and applicant.email in emails) or (applicant.person and applicant.person.pk in people):
            raise AlreadyRegistered(applicant.email)
        emails.add(applicant.email)
        people.add(applicant.person.pk if applicant.person else None)
    live = event.registrations.live().annotate(address=Lower("email"))
    same = Q(address__in=emails - {""}) | Q(person__in=people - {None})
    found = live.filter(same).order_by("number").first()
    if found is None:
        return
    for applicant in applicants:
        if applicant.email == found.address or (applicant.person and applicant.person.pk == found.person_id):
            raise AlreadyRegistered(applicant.email)


def _states_for(event, applicants, overbook):
    """[(state, whether it goes beyond the maximum)] in order; raises NoRoomLeft unless all find room."""
    plan = seat_plan(event)
    waiting_room = 0 if event.has_begun else max(0, event.waiting_list_cap - event.waiting_count)
    states = []
    for applicant in applicants:
        fits = plan.fits(applicant.actor_category.pk)
        if fits or overbook:
            plan.take(applicant.actor_category.pk)
            states.append((State.CONFIRMED, not fits))
        elif waiting_room:
            waiting_room -= 1
            states.append((State.WAITING, False))
        else:
            states.append(None)
    if None in states:
        raise NoRoomLeft(len(states) - states.count(None))
    return states


def _row(event, applicant, state, *, source, by=None, is_overbooked=False):
    """An unsaved registration; whoever books for others sees them among their own."""
    is_own = applicant.user is not None and applicant.user == by
    if source == RegistrationSource.COLLEAGUE and is_own:
        source = RegistrationSource.SELF
    house = applicant.organisation
    return Registration(
        event=event,
        state=state,
        source=source,
        first_name=applicant.first_name,
        last_name=applicant.last_name,
        email=applicant.email,
        organisation=house,
        organisation_name=applicant.organisation_name or (house.name if house else ""),
        actor_category=applicant.actor_category,
        person=applicant.person,
        user=applicant.user,
        booked_by=by if source == RegistrationSource.COLLEAGUE else None,
        needs=applicant.needs,
        is_overbooked=is_overbooked,
        confirmed_at=timezone.now() if state == State.CONFIRMED else None,
    )


def _save_rows(event, rows, by):
    """Numbers and saves new rows. Raises AlreadyRegistered where somebody wrote past the lock."""
    for number, row in enumerate(rows, start=event.last_number + 1):
        row.number = number
    event.last_number += len(rows)
    event.save(update_fields=["last_number"])
    try:
        with transaction.atomic():
            Registration.objects.bulk_create(rows)
    except IntegrityError as error:
        if "registration_once_" not in str(error):
            raise
        raise AlreadyRegistered(rows[0].email) from None
    for row in rows:
        record_event("trainings.registered", target=row, by=by, event=event.pk, state=row.state, source=row.source)


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


def _end(registration, state):
    """Ends it; what somebody needs nobody has to know any more."""
    registration.state, registration.ended_at = state, timezone.now()
    registration.needs, registration.offered_until = "", None
    registration.save(update_fields=["state", "ended_at", "needs", "offered_until"])


def _end_outdated_offers(event, now):
    rows = list(event.registrations.outdated_offers(now).select_for_update(of=["self"]).order_by("number"))
    for row in rows:
        row.event = event
        _end(row, State.EXPIRED)
    if rows:
        record_events("trainings.offer_expired", targets=rows)
        mails.tell(mails.EXPIRED, rows)


def _offer_free_seats(event, now):
    plan = seat_plan(event)
    if plan.taken_count >= plan.maximum:
        return []
    chosen = []
    for pk, category in event.registrations.waiting().values_list("pk", "actor_category"):
        if plan.fits(category):
            plan.take(category)
            chosen.append(pk)
    if not chosen:
        return []
    rows = list(Registration.objects.select_for_update(of=["self"]).filter(pk__in=chosen).order_by("number"))
    for row in rows:
        row.event, row.state, row.offered_until = event, State.OFFERED, offer_ends_at(event, now)
    Registration.objects.bulk_update(rows, ["state", "offered_until"])
    record_events("trainings.seat_offered", targets=rows)
    mails.tell(mails.OFFERED, rows)
    return rows


def _is_of_the_house(registration, applicant):
    """Whether nothing speaks against it: who names no other house comes from the same."""
    if applicant.organisation is not None and registration.organisation_id is not None:
        return applicant.organisation.pk == registration.organisation_id
    named = applicant.organisation.name if applicant.organisation else applicant.organisation_name
    return not named or _plain(named) == _plain(registration.organisation_name)


def _plain(name):
    return " ".join(name.casefold().split())
