"""What counts for § 9 Abs. 5 and why the rest does not (domain.md 1.4)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.factories import make_category, make_office, make_topic, make_training
from trainings.counting import count_by_office, count_of_year, obstacles, with_what_counts
from trainings.enums import EventStatus
from trainings.models import TrainingEvent

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Berlin")
HELD = EventStatus.HELD


def at(year, month, day, hour=9):
    return datetime(year, month, day, hour, tzinfo=ZONE)


def mandate():
    return make_topic(is_mandate=True)


def held(**fields):
    fields = {"starts_at": at(2026, 5, 12), "status": HELD, "topics": [mandate()]} | fields
    return make_training(**fields)


# name: (fields of the event, the reason in German; "" where it counts in 2026)
CASES = {
    "held, open to all": (lambda: {}, ""),
    "held, open to two groups": (lambda: {"target_categories": [make_category(), make_category()]}, ""),
    "external": (lambda: {"is_external": True, "organiser": "Land"}, ""),
    "several topics, one of them of the mandate": (lambda: {"topics": [mandate(), mandate(), make_topic()]}, ""),
    "cancelled": (lambda: {"status": EventStatus.CANCELLED}, "Abgesagt."),
    "planned": (
        lambda: {"status": EventStatus.PUBLISHED, "starts_at": at(2026, 12, 30)},
        "Noch nicht durchgeführt.",
    ),
    "over, nobody said so": (
        lambda: {"status": EventStatus.PUBLISHED},
        "Noch nicht als durchgeführt eingetragen.",
    ),
    "draft": (lambda: {"status": EventStatus.DRAFT}, "Noch ein Entwurf."),
    "only one group": (lambda: {"target_categories": [make_category()]}, "Nur für eine Akteursgruppe offen."),
    "no topic of the mandate": (lambda: {"topics": [make_topic()]}, "Kein Thema des Schutzauftrags."),
    "no topic at all": (lambda: {"topics": []}, "Kein Thema des Schutzauftrags."),
    "not marked": (
        lambda: {"is_qualification_offer": False},
        "Nicht als Qualifizierungsangebot nach § 9 Abs. 5 gekennzeichnet.",
    ),
    "two reasons": (
        lambda: {"topics": [], "target_categories": [make_category()]},
        "Nur für eine Akteursgruppe offen. Kein Thema des Schutzauftrags.",
    ),
    "last evening of the year": (lambda: {"starts_at": at(2026, 12, 31, 20), "hours": 2}, ""),
    "first minute of the year": (lambda: {"starts_at": at(2026, 1, 1, 0)}, ""),
    "over New Year, begun before": (
        lambda: {"starts_at": at(2025, 12, 31, 22), "hours": 4},
        "Hat 2025 begonnen und zählt dort.",
    ),
    "over New Year, begun here": (lambda: {"starts_at": at(2026, 12, 31, 22), "hours": 4}, ""),
}


@pytest.mark.parametrize("name", CASES)
def test_what_counts_and_why_not(name, time_machine_at):
    fields, reason = CASES[name]
    event = held(**fields())

    found = count_of_year(2026)

    assert (found.counted, found.others) == (([], [(event, reason)]) if reason else ([event], []))
    assert set(TrainingEvent.objects.counting(2026)) == set(found.counted), "the queryset says the same"


@pytest.fixture
def time_machine_at(monkeypatch):
    """It is the middle of December 2026."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at(2026, 12, 15))


def test_year_without_events_has_nothing():
    found = count_of_year(2024)

    assert (found.count, found.target, found.is_reached, found.warning) == (0, 3, False, "")


def test_event_over_new_year_counts_in_one_year_only():
    event = held(starts_at=at(2025, 12, 31, 22), hours=4)

    assert [count_of_year(year).counted for year in (2025, 2026)] == [[event], []]


def test_target_is_a_setting(settings):
    settings.TRAININGS_A_YEAR = 4

    assert count_of_year(2026).target == 4


def test_count_is_the_networks_and_visible_per_jugendamt():
    one, other = make_office(name="Amt A"), make_office(name="Amt B")
    own, shared, foreign = held(youth_welfare_office=one), held(), held(youth_welfare_office=other)

    assert set(count_of_year(2026).counted) == {own, shared, foreign}
    assert set(count_of_year(2026, one).counted) == {own, shared}
    found = {office.name: (mine, common) for office, mine, common in count_by_office(2026)}
    assert found["Amt A"] == found["Amt B"] == (1, 1)


WARNED = "Mit dem Geplanten werden es 2026 nur {n} von 3 Qualifizierungsangeboten. "


@pytest.mark.parametrize(
    ("held_count", "planned_count", "today", "text", "is_urgent"),
    [
        (3, 0, date(2026, 11, 2), "", False),
        (2, 1, date(2026, 11, 2), "", False),
        (1, 1, date(2026, 11, 22), "Planen und veröffentlichen Sie 1 weiteres Angebot, das zählt.", True),
        (0, 0, date(2026, 2, 1), "Planen und veröffentlichen Sie 3 weitere Angebote, die zählen.", False),
        (1, 0, date(2026, 12, 30), "Bis Jahresende bleibt 1 Tag.", True),
        (0, 0, date(2027, 1, 5), "", False),  # the year is over
    ],
)
def test_warning_when_the_year_cannot_reach_its_goal(
    held_count, planned_count, today, text, is_urgent, time_machine_at
):
    for _ in range(held_count):
        held()
    for _ in range(planned_count):
        held(status=EventStatus.PUBLISHED, starts_at=at(2026, 12, 28))
    held(status=EventStatus.PUBLISHED, starts_at=at(2026, 12, 29), topics=[])  # would not count
    held(status=EventStatus.DRAFT, starts_at=at(2026, 12, 29))  # nobody has promised it

    found = count_of_year(2026, today=today)

    assert (text in found.warning, bool(found.warning), found.is_urgent) == (True, bool(text), is_urgent)


def test_warning_says_how_many_days_are_left():
    found = count_of_year(2026, today=date(2026, 11, 22))

    assert found.warning.startswith(WARNED.format(n=0))
    assert found.warning.endswith("Bis Jahresende bleiben 39 Tage.")


def test_segments_show_held_planned_and_open(time_machine_at):
    done, planned = held(), held(status=EventStatus.PUBLISHED, starts_at=at(2026, 12, 28))

    assert count_of_year(2026).segments == [done, planned, None]


def test_obstacles_do_not_ask_for_the_state():
    held(title="A", status=EventStatus.DRAFT)
    held(title="B", status=EventStatus.DRAFT, topics=[])

    found = {event.title: obstacles(event) for event in with_what_counts(TrainingEvent.objects.all())}

    assert found == {"A": [], "B": ["Kein Thema des Schutzauftrags."]}


@pytest.mark.parametrize("count", [1, 3])
def test_counting_costs_one_query(count, django_assert_num_queries):
    for _ in range(count):
        held(target_categories=[make_category(), make_category()])

    with django_assert_num_queries(1):
        found = count_of_year(2026)
        assert [str(event.youth_welfare_office) for event in found.counted] == ["None"] * count
