"""What the coordination's pages show: the list, the year, one event."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.core.paginator import Page, Paginator
from django.db.models import Count, F, OuterRef, Q, Window
from django.utils import timezone

from members.models import ActorCategory
from trainings.counting import with_what_counts
from trainings.models import Registration, Session, Topic, TrainingEvent
from trainings.planning.forms.verbs import AHEAD, TO_ENTER, UNNOTED

YEAR_OF_THE_ACT = 2022


def listed_events(user, wanted):
    """Events `user` may see, filtered by `wanted` (the form's cleaned data): undated first, then the newest."""
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


def years_to_choose():
    """From the one after next back to the one in which the Act came into force."""
    return range(timezone.localdate().year + 2, YEAR_OF_THE_ACT - 1, -1)


def page_of(rows, number, *, size):
    """Page `number` (text of an address) of the queryset `rows`, with their count, in one query."""
    number = int(number) if (number or "").isascii() and (number or "").isdigit() and len(number) < 7 else 1
    start = max(0, number - 1) * size
    found = list(rows.annotate(row_count=Window(Count("pk")))[start : start + size])
    if not found and start:
        return page_of(rows, "1", size=size)
    paginator = Paginator(found, size)
    paginator.count = found[0].row_count if found else 0
    return Page(found, max(1, number), paginator)


def detailed(events):
    """Adds `topic_names` and `category_names`, and what says whether an event counts."""
    topics = Topic.objects.filter(events=OuterRef("pk")).order_by("name").values("name")
    groups = ActorCategory.objects.filter(training_events=OuterRef("pk")).order_by("sort").values("short_title")
    names = {"topic_names": ArraySubquery(topics), "category_names": ArraySubquery(groups)}
    found = with_what_counts(events).annotate(**names)
    return found.select_related("youth_welfare_office", "course_kind", "municipality")


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
    if state == UNNOTED:
        return found.filter(pk__in=Registration.objects.unnoted(now).order_by().values("event"))
    return found.filter(status=state) if state else found
