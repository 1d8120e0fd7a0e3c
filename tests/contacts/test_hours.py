"""Whom one calls, at the minute of change, on holidays, closed days and both days of the clock change."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from netzwerk.hours import holiday_name
from reporting_paths.contacts.hours import ContactBook, reachable
from reporting_paths.contacts.models import ContactPoint, WeeklyHours
from tests.contacts.makers import OFFICE_HOURS, at, make_closure, make_contact, make_on_call
from tests.factories import make_office, make_town

pytestmark = pytest.mark.django_db


@pytest.fixture
def town():
    return make_town()


@pytest.fixture
def office(town):
    return town.youth_welfare_office


@pytest.fixture
def asd(office):
    return make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, name="Sozialer Dienst")


@pytest.fixture
def on_call(office):
    return make_on_call(office)


@pytest.mark.parametrize(
    ("moment", "is_open", "changes_at"),
    [
        (at(2026, 11, 26, 8, 29), False, at(2026, 11, 26, 8, 30)),
        (at(2026, 11, 26, 8, 30), True, at(2026, 11, 26, 17)),
        (at(2026, 11, 26, 16, 59), True, at(2026, 11, 26, 17)),
        (at(2026, 11, 26, 17, 0), False, at(2026, 11, 27, 8, 30)),
        (at(2026, 11, 27, 11, 59), True, at(2026, 11, 27, 12)),
        (at(2026, 11, 27, 12, 0), False, at(2026, 11, 30, 8, 30)),
        (at(2026, 11, 29, 23, 0), False, at(2026, 11, 30, 8, 30)),
    ],
)
def test_answer_changes_at_the_minute(town, asd, on_call, moment, is_open, changes_at):
    answer = reachable(town, moment)

    assert (answer.contact, answer.then) == ((asd, on_call) if is_open else (on_call, asd))
    assert answer.is_open is is_open
    assert answer.changes_at == changes_at


def test_closed_office_says_when_it_is_back(town, asd, on_call):
    answer = reachable(town, at(2026, 11, 27, 12))

    assert answer.next_open_text == "wieder erreichbar ab Montag, 30. November 2026, 8:30 Uhr"
    assert answer.reason_text == "außerhalb der Sprechzeiten"
    assert answer.until_text == "bis Montag, 30. November 2026, 8:30 Uhr"


def test_open_office_says_until_when(town, asd, on_call):
    answer = reachable(town, at(2026, 11, 26, 10))

    assert (answer.until_text, answer.next_open_text, answer.reason_text) == ("bis 17 Uhr", "", "")


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 10, 3), "Tag der Deutschen Einheit"),
        (date(2027, 3, 29), "Ostermontag"),
        (date(2027, 5, 27), "Fronleichnam"),
        (date(2027, 11, 1), "Allerheiligen"),
        (date(2026, 12, 24), ""),
        (date(2025, 10, 31), ""),
        (date(2027, 1, 6), ""),
    ],
)
def test_holidays_are_those_of_nrw(day, name):
    assert holiday_name(day) == name


@pytest.mark.parametrize(
    ("moment", "reason", "next_open_at"),
    [
        (at(2025, 10, 3, 10), "Tag der Deutschen Einheit", at(2025, 10, 6, 8, 30)),
        (at(2027, 3, 29, 10), "Ostermontag", at(2027, 3, 30, 8, 30)),
    ],
)
def test_holiday_is_answered_by_on_call(town, asd, on_call, moment, reason, next_open_at):
    answer = reachable(town, moment)

    assert (answer.contact, answer.reason, answer.next_open_at) == (on_call, reason, next_open_at)


def test_contact_open_on_holidays_answers(town, office, on_call):
    contact = make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, closed_on_holidays=False)

    assert reachable(town, at(2027, 3, 29, 10)).contact == contact


def test_24_december_is_a_working_day_without_a_closure(town, asd, on_call):
    assert reachable(town, at(2026, 12, 24, 10)).contact == asd


@pytest.mark.parametrize("owner", ["contact", "youth_welfare_office", None])
def test_yearly_closure_over_the_new_year(town, office, asd, on_call, owner):
    owners = {"contact": {"contact": asd}, "youth_welfare_office": {"youth_welfare_office": office}, None: {}}
    make_closure(starts_on=date(2000, 12, 24), ends_on=date(2001, 1, 1), is_yearly=True, **owners[owner])

    answer = reachable(town, at(2026, 12, 24, 10))

    assert (answer.contact, answer.reason) == (on_call, "Betriebsferien")
    assert answer.next_open_text == "wieder erreichbar ab Montag, 4. Januar 2027, 8:30 Uhr"
    assert reachable(town, at(2026, 12, 23, 10)).contact == asd
    assert reachable(town, at(2029, 12, 31, 10)).contact == on_call
    assert reachable(town, at(2030, 1, 2, 10)).contact == asd


def test_closure_of_another_office_changes_nothing(town, asd, on_call):
    make_closure(youth_welfare_office=make_office(), starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 26))

    assert reachable(town, at(2026, 11, 26, 10)).contact == asd


def test_closed_for_a_single_day(town, asd, on_call):
    make_closure(contact=asd, starts_on=date(2026, 11, 26), ends_on=date(2026, 11, 26), reason="Fachtag")

    assert reachable(town, at(2026, 11, 26, 10)).reason_text == "Fachtag"
    assert reachable(town, at(2026, 11, 26, 10)).next_open_at == at(2026, 11, 27, 8, 30)


def test_hours_that_start_in_the_missing_hour_start_at_the_change(town, office, on_call):
    contact = make_contact(youth_welfare_office=office, hours={6: [("2:30", "6:00")]})
    change = datetime(2027, 3, 28, 1, tzinfo=UTC)  # 2:00 becomes 3:00

    assert reachable(town, at(2027, 3, 28, 1, 59)).changes_at == change
    assert reachable(town, change).contact == contact
    assert reachable(town, change).until_text == "bis 6 Uhr"


def test_hours_inside_the_missing_hour_do_not_happen(town, office, on_call):
    contact = make_contact(youth_welfare_office=office, hours={6: [("2:10", "2:50")]})

    answer = reachable(town, at(2027, 3, 28, 1, 59))

    assert (answer.contact, answer.then) == (on_call, contact)
    assert answer.changes_at == at(2027, 4, 4, 2, 10)


def test_doubled_hour_is_counted_once(town, office, on_call):
    contact = make_contact(youth_welfare_office=office, hours={6: [("2:30", "2:45")]})

    assert reachable(town, at(2026, 10, 25, 2, 30)).contact == contact
    assert reachable(town, at(2026, 10, 25, 2, 30, fold=1)).contact == on_call


@pytest.mark.parametrize("day", [at(2026, 10, 26, 8, 30), at(2027, 3, 30, 8, 30)])
def test_office_opens_by_the_wall_clock_after_the_change(town, asd, on_call, day):
    assert reachable(town, day).contact == asd
    assert reachable(town, day.replace(hour=8, minute=29)).contact == on_call


def test_lunch_break_is_answered_by_the_substitute(town, office):
    desk = make_contact(youth_welfare_office=office, kind="other", is_always_open=True)
    contact = make_contact(
        youth_welfare_office=office, hours={3: [("8:00", "12:00"), ("13:00", "16:00")]}, fallback=desk
    )

    answer = reachable(town, at(2026, 11, 26, 12, 30))

    assert (answer.contact, answer.then, answer.until_text) == (desk, contact, "bis 13 Uhr")


def test_closed_substitute_hands_on_to_on_call(town, office, on_call):
    desk = make_contact(youth_welfare_office=office, kind="other", hours={3: [("12:00", "18:00")]})
    make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, fallback=desk)

    assert reachable(town, at(2026, 11, 26, 17, 30)).contact == desk
    assert reachable(town, at(2026, 11, 26, 18)).contact == on_call


def test_contact_of_the_town_comes_before_that_of_the_office(town, office, asd, on_call):
    other_town = make_town(youth_welfare_office=office)
    local = make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, towns=[town], sort=9)

    assert reachable(town, at(2026, 11, 26, 10)).contact == local
    assert reachable(other_town, at(2026, 11, 26, 10)).contact == asd


def test_closed_office_names_the_contact_that_opens_first(town, office, asd, on_call):
    early = make_contact(youth_welfare_office=office, hours={0: [("7:00", "8:00")]}, sort=9)

    answer = reachable(town, at(2026, 11, 28, 10))

    assert (answer.daytime, answer.next_open_at) == (early, at(2026, 11, 30, 7))


def test_nobody_on_call_leaves_the_answer_open(town, asd):
    answer = reachable(town, at(2026, 11, 28, 10))

    assert (answer.contact, answer.then, answer.next_open_at) == (None, asd, at(2026, 11, 30, 8, 30))


def test_town_outside_the_network_has_nobody(asd, on_call):
    answer = reachable(make_town(youth_welfare_office=None), at(2026, 11, 26, 10))

    assert (answer.contact, answer.daytime, answer.changes_at) == (None, None, None)


def test_page_with_the_answer_ends_at_midnight_at_the_latest(town, asd, on_call):
    assert reachable(town, at(2026, 11, 26, 10)).valid_until == at(2026, 11, 26, 17)
    assert reachable(town, at(2026, 11, 27, 20)).valid_until == at(2026, 11, 28, 0)


def test_moment_without_zone_is_refused(town):
    with pytest.raises(ValueError, match="aware"):
        reachable(town, datetime(2026, 11, 26, 10))


@pytest.mark.parametrize("count", [1, 3])
def test_book_is_read_with_two_queries(django_assert_num_queries, count):
    towns = [make_town() for _ in range(count)]
    for town in towns:
        make_contact(youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS, towns=[town])

    with django_assert_num_queries(2):
        book = ContactBook.load()
        texts = {reachable(town, at(2026, 11, 26, 10), book).contact.hours_text for town in towns}

    assert texts == {"Mo–Do 8:30–17 Uhr, Fr 8:30–12 Uhr"}


@pytest.mark.parametrize(
    ("hours", "text"),
    [
        ({}, ""),
        ({0: [("8:00", "12:00")], 1: [("8:00", "12:00")]}, "Mo, Di 8–12 Uhr"),
        (
            {0: [("8:00", "12:00"), ("13:30", "16:00")], 2: [("9:00", "10:15")]},
            "Mo 8–12 und 13:30–16 Uhr, Mi 9–10:15 Uhr",
        ),
        ({0: [("9:00", "12:00")], 1: [("9:00", "17:00")], 2: [("9:00", "12:00")]}, "Mo, Mi 9–12 Uhr, Di 9–17 Uhr"),
    ],
)
def test_hours_read_as_german(hours, text):
    assert make_contact(hours=hours).hours_text == text


def test_always_open_reads_as_german(office):
    assert make_on_call(office).hours_text == "rund um die Uhr"


def test_database_refuses_overlapping_hours():
    contact = make_contact(hours={0: [("8:00", "12:00")]})
    row = WeeklyHours(contact=contact, weekday=0, opens="11:59", closes="13:00")

    with pytest.raises(IntegrityError, match="weekly_hours_no_overlap"), transaction.atomic():
        row.save()

    WeeklyHours.objects.create(contact=contact, weekday=0, opens="12:00", closes="13:00")
    WeeklyHours.objects.create(contact=contact, weekday=1, opens="8:00", closes="13:00")
    assert ContactPoint.objects.get().weekly_hours.count() == 3
