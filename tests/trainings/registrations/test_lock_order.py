"""Signing up while people are merged, leave or go: nobody waits in a circle, and nobody's page fails.

The first of two stops in the middle of its transaction until the other waits for it, on a connection of its own.
"""

import time
from datetime import timedelta
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from members import merging
from members.invitations.actions import accept_invitation, invite_person
from members.memberships import actions as memberships
from members.memberships.actions import end_membership
from members.merging import FIELDS, merge_people
from members.models import Person
from members.organisations.actions import close_organisation
from members.owndata.actions import requests
from members.owndata.actions.requests import execute_request, request_deletion
from members.people import actions as people
from members.people.actions import delete_person
from tests.factories import (
    make_member,
    make_membership,
    make_network,
    make_organisation,
    make_person,
    make_registration,
    make_training,
    make_user,
)
from tests.trainings.attendance.makers import make_running
from tests.trainings.registrations.crowd import at_once
from tests.trainings.registrations.makers import CONFIRMED, OFFERED, RETURNED, WAITING, make_applicant, states
from trainings.attendance import actions as attendance
from trainings.attendance.actions import add_walk_in
from trainings.enums import RegistrationSource
from trainings.models import AlreadyRegistered, Registration
from trainings.planning.actions import cancel_event, editing, postpone_event
from trainings.planning.actions import states as planning
from trainings.registrations import actions, filling, succession
from trainings.registrations.actions import delete_needs, expire_offers, give_back, register, substitute

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 1.5  # seconds; longer than PostgreSQL's own look for deadlocks
IN_THE_WAY = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


@pytest.fixture
def meet(monkeypatch):
    """meet(first, second, module, name): `second` begins once `first` has come past `module.name`; their results."""

    def run(first, second, module, name):
        reached, real = Event(), getattr(module, name)

        def stop(*args, **kwargs):
            result = real(*args, **kwargs)
            if not reached.is_set():
                reached.set()
                wait_for_other()
            return result

        def later():
            assert reached.wait(10)
            return second()

        monkeypatch.setattr(module, name, stop)
        return at_once([first, later])

    return run


