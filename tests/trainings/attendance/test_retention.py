"""Names end in time, their counts stay, and a run that is killed or repeated changes nothing."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from members.coverage import registry
from tests.factories import make_category, make_organisation, make_registration, make_training
from tests.trainings.attendance.makers import make_past, make_present, make_seat
from tests.trainings.registrations.makers import RETURNED, WAITING
from trainings.attendance import retention
from trainings.attendance.figures import Attended, attendance_by_category, no_shows
from trainings.attendance.retention import delete_names
from trainings.certificates.actions import issue
from trainings.enums import EventStatus, Presence
from trainings.models import Certificate, CourseKind, Registration, TrainingEvent

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")
ABSENT, EXCUSED = Presence.ABSENT, Presence.EXCUSED


def make_in_march(**fields):
    """A training on 10 March 2025."""
    starts_at = datetime(2025, 3, 10, 9, tzinfo=BERLIN)
    return make_training(starts_at=starts_at, status=EventStatus.HELD, **fields)


def left(event):
    return set(event.registrations.values_list("pk", flat=True))


def test_who_did_not_come_ends_three_months_after_the_event():
    event = make_in_march()
    present = make_present(event)
    make_seat(event, ABSENT)
    make_seat(event, EXCUSED)
    make_seat(event)
    make_registration(event=event, state=WAITING)
    make_registration(event=event, state=RETURNED)

    delete_names(date(2025, 6, 9))
    assert event.registrations.count() == 6
    delete_names(date(2025, 6, 10))

    assert left(event) == {present.pk}


def test_who_was_there_ends_with_the_following_year():
    event = make_in_march()
    make_present(event)
    bare = make_registration(event=event, presence=Presence.PRESENT)  # nobody has issued a certificate
    assert not Certificate.objects.filter(registration=bare).exists()

    delete_names(date(2026, 12, 31))
    assert event.registrations.count() == 2
    delete_names(date(2027, 1, 1))

    assert left(event) == set()


def test_years_and_months_come_from_the_settings(settings):
    settings.TRAINING_UNATTENDED_MONTHS, settings.TRAINING_NAMES_YEARS = 1, 0
    event = make_in_march()
    present = make_present(event)
    make_seat(event, ABSENT)

    delete_names(date(2025, 4, 10))
    assert left(event) == {present.pk}
    delete_names(date(2026, 1, 1))
    assert left(event) == set()


def test_figures_are_the_same_before_and_after():
    schools, police = make_category(), make_category()
    event, other = make_in_march(), make_in_march()
    for category, presence in [(schools, "present"), (schools, "present"), (schools, "absent"), (police, "absent")]:
        make_seat(event, presence, actor_category=category)
    make_seat(event, EXCUSED, actor_category=police)
    make_present(other, actor_category=police)
    keys = [event.pk, other.pk]
    before = attendance_by_category(keys)
    assert before == {
        event.pk: {schools.pk: Attended(2, 1), police.pk: Attended(0, 1)},
        other.pk: {police.pk: Attended(1, 0)},
    }

    delete_names(date(2025, 7, 1))
    assert attendance_by_category(keys) == before
    delete_names(date(2025, 7, 2))
    delete_names(date(2027, 1, 1))
    delete_names(date(2027, 1, 2))

    assert attendance_by_category(keys) == before
    assert not Registration.objects.exists()


def test_seats_that_were_taken_stay_what_they_were():
    event = make_in_march()
    make_seat(event, ABSENT)

    delete_names(date(2025, 7, 1))

    assert TrainingEvent.objects.get(pk=event.pk).taken_count == 1


def test_killed_run_leaves_each_event_whole(monkeypatch):
    events = [make_in_march(), make_in_march()]
    for event in events:
        make_seat(event, ABSENT)
    before = attendance_by_category([event.pk for event in events])

    class Killed(BaseException):
        pass

    def killed(kind, *, target, **details):
        if target == events[1]:
            raise Killed

    monkeypatch.setattr(retention, "record_event", killed)
    with pytest.raises(Killed):
        delete_names(date(2025, 7, 1))
    assert [event.registrations.count() for event in events] == [0, 1]
    assert attendance_by_category([event.pk for event in events]) == before
    monkeypatch.undo()
    delete_names(date(2025, 7, 1))

    assert not Registration.objects.exists()
    assert attendance_by_category([event.pk for event in events]) == before


def test_event_that_fails_holds_up_no_other(monkeypatch):
    events = [make_in_march(), make_in_march()]
    for event in events:
        make_seat(event, ABSENT)
    real = retention._add

    def broken(event, row):
        if event == events[0]:
            raise ValueError("broken")
        real(event, row)

    monkeypatch.setattr(retention, "_add", broken)
    delete_names(date(2025, 7, 1))

    assert [event.registrations.count() for event in events] == [1, 0]


def test_certificates_end_after_three_years_and_outlive_names():
    certificate = issue(make_present(make_in_march()))

    delete_names(date(2027, 1, 1))
    certificate.refresh_from_db()
    assert certificate.registration is None
    assert certificate.name_hash
    delete_names(date(2028, 3, 10))
    assert Certificate.objects.count() == 1
    delete_names(date(2028, 3, 11))

    assert not Certificate.objects.exists()


def test_name_is_kept_while_the_course_has_to_be_refreshed():
    kind = CourseKind.objects.create(name="Grundkurs", refresher_months=30)
    event = make_in_march(course_kind=kind)
    make_present(event)

    delete_names(date(2027, 9, 10))
    assert event.registrations.count() == 1
    delete_names(date(2027, 9, 11))

    assert event.registrations.count() == 0


def test_coverage_knows_who_was_there_last(django_assert_num_queries):
    house, other, never = (make_organisation() for _ in range(3))
    old, new = make_past(days=9), make_past(days=2)
    make_present(old, organisation=house)
    make_present(new, organisation=house)
    make_present(old, organisation=other)
    make_seat(new, ABSENT, organisation=never)

    with django_assert_num_queries(1):
        found = registry.last_attended([house.pk, other.pk, never.pk])

    assert found == {house.pk: new.ends_at.astimezone(BERLIN).date(), other.pk: old.ends_at.astimezone(BERLIN).date()}


def test_no_shows_by_house():
    event = make_past()
    make_seat(event, ABSENT, organisation_name="Kita am Wall")
    make_seat(event, ABSENT, organisation_name="Kita am Wall")
    make_present(event, organisation_name="Kita am Wall")
    make_seat(event, EXCUSED, organisation_name="OGS Hille")

    found = list(no_shows(TrainingEvent.objects.all()))

    assert found == [{"house": "Kita am Wall", "absent": 2, "excused": 0, "seats": 3}]
