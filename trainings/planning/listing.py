"""What the coordination's pages show: the list, the year, one event."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from trainings.enums import EventStatus
from trainings.models import Session, TrainingEvent
from trainings.planning.forms.verbs import AHEAD, TO_ENTER


def listed_events(user, wanted):
    """Events `user` plans or may see, filtered by `wanted` (the form's cleaned data): undated first, then the newest."""
    found = TrainingEvent.objects.planned_by(user)
    if wanted.get("suche"):
        words = Q(title__icontains=wanted["suche"]) | Q(lead__icontains=wanted["suche"])
        found = found.filter(words | Q(speakers__icontains=wanted["suche"]) | Q(place__icontains=wanted["suche"]))
    if wanted.get("jahr"):
        found = found.filter(starts_at__year=wanted["jahr"])
    if wanted.get("jugendamt"):
        found = found.filter(youth_welfare_office=wanted["jugendamt"])
    if wanted.get("thema"):
        found = found.filter(topics=wanted["thema"])
    found = _in_state(found, wanted.get("stand"))
    return found.select_related("youth_welfare_office").order_by(F("starts_at").desc(nulls_first=True), "-pk")


def years_with_events(user):
    """Years of the events `user` sees, and this one and the next, newest first. One query."""
    found = TrainingEvent.objects.planned_by(user).exclude(starts_at=None).order_by()
    this = timezone.localdate().year
    return sorted({day.year for day in found.dates("starts_at", "year")} | {this, this + 1}, reverse=True)


@dataclass(frozen=True)
class MonthRow:
    """An event in a month: `days` are the days of its sessions there."""

    event: TrainingEvent
    days: list


def months_of(user, year):
    """Twelve pairs (first day, [MonthRow]); an event stands in each month in which it has a session. One query."""
    sessions = Session.objects.filter(starts_at__year=year, event__in=TrainingEvent.objects.planned_by(user))
    found = defaultdict(dict)
    for session in sessions.select_related("event__youth_welfare_office").order_by("starts_at", "pk"):
        day = timezone.localdate(session.starts_at)
        row = found[day.month].setdefault(session.event_id, MonthRow(session.event, []))
        if day not in row.days:
            row.days.append(day)
    return [(date(year, month, 1), list(found[month].values())) for month in range(1, 13)]


def _in_state(found, state):
    now = timezone.now()
    if state == AHEAD:
        return found.upcoming(now)
    if state == TO_ENTER:
        return found.to_enter(now)
    return found.filter(status=state) if state else found
