"""Noting who was there: when, for whom, by two people at once, and for people who just come."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from netzwerk.models import AuditEvent
from tests.factories import make_category, make_registration, make_training
from tests.trainings.attendance.makers import make_past, make_present, make_running, make_seat
from tests.trainings.registrations.makers import CONFIRMED, OFFERED, RETURNED, WAITING, make_applicant
from trainings.attendance.actions import Change, add_walk_in, check_in, set_presence, set_presences
from trainings.attendance.window import PresenceRefused, refusal_to_check_in, refusal_to_note
from trainings.enums import EventStatus, Presence, RegistrationSource
from trainings.models import AlreadyRegistered, Registration, TrainingEvent

pytestmark = pytest.mark.django_db

PRESENT, EXCUSED, ABSENT = Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT


def presence_of(registration):
    registration.refresh_from_db()
    return registration.presence


def test_check_in_notes_the_moment_and_twice_changes_nothing():
    seat = make_seat(make_running())

    check_in(registration=seat, by=None)
    first = Registration.objects.get(pk=seat.pk).checked_in_at
    check_in(registration=seat, by=None)

    seat.refresh_from_db()
    assert (seat.presence, seat.checked_in_at) == (PRESENT, first)
    assert AuditEvent.objects.filter(kind="trainings.presence_noted", target_id=str(seat.pk)).count() == 1


def test_check_in_is_taken_back():
    seat = make_present(make_running())

    set_presence(registration=seat, presence="", by=None)

    seat.refresh_from_db()
    assert (seat.presence, seat.checked_in_at) == ("", None)


@pytest.mark.parametrize("state", [WAITING, OFFERED, RETURNED])
def test_only_confirmed_seats_have_a_presence(state):
    offer = {"offered_until": timezone.now() + timedelta(hours=1)} if state == OFFERED else {}
    seat = make_registration(event=make_running(), state=state, **offer)

    with pytest.raises(PresenceRefused) as refusal:
        check_in(registration=seat, by=None)

    assert "keinen bestätigten Platz" in refusal.value.text
    assert presence_of(seat) == ""
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.filter(pk=seat.pk).update(presence=PRESENT)


def midnight(days):
    local = timezone.localtime() + timedelta(days=days)
    return local.replace(hour=23, minute=30, second=0, microsecond=0)


def test_presence_is_noted_from_the_first_day_on():
    tonight, tomorrow = make_training(starts_at=midnight(0), hours=1), make_training(starts_at=midnight(1), hours=1)

    assert refusal_to_note(tonight) == ""
    assert "ab dem ersten Tag" in refusal_to_note(tomorrow)
    with pytest.raises(PresenceRefused):
        check_in(registration=make_seat(tomorrow), by=None)


def test_nothing_is_noted_of_cancelled_external_and_draft_events():
    cancelled = make_running(status=EventStatus.CANCELLED, cancelled_at=timezone.now())

    assert "abgesagt" in refusal_to_note(cancelled)
    assert "Veranstalter" in refusal_to_note(make_running(is_external=True))
    assert "Entwurf" in refusal_to_note(make_running(status=EventStatus.DRAFT))
    with pytest.raises(PresenceRefused):
        check_in(registration=make_seat(cancelled), by=None)


def test_door_closes_a_day_after_the_end_and_the_list_stays_open():
    event = make_past(days=5)

    assert "Tragen Sie die Teilnahme in der Liste nach" in refusal_to_check_in(event)
    assert refusal_to_note(event) == ""


def test_many_are_noted_at_once_and_unchanged_ones_left_alone():
    event = make_running()
    one, two, three = (make_seat(event) for _ in range(3))

    outcome = set_presences(
        event=event,
        changes=[Change(one.pk, "", PRESENT), Change(two.pk, "", ABSENT), Change(three.pk, "", "")],
        by=None,
    )

    assert {row.pk for row in outcome.saved} == {one.pk, two.pk}
    assert [presence_of(row) for row in (one, two, three)] == [PRESENT, ABSENT, ""]


def test_two_coordinators_at_once_lose_nothing():
    event = make_running()
    both, other, same = make_seat(event), make_seat(event), make_seat(event)
    set_presences(event=event, changes=[Change(both.pk, "", EXCUSED), Change(same.pk, "", PRESENT)], by=None)

    second = [Change(both.pk, "", PRESENT), Change(other.pk, "", PRESENT), Change(same.pk, "", PRESENT)]
    outcome = set_presences(event=event, changes=second, by=None)

    assert outcome.conflicts == {both.pk: PRESENT}
    assert [presence_of(row) for row in (both, other, same)] == [EXCUSED, PRESENT, PRESENT]


def test_rows_of_another_event_are_left_out():
    event, foreign = make_running(), make_seat(make_running())

    outcome = set_presences(event=event, changes=[Change(foreign.pk, "", PRESENT)], by=None)

    assert (outcome.saved, outcome.conflicts, presence_of(foreign)) == ([], {}, "")


def test_walk_in_gets_a_seat_and_is_present():
    event = make_running(maximum=2)

    row = add_walk_in(event=event, applicant=make_applicant(email=""), by=None)

    event.refresh_from_db()
    assert (row.state, row.source, row.presence) == (CONFIRMED, RegistrationSource.WALK_IN, PRESENT)
    assert (row.is_overbooked, event.taken_count, event.open_seats) == (False, 1, 1)


def test_walk_in_beyond_the_maximum_is_marked_as_overbooked():
    event = make_running(maximum=1)
    make_seat(event)

    row = add_walk_in(event=event, applicant=make_applicant(), by=None)

    event.refresh_from_db()
    assert (row.is_overbooked, event.taken_count, event.open_seats) == (True, 2, 0)


def test_walk_in_from_the_waiting_list_gets_their_own_row():
    event = make_running(maximum=1)
    make_seat(event)
    waiting = make_registration(event=event, state=WAITING, email="ina@amt.example")

    row = add_walk_in(event=event, applicant=make_applicant(email="Ina@amt.example"), by=None)

    event.refresh_from_db()
    assert (row.pk, row.state, row.presence) == (waiting.pk, CONFIRMED, PRESENT)
    assert (event.taken_count, event.waiting_count) == (2, 0)


def test_walk_in_who_has_a_seat_is_refused():
    event = make_running()
    make_seat(event, email="ina@amt.example")

    with pytest.raises(AlreadyRegistered):
        add_walk_in(event=event, applicant=make_applicant(email="ina@amt.example"), by=None)

    assert event.registrations.count() == 1


def test_walk_in_before_the_first_day_is_refused():
    event = make_training(starts_at=midnight(1), hours=1)

    with pytest.raises(PresenceRefused):
        add_walk_in(event=event, applicant=make_applicant(make_category()), by=None)

    assert not TrainingEvent.objects.get(pk=event.pk).registrations.exists()
