"""How many seats are free, and for whom: the one count that sign-ups, offers and the coordination go through.

A reservation keeps seats for an actor group until its release date. Who of the group comes takes a reserved seat
first, then one of those for everybody. So the seats for everybody are those not reserved, less all that others, and
groups beyond their reservation, have taken. All is derived from the rows; nothing says which seat somebody has.
"""

from dataclasses import dataclass, field

from django.db.models import BigIntegerField, Count, DateField, Value
from django.utils import timezone

from netzwerk.prepared import Prepared, Slot
from trainings.enums import RegistrationState
from trainings.models import Registration, SeatReservation

RESERVED = "reserved"  # beside the states of registrations


@dataclass
class SeatPlan:
    """`reserved` and `taken` are {actor category's id: seats}; released reservations are left out.

    `waiting`: people on the waiting list; `has_offers`: whether one of the seats taken waits for an answer.
    """

    maximum: int
    reserved: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)
    waiting: int = 0
    has_offers: bool = False

    @property
    def taken_count(self):
        return sum(self.taken.values())

    @property
    def open_seats(self):
        """Seats free for everybody; never below 0, even where it was overbooked."""
        beyond = sum(max(0, seats - self.reserved.get(key, 0)) for key, seats in self.taken.items())
        return max(0, self.maximum - sum(self.reserved.values()) - beyond)

    def free_for(self, category_id):
        """Seats somebody of this group could take now."""
        own = max(0, self.reserved.get(category_id, 0) - self.taken.get(category_id, 0))
        return min(own + self.open_seats, max(0, self.maximum - self.taken_count))

    def fits(self, category_id):
        """Whether one more of this group gets a seat."""
        return self.free_for(category_id) > 0

    def take(self, category_id):
        """Counts one more of this group."""
        self.taken[category_id] = self.taken.get(category_id, 0) + 1


@Prepared
def _numbers():
    """(actor category's id, state, registrations) of the live ones of `event`, and what is reserved on the day `on`."""
    event, on = Slot("event", BigIntegerField()), Slot("on", DateField())
    live = Registration.objects.live().filter(event=event).order_by()
    reserved = SeatReservation.objects.filter(event=event, release_on__gt=on).order_by()
    counts = live.values_list("actor_category", "state").annotate(number=Count("pk"))
    kept = reserved.annotate(state=Value(RESERVED)).values_list("actor_category", "state", "seats")
    return counts.union(kept, all=True)


def seat_plan(event, on=None):
    """The SeatPlan of `event` on the day `on` (today), in one query; the caller who writes holds the event's lock."""
    plan = SeatPlan(event.maximum)
    for category, state, number in _numbers(event=event.pk, on=on or timezone.localdate()):
        if state == RESERVED:
            plan.reserved[category] = number
        elif state == RegistrationState.WAITING:
            plan.waiting += number
        else:
            plan.taken[category] = plan.taken.get(category, 0) + number
            plan.has_offers |= state == RegistrationState.OFFERED
    return plan


def recount(event, plan=None, *, also=()):
    """Writes the event's counts from its registrations; the caller holds its lock. Returns the SeatPlan.

    `plan` saves its query where the caller has kept it up to date; `also` names fields that go with them.

    Public pages show these counts, so they are dropped only where one changed.
    """
    plan = plan or seat_plan(event)
    counts = {"taken_count": plan.taken_count, "waiting_count": plan.waiting, "open_seats": plan.open_seats}
    changed = [name for name, value in counts.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, counts[name])
    if changed or also:
        event.save(update_fields=[*changed, *also])
    return plan
