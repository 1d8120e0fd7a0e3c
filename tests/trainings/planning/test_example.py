"""The year of the example network, and the topics every network starts with."""

import pytest
from django.utils import timezone

from netzwerk.models import CalendarItem, OutgoingMail
from trainings.enums import EventStatus, Presence
from trainings.example import load_trainings
from trainings.models import CourseKind, Registration, Topic, TrainingEvent
from trainings.seats import seat_plan
from trainings.standard import COURSE_KINDS, TOPICS, load_standard


def test_example_has_a_year_of_every_kind(example_network):
    now = timezone.now()
    events = list(TrainingEvent.objects.all())
    coming = [event for event in events if event.status == EventStatus.PUBLISHED and event.starts_at > now]

    assert sum(event.status == EventStatus.HELD for event in events) == 3
    assert sum(event.status == EventStatus.CANCELLED for event in events) == 1
    assert sum(event.status == EventStatus.DRAFT for event in events) == 1
    assert sum(event.is_external for event in coming) == 1
    assert any(event.waiting_count for event in coming)
    assert any(event.reservations.exists() and event.open_seats for event in coming)


def test_example_counts_are_those_of_its_rows(example_network):
    for event in TrainingEvent.objects.all():
        plan = seat_plan(event)
        assert (event.taken_count, event.open_seats) == (plan.taken_count, plan.open_seats)
        assert event.taken_count <= event.maximum


def test_example_invents_people_and_writes_to_nobody(example_network):
    addresses = set(Registration.objects.values_list("email", flat=True))

    assert addresses
    assert all(address.endswith(".example") for address in addresses)
    assert not OutgoingMail.objects.filter(key__startswith="training-").exists()


def test_example_knows_who_was_there(example_network):
    held = Registration.objects.filter(event__status=EventStatus.HELD)

    assert set(held.values_list("presence", flat=True)) == {Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT}


def test_example_knows_how_many_came_to_the_external_event(example_network):
    event = TrainingEvent.objects.get(is_external=True, status=EventStatus.HELD)

    assert sum(event.attendance_counts.values_list("present", flat=True)) == 27
    assert not event.registrations.exists()


def test_example_is_in_the_calendars_but_its_draft_is_not(example_network):
    shown = {item.summary for item in CalendarItem.objects.of_kind("training") if item.is_public}
    drafts = TrainingEvent.objects.filter(status=EventStatus.DRAFT)

    assert len(shown) >= 5
    assert not shown & set(drafts.values_list("title", flat=True))


def test_example_loaded_twice_is_there_once(example_network):
    before = TrainingEvent.objects.count()

    load_trainings()

    assert TrainingEvent.objects.count() == before


@pytest.mark.django_db
def test_standard_fills_empty_tables_and_leaves_others_alone():
    load_standard()
    Topic.objects.filter(name=TOPICS[0][0]).update(name="Umbenannt")
    load_standard()

    assert (Topic.objects.count(), CourseKind.objects.count()) == (len(TOPICS), len(COURSE_KINDS))
    assert Topic.objects.filter(is_mandate=True).exists()
