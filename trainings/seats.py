"""How many seats are free, and for whom: the one count that sign-ups, offers and the coordination go through.

A reservation keeps seats for an actor group until its release date. Who of the group comes takes a reserved seat
first, then one of those for everybody. So the seats for everybody are those not reserved, less all that others, and
groups beyond their reservation, have taken. All is derived from the rows; nothing says which seat somebody has.
"""

from dataclasses import dataclass, field

from django.db.models import Count
from django.utils import timezone

from trainings.enums import RegistrationState


@dataclass
class SeatPlan:
    """`reserved` and `taken` are {actor category's id: seats}; released reservations are left out."""

    maximum: int
    reserved: dict = field(default_factory=dict)
    taken: dict = field(default_factory=dict)

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


def seat_plan(event, on=None):
    """The SeatPlan of `event` on the day `on` (today), in two queries; the caller who writes holds the event's lock."""
    reservations = event.reservations.filter(release_on__gt=on or timezone.localdate()).order_by()
    taken = event.registrations.seated().order_by().values("actor_category").annotate(seats=Count("pk"))
    return SeatPlan(
        maximum=event.maximum,
        reserved=dict(reservations.values_list("actor_category", "seats")),
        taken={row["actor_category"]: row["seats"] for row in taken},
    )


def recount(event, plan=None):
    """Writes the event's counts from its registrations; the caller holds its lock. Returns the SeatPlan.

    `plan` saves its two queries where the caller has kept it up to date.

    Public pages show these counts, so they are dropped only where one changed.
    """
    plan = plan or seat_plan(event)
    counts = {
        "taken_count": plan.taken_count,
        "waiting_count": event.registrations.filter(state=RegistrationState.WAITING).count(),
        "open_seats": plan.open_seats,
    }
    changed = [name for name, value in counts.items() if getattr(event, name) != value]
    for name in changed:
        setattr(event, name, counts[name])
    if changed:
        event.save(update_fields=changed)
    return plan
