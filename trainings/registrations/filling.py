"""Who gets the seats that are free: the first of the waiting list whom one fits.

Whoever no seat fits, because those left are reserved for another actor group, keeps their place while others behind
them get one. `fill_up` brings an event to that state, whatever happened to it before.
"""

import logging
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import BigIntegerField, Q
from django.db.models.functions import Lower
from django.utils import timezone

from netzwerk.audit import record_events
from netzwerk.prepared import Prepared, Slot, columns, from_row
from trainings.enums import EventStatus, RegistrationState
from trainings.models import Registration, TrainingEvent
from trainings.registrations import mails
from trainings.registrations.applicants import end_registration
from trainings.seats import recount, seat_plan

logger = logging.getLogger(__name__)

LAST_CALL = timedelta(hours=2)  # an offer ends so long before the event: people have a way to go
SHORTEST_OFFER = timedelta(hours=1)  # what is left shorter than this lasts until the beginning
State = RegistrationState
EVENT = columns(TrainingEvent)


@Prepared
def _events_to_lock():
    return TrainingEvent.objects.select_for_update().filter(pk=Slot("pk", BigIntegerField())).values_list(*EVENT)


def lock_event(pk):
    """The event, locked until the end of the transaction, before its registrations and after people: members.locks.

    Raises TrainingEvent.DoesNotExist.
    """
    for row in _events_to_lock(pk=pk):
        return from_row(TrainingEvent, EVENT, row)
    raise TrainingEvent.DoesNotExist


def lock_events_of(people, users):
    """All events with a registration of these people or accesses (keys), one after the other; see members.locks."""
    addresses = EmailAddress.objects.filter(user__in=users, verified=True).values(address=Lower("email"))
    rows = Registration.objects.annotate(address=Lower("email"))
    theirs = Q(person__in=people) | Q(user__in=users) | Q(booked_by__in=users) | Q(address__in=addresses)
    events = TrainingEvent.objects.filter(pk__in=rows.filter(theirs).values("event"))
    list(events.select_for_update(of=["self"]).order_by("pk").values_list("pk", flat=True))


def fill_up(event):
    """Offers free seats in the order of the list, respecting reservations, after outdated offers have ended; recounts.

    The caller holds the event's lock. Returns the Registrations that were offered a seat.
    """
    offered, plan = filled_plan(event)
    recount(event, plan)
    return offered


def filled_plan(event):
    """As `fill_up`, but the caller recounts: (Registrations that were offered a seat, SeatPlan as it is then)."""
    now = timezone.now()
    takes_place = event.status == EventStatus.PUBLISHED and not event.is_external
    plan = seat_plan(event)
    if takes_place and plan.has_offers and _end_outdated_offers(event, now):
        plan = seat_plan(event)
    offered = _offer_free_seats(event, plan, now) if takes_place and plan.waiting and not event.has_begun else []
    return offered, plan


def expire_offers(now=None):
    """Ends outdated offers and fills up, also where reserved seats are everybody's by now; runs by the clock.

    Each event has its own transaction: a second run finds nothing to do, and one event that fails holds up no other.
    """
    now = now or timezone.now()
    waiting = Q(registrations__state=State.WAITING, starts_at__gt=now)
    outdated = Q(registrations__state=State.OFFERED, registrations__offered_until__lte=now)
    released = Q(reservations__release_on__lte=timezone.localdate(now), starts_at__gt=now)
    events = TrainingEvent.objects.filter(
        waiting | outdated | released, status=EventStatus.PUBLISHED, is_external=False
    )
    for pk in events.order_by("pk").values_list("pk", flat=True).distinct():
        try:
            with transaction.atomic():
                fill_up(lock_event(pk))
        except Exception:
            logger.exception("seats not filled up", extra={"event": pk})


@transaction.atomic
def delete_needs(now=None):
    """Forgets what people needed once the event is over or does not take place (Art. 9 DSGVO); returns how many.

    What somebody else has locked waits for the next run: this one does not hold up anybody's event.
    """
    over = Q(event__ends_at__lte=now or timezone.now()) | Q(event__status=EventStatus.CANCELLED)
    rows = Registration.objects.filter(over).exclude(needs="").select_for_update(of=["self"], skip_locked=True)
    return Registration.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(needs="")


def offer_ends_at(event, now):
    """When an offer made now ends: after the event's hours, at the latest two hours before it begins.

    Where less than an hour would be left, it lasts until the beginning.
    """
    last = event.starts_at - LAST_CALL
    if last - now < SHORTEST_OFFER:
        last = event.starts_at
    return min(now + timedelta(hours=event.offer_hours), last)


def _end_outdated_offers(event, now):
    rows = list(event.registrations.outdated_offers(now).select_for_update(of=["self"]).order_by("number"))
    for row in rows:
        row.event = event
        end_registration(row, State.EXPIRED)
    if rows:
        record_events("trainings.offer_expired", targets=rows)
        mails.tell(mails.EXPIRED, rows)
    return rows


def _offer_free_seats(event, plan, now):
    if plan.taken_count >= plan.maximum:
        return []
    chosen = []
    for pk, category in event.registrations.waiting().values_list("pk", "actor_category"):
        if plan.fits(category):
            plan.take(category)
            plan.waiting -= 1
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
