"""Which offers the public list shows, and by what it is narrowed down."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    CharField,
    Count,
    DateField,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONObject, TruncMonth
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import ActorCategory
from netzwerk.models import Municipality
from trainings.dates import place_text, session_text
from trainings.enums import EventStatus
from trainings.models import SeatReservation, Session, Topic, TrainingEvent
from trainings.offers.states import OfferState, offer_state, seats_kept

PAST = "vergangen"
OTHERS_SHOWN = 3
OTHERS_LOOKED_AT = 12
NOT_IN_LISTS = ("description", "contents", "joining_letter")


@dataclass(frozen=True)
class OfferRow:
    """One offer as a list shows it."""

    event: TrainingEvent
    state: OfferState
    when: str
    where: str
    audience: str
    kept: int  # free seats that are reserved, where people may sign up


@dataclass
class FilterChoices:
    """What one can narrow the list by: {kind: [(word in the address, label)]}."""

    options: dict = field(default_factory=lambda: defaultdict(list))


def coming(now):
    """What has not ended yet, cancelled ones among them."""
    return TrainingEvent.objects.public().exclude(status=EventStatus.HELD).filter(ends_at__gt=now)


def gone_by(now):
    """What is over, and was not cancelled; the last one first."""
    over = Q(status=EventStatus.HELD) | Q(ends_at__lte=now, status=EventStatus.PUBLISHED)
    return TrainingEvent.objects.public().filter(over).order_by("-starts_at", "-pk")


def with_list_details(events):
    """Fetches what a row shows: the town, `group_names`, `group_ids` and `session_count`."""
    sessions = Session.objects.filter(event=OuterRef("pk")).order_by().values("event").annotate(n=Count("pk"))
    return (
        events.select_related("municipality")
        .annotate(
            session_count=Coalesce(Subquery(sessions.values("n")), 1),
            group_names=_of_groups("short_title"),
            group_ids=_of_groups("pk"),
        )
        .defer(*NOT_IN_LISTS)
    )


def with_page_details(events):
    """Fetches what the page of one shows: sessions, `group_names`, `topic_names` and `reserved`.

    `reserved`: [{group, seats, release_on as text}] in the order of the groups.
    """
    topics = Topic.objects.filter(events=OuterRef("pk")).order_by("name").values("name")
    reservations = SeatReservation.objects.filter(event=OuterRef("pk")).order_by("actor_category__sort")
    reserved = reservations.values(
        row=JSONObject(group="actor_category__short_title", seats="seats", release_on="release_on")
    )
    return (
        events.select_related("municipality", "course_kind")
        .prefetch_related("sessions")
        .annotate(
            group_names=_of_groups("short_title"), topic_names=ArraySubquery(topics), reserved=ArraySubquery(reserved)
        )
    )


def _of_groups(name):
    groups = ActorCategory.objects.filter(training_events=OuterRef("pk")).order_by("sort")
    return ArraySubquery(groups.values(name))


def offer_rows(events, now=None):
    """An OfferRow for each of `events`, which come from `with_list_details`."""
    return [row_of(event, now) for event in events]


def by_month(rows):
    """[(first day of the month, rows)] in their order."""
    months = groupby(rows, key=lambda row: timezone.localdate(row.event.starts_at).replace(day=1))
    return [(first, list(found)) for first, found in months]


def row_of(event, now=None):
    """The OfferRow of one of them."""
    state = offer_state(event, now)
    kept = seats_kept(event) if state.can_sign_up else 0
    return OfferRow(event, state, when_of(event), place_text(event), audience_of(event), kept)


def when_of(event):
    """The one date of `event`, or its first and how many there are."""
    if event.session_count == 1:
        return session_text(event)
    first = date_format(timezone.localtime(event.starts_at), "l, j. F Y")
    return _("{count} Termine ab {day}").format(count=event.session_count, day=first)


def audience_of(event):
    """The actor groups it is for."""
    return ", ".join(event.group_names) if event.group_names else _("alle Akteursgruppen")


def narrowed(events, chosen):
    """Those of `events` that fit `chosen`, which is {kind: word}."""
    if chosen.get("month"):
        first = parse_date(f"{chosen['month']}-01")
        events = events.filter(starts_at__year=first.year, starts_at__month=first.month)
    if chosen.get("group"):
        # asked for separately, as an offer without groups is for all of them
        named = TrainingEvent.target_categories.through.objects.filter(trainingevent=OuterRef("pk"))
        of_group = named.filter(actorcategory__code=chosen["group"])
        events = events.filter(Exists(of_group) | ~Exists(named))
    if chosen.get("town"):
        events = events.filter(municipality__slug=chosen["town"])
    if chosen.get("topic"):
        events = events.filter(topics=int(chosen["topic"]))
    return events


def filter_choices(events):
    """What the list of `events` can be narrowed by, in one query."""
    months = events.order_by().annotate(first=TruncMonth("starts_at", output_field=DateField()))
    shown = events.order_by().values("pk")
    parts = [
        _choices("month", months, Cast("first", CharField()), Value("", TextField()), Value(0)),
        _choices("group", ActorCategory.objects.filter(is_active=True), "code", "short_title", "sort"),
        _choices("town", Municipality.objects.filter(training_events__in=shown), "slug", "name", Value(0)),
        _choices("topic", Topic.objects.filter(events__in=shown), Cast("pk", CharField()), "name", Value(0)),
    ]
    choices = FilterChoices()
    rows = parts[0].union(*parts[1:]).order_by("part", "place_", "label_", "word_")
    for kind, word, label, _place in rows:
        choices.options[kind].append(_month(word) if kind == "month" else (word, label))
    return choices


def _choices(kind, rows, word, label, place):
    word, label, place = (F(part) if isinstance(part, str) else part for part in (word, label, place))
    return (
        rows.annotate(
            part=Value(kind, CharField()),
            word_=Cast(word, TextField()),
            label_=Cast(label, TextField()),
            place_=Cast(place, IntegerField()),
        )
        .order_by()
        .values_list("part", "word_", "label_", "place_")
    )


def _month(word):
    return word[:7], date_format(parse_date(word[:10]), "F Y")


def other_dates(event, now=None):
    """At most OTHERS_SHOWN coming offers of the same kind of course or topic that take people, as rows."""
    alike = Q(topics__in=event.topics.order_by())
    if event.course_kind_id:
        alike |= Q(course_kind=event.course_kind_id)
    now = now or timezone.now()
    found = coming(now).filter(alike, status=EventStatus.PUBLISHED, starts_at__gt=now).exclude(pk=event.pk).distinct()
    rows = offer_rows(with_list_details(found)[:OTHERS_LOOKED_AT], now)
    return [row for row in rows if row.state.can_sign_up or row.event.is_external][:OTHERS_SHOWN]


def next_offers(count, now=None):
    """Rows of the next `count` offers that take place; one query."""
    now = now or timezone.now()
    found = coming(now).filter(status=EventStatus.PUBLISHED, starts_at__gt=now)
    return offer_rows(with_list_details(found)[:count], now)
