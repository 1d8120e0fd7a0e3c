"""Numbers of attendance that stay the same when names are deleted, and who did not come, for coordinators alone."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Count, F, Max, Q, Sum
from django.utils import timezone

from trainings.enums import Presence
from trainings.models import AttendanceCount, Registration

IS_PRESENT, IS_ABSENT = Q(presence=Presence.PRESENT), Q(presence=Presence.ABSENT)


@dataclass(frozen=True)
class Attended:
    """How many of a group were there, and how many stayed away without a word."""

    present: int = 0
    absent: int = 0

    def __add__(self, other):
        return Attended(self.present + other.present, self.absent + other.absent)


def attendance_by_category(event_ids):
    """{event id: {actor category id: Attended}}: names that are still there, and counts of those deleted. Two queries.

    Groups of which nobody was noted are left out.
    """
    found = defaultdict(lambda: defaultdict(Attended))
    for row in [*counted(Registration.objects.filter(event__in=event_ids)), *_kept(event_ids)]:
        number = Attended(row["present"], row["absent"])
        if number != Attended():
            found[row["event"]][row["actor_category"]] += number
    return {event: dict(groups) for event, groups in found.items()}


def present_at(event):
    """How many were there in all, also when their names are deleted."""
    return sum(number.present for number in attendance_by_category([event.pk]).get(event.pk, {}).values())


def counted(registrations):
    """Rows {event, actor_category, present, absent} of `registrations`; one query."""
    groups = registrations.order_by().values("event", "actor_category")
    return groups.annotate(
        present=Count("pk", filter=IS_PRESENT),
        absent=Count("pk", filter=IS_ABSENT),
    )


def last_attended(organisation_ids):
    """{organisation id: the last day of the latest training where somebody of it was}; one query."""
    rows = Registration.objects.filter(organisation__in=organisation_ids, presence=Presence.PRESENT).order_by()
    latest = rows.values("organisation").annotate(at=Max("event__ends_at"))
    return {row["organisation"]: timezone.localdate(row["at"]) for row in latest}


def no_shows(events):
    """Rows {house, absent, excused, seats} of confirmed seats at `events`, most absent first; one query.

    Who did not come is deleted some months after the event, so this reaches no further back.
    """
    rows = Registration.objects.confirmed().filter(event__in=events).exclude(presence="").exclude(first_name="")
    houses = (
        rows.order_by()
        .values(house=F("organisation_name"))
        .annotate(
            absent=Count("pk", filter=IS_ABSENT),
            excused=Count("pk", filter=Q(presence=Presence.EXCUSED)),
            seats=Count("pk"),
        )
    )
    return houses.filter(absent__gt=0).order_by("-absent", "house")


def _kept(event_ids):
    rows = AttendanceCount.objects.filter(event__in=event_ids).order_by()
    return rows.values("event", "actor_category").annotate(present=Sum("present"), absent=Sum("absent"))
