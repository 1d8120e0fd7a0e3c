"""What the pages about attendance show."""

from dataclasses import dataclass

from django.db.models import Count, Q

from trainings.attendance.forms import CHOICES, NEW, OLD, OPEN
from trainings.enums import Presence
from trainings.models import Registration

ORDER = ("last_name", "first_name", "pk")
AT_THE_DOOR = 20
JUST_NOW = 3


@dataclass(frozen=True)
class PresenceRow:
    """A person in the list; `chosen` is the marked state, `is_conflict` where somebody noted another one meanwhile."""

    registration: Registration
    chosen: str
    is_conflict: bool = False

    @property
    def name(self):
        """Of the radio buttons."""
        return f"{NEW}{self.registration.pk}"

    @property
    def old_name(self):
        """Of the hidden field that says what the form had shown."""
        return f"{OLD}{self.registration.pk}"

    @property
    def choices(self):
        """[(value, label, whether it is marked)]."""
        return [(value, label, value == self.chosen) for value, label in CHOICES]


def expected(event):
    """Everybody with a confirmed seat, with what a list shows of them."""
    return event.registrations.confirmed().exclude(first_name="").select_related("actor_category")


def filtered(event, wanted):
    """Those of `expected` that fit the filter (the form's cleaned data)."""
    rows = named_like(expected(event), wanted.get("suche"))
    if wanted.get("gruppe"):
        rows = rows.filter(actor_category=wanted["gruppe"])
    state = wanted.get("stand")
    return rows.filter(presence="" if state == OPEN else state) if state else rows


def named_like(rows, text):
    """Those in whose name or organisation every word of `text` stands; also whoever has it as their code."""
    for word in (text or "").split()[:5]:
        found = Q(last_name__icontains=word) | Q(first_name__icontains=word) | Q(organisation_name__icontains=word)
        rows = rows.filter(found | Q(check_in_code=word.upper()))
    return rows


def totals(event):
    """{"all", "present", "excused", "absent", "substitute", "open"}; one query."""
    counts = {value: Count("pk", filter=Q(presence=value)) for value in Presence.values}
    return event.registrations.confirmed().aggregate(all=Count("pk"), open=Count("pk", filter=Q(presence="")), **counts)


def at_the_door(event, text):
    """(people still to come, whether there are more of them, those who came last); two queries."""
    waiting = named_like(expected(event).exclude(presence=Presence.PRESENT), text).order_by(*ORDER)
    present = expected(event).filter(presence=Presence.PRESENT)
    if text:
        present = named_like(present, text)
    latest = present.exclude(checked_in_at=None).order_by("-checked_in_at", "-pk")[:JUST_NOW]
    found = list(waiting[: AT_THE_DOOR + 1])
    return found[:AT_THE_DOOR], len(found) > AT_THE_DOOR, latest