def wait_for_other():
    """Until another connection waits for this one, or long enough that it does not have to."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(IN_THE_WAY)
            if cursor.fetchone():
                return
        time.sleep(0.02)


def merge(kept, gone):
    values = {name: getattr(kept, name) for name in FIELDS}
    by = make_user(role="coordinator")
    return lambda: merge_people(kept=kept.pk, gone=gone.pk, values=values, versions={}, user=None, by=by)


def sign_up(event, person, **fields):
    applicant = make_applicant(person=person, user=person.user, email=person.email, **fields)
    return lambda: register(event=event, applicants=[applicant], source=RegistrationSource.SELF)


def live(event):
    """(person, state) of those who hold or want a seat, in order."""
    return list(event.registrations.live().order_by("number").values_list("person", "state"))


def failures(results):
    return [result for result in results if isinstance(result, Exception)]


@pytest.fixture
def two():
    return make_person(), make_person()


@pytest.fixture
def event():
    return make_training(maximum=5)


def test_who_is_merged_while_signing_up_has_one_seat(meet, two, event):
    kept, gone = two
    make_registration(event=event, person=gone)

    results = meet(merge(kept, gone), sign_up(event, kept), merging, "_merge_users")

    assert [type(result) for result in results] == [Person, AlreadyRegistered]
    assert live(event) == [(kept.pk, CONFIRMED)]


def test_merging_waits_for_who_signs_up(meet, two, event):
    kept, gone = two
    make_registration(event=event, person=gone)

    results = meet(sign_up(event, kept), merge(kept, gone), actions, "save_rows")

    assert failures(results) == []
    assert live(event) == [(kept.pk, CONFIRMED)]


@pytest.mark.parametrize("has_access", [True, False])
def test_who_signs_up_as_the_one_that_goes_is_the_one_that_stays(meet, event, has_access):
    kept, gone = make_person(), make_person(user=make_user() if has_access else None)

    results = meet(merge(kept, gone), sign_up(event, gone), merging, "_move_dates")

    assert failures(results) == []
    assert live(event) == [(kept.pk if has_access else None, CONFIRMED)]


def test_invitation_is_accepted_while_its_person_is_merged(meet, two):
    kept, gone = two
    invitation = invite_person(person=gone, by=make_user(role="coordinator"))

    results = meet(merge(kept, gone), lambda: accept_invitation(invitation=invitation), merging, "lock_whole")

    assert failures(results) == []
    assert Person.objects.get(pk=kept.pk).user == results[1]


def test_seat_is_given_back_while_its_person_is_merged(meet, two, event):
    kept, gone = two
    seat = make_registration(event=event, person=gone)
    make_registration(event=event, person=kept, state=WAITING)

    results = meet(lambda: give_back(registration=seat), merge(kept, gone), actions, "end_registration")

    assert failures(results) == []
    assert states(event)[0] == RETURNED
    assert live(event) == [(kept.pk, OFFERED)]


def test_substitute_is_merged_meanwhile(meet, two, event):
    kept, gone = two
    seat = make_registration(event=event)
    make_registration(event=event, person=gone, state=RETURNED)
    other = make_applicant(person=kept, email=kept.email)

    results = meet(lambda: substitute(registration=seat, applicant=other), merge(kept, gone), actions, "save_rows")

    assert failures(results) == []
    assert live(event) == [(kept.pk, CONFIRMED)]


def test_who_stands_at_the_door_is_merged_meanwhile(meet, two):
    kept, gone = two
    running = make_running()
    make_registration(event=running, person=gone)
    guest = make_applicant(person=kept, email=kept.email)

    results = meet(
        lambda: add_walk_in(event=running, applicant=guest, by=None), merge(kept, gone), attendance, "save_rows"
    )

    assert failures(results) == []
    assert live(running) == [(kept.pk, CONFIRMED)]


def test_person_is_deleted_while_signing_up(meet, event):
    person = make_person()

    results = meet(lambda: delete_person(person=person, by=None), sign_up(event, person), people, "record_event")

    assert failures(results) == []
    assert live(event) == [(None, CONFIRMED)]


def test_access_is_deleted_while_signing_up(meet, event):
    make_network()
    user = make_member()
    make_registration(event=event, booked_by=user)
    request = request_deletion(by=user)

    results = meet(
        lambda: execute_request(request=request, by=None), sign_up(event, user.person), requests, "erase_person"
    )

    assert failures(results) == []
    assert set(event.registrations.values_list("user", "booked_by")) == {(None, None)}


def test_access_is_deleted_once_the_sign_up_is_through(meet, event):
    make_network()
    user = make_member()
    make_registration(event=event, booked_by=user)
    request = request_deletion(by=user)

    results = meet(sign_up(event, user.person), lambda: execute_request(request=request, by=None), actions, "save_rows")

    assert failures(results) == []
    assert not Registration.objects.exclude(user=None, booked_by=None, person=None).exists()


def test_seats_go_to_a_successor_who_is_merged_meanwhile(meet, event):
    house = make_organisation()
    leaving, heir = make_membership(organisation=house, since_on=timezone.localdate()), make_membership()
    make_registration(event=event, person=leaving.person, organisation=house, email=leaving.person.email)

    results = meet(
        lambda: end_membership(membership=leaving, on=timezone.localdate(), heir=heir.person, by=None),
        merge(heir.person, leaving.person),
        memberships,
        "_check_end",
    )

    assert failures(results) == []
    assert live(event) == [(heir.person.pk, CONFIRMED)]


def test_two_houses_close_at_once_whose_people_share_two_trainings(meet):
    first, second = make_training(maximum=1), make_training(maximum=1)
    houses = [make_organisation(), make_organisation()]
    today = timezone.localdate()
    # By key of the seats each house would come to the two events in another order.
    for house, events in zip(houses, ((first, second), (second, first)), strict=True):
        for event in events:
            person = make_membership(organisation=house, since_on=today).person
            make_registration(event=event, person=person, organisation=house, email=person.email)

    works = [lambda house=house: close_organisation(organisation=house, on=today, by=None) for house in houses]
    results = meet(*works, succession, "give_back")

    assert failures(results) == []
    assert (live(first), live(second)) == ([], [])


def test_deleting_needs_waits_for_nobody(meet, two):
    kept, gone = two
    over = make_training(starts_at=timezone.now() - timedelta(days=3))
    row = make_registration(event=over, person=gone, needs="vegan")

    results = meet(merge(kept, gone), delete_needs, merging, "_move_dates")
    later = delete_needs()

    assert failures(results) == []
    assert (results[1], later) == (0, 1)
    row.refresh_from_db()
    assert (row.person, row.needs) == (kept, "")


@pytest.mark.parametrize("what", ["cancel", "postpone", "expire"])
def test_event_changes_while_people_are_merged(meet, two, event, what):
    kept, gone = two
    make_registration(event=event, person=kept, state=WAITING)
    make_registration(event=event, person=gone, state=OFFERED, offered_until=timezone.now())
    day = timedelta(days=1)
    sessions = [{"title": "", "starts_at": event.starts_at + day, "ends_at": event.ends_at + day}]
    work, module, name = {
        "cancel": (lambda: cancel_event(event=event, reason="Krank", by=None), planning, "tell_cancelled"),
        "postpone": (lambda: postpone_event(event=event, sessions=sessions, by=None), editing, "tell_moved"),
        "expire": (expire_offers, filling, "end_registration"),
    }[what]

    results = meet(work, merge(kept, gone), module, name)

    assert failures(results) == []
    assert [person for person, _state in live(event)] == [kept.pk]
