"""How many came to an external event: numbers by group, no names, in the figures of the year."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import make_category, make_office, make_training
from tests.trainings.attendance.makers import make_coordinator, make_past
from trainings.attendance.figures import Attended, attendance_by_category, present_at
from trainings.attendance.numbers import set_numbers
from trainings.attendance.window import PresenceRefused
from trainings.enums import EventStatus
from trainings.models import AttendanceCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools():
    return make_category(short_title="Schulen", sort=1)


@pytest.fixture
def police():
    return make_category(short_title="Polizei", sort=2)


@pytest.fixture
def client(client):
    client.force_login(make_coordinator())
    return client


def external(**fields):
    return make_past(is_external=True, organiser="LVR", **fields)


def address(event):
    return reverse("trainings:attendance-numbers", args=[event.pk])


def send(client, event, *pairs):
    return client.post(address(event), {f"gruppe-{group.pk}": number for group, number in pairs}, follow=True)


def test_numbers_stand_on_the_page_and_in_the_figures(client, schools, police):
    event = external()
    assert "Noch ist keine Zahl eingetragen" in client.get(reverse("trainings:plan-detail", args=[event.pk])).text

    page = send(client, event, (schools, "12"), (police, "")).text

    assert ("12 Personen waren da." in page, "Zahlen ändern" in page) == (True, True)
    assert attendance_by_category([event.pk]) == {event.pk: {schools.pk: Attended(12, 0)}}
    assert present_at(event) == 12


def test_numbers_are_corrected_and_taken_back(client, schools, police):
    event = external()
    send(client, event, (schools, "12"), (police, "3"))
    assert 'value="12"' in client.get(address(event)).text

    send(client, event, (schools, ""), (police, "4"))

    assert list(AttendanceCount.objects.values_list("actor_category", "present")) == [(police.pk, 4)]


def test_group_out_of_use_keeps_its_number(client, schools, police):
    event = external()
    send(client, event, (schools, "12"))
    schools.is_active = False
    schools.save()

    page = client.get(address(event)).text

    assert ("Schulen" in page, "Polizei" in page) == (True, True)
    assert "Schulen" not in client.get(address(external())).text


@pytest.mark.parametrize("number", ["-1", "viele", "10000", "9" * 30, "1,5"])
def test_what_is_no_number_is_refused_at_its_field(client, schools, number):
    event = external()

    page = send(client, event, (schools, number)).text

    assert "Geben Sie eine Zahl ein." in page or "Höchstens 9999." in page or "0 oder größer" in page
    assert not AttendanceCount.objects.exists()


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"is_external": False}, "Hier zählen die Namen"),
        ({"status": EventStatus.CANCELLED}, "ist abgesagt"),
        (
            {"starts_at": timezone.now() + timedelta(days=3)},
            "sobald die Veranstaltung",
        ),
    ],
)
def test_where_there_is_nothing_to_enter_the_page_says_why(client, schools, fields, text):
    event = make_training(**{"is_external": True, "starts_at": timezone.now() - timedelta(days=3)} | fields)

    assert text in client.get(address(event)).text
    send(client, event, (schools, "3"))
    with pytest.raises(PresenceRefused):
        set_numbers(event=event, numbers={schools: 3}, by=None)

    assert not AttendanceCount.objects.exists()


def test_other_jugendamt_reads_the_number_but_does_not_change_it(client, schools):
    event = external(youth_welfare_office=make_office())
    set_numbers(event=event, numbers={schools: 7}, by=None)
    client.force_login(make_coordinator(office=make_office()))

    page = client.get(reverse("trainings:plan-detail", args=[event.pk])).text

    assert ("7 Personen waren da." in page, "Zahlen ändern" in page) == (True, False)
    assert send(client, event, (schools, "9")).status_code == 403
    assert present_at(event) == 7


@pytest.mark.parametrize("count", [1, 3])
def test_form_costs_the_same_for_many_groups(client, count, django_assert_num_queries):
    event = external()
    for _ in range(count):
        set_numbers(event=event, numbers={make_category(): 2 for _ in range(count)}, by=None)

    with django_assert_num_queries(10):
        client.get(address(event))
