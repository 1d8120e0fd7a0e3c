"""Many at once, with real connections: one wins, nobody is lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, connections
from django.utils import timezone

from members.absences.actions import AbsenceOverlaps, add_absence
from members.memberships.actions import SeatRefused, create_membership, end_membership, restore_membership
from members.models import Absence, BodySeat, Membership, Organisation, Person
from members.organisations.actions import close_organisation, create_organisation
from members.people.actions import PersonInUse, change_person, create_person, delete_person
from netzwerk.versions import Outdated
from tests.factories import make_body, make_category, make_membership, make_organisation, make_person

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = timezone.localdate()
LAST_WEEK = TODAY - timedelta(days=7)
REFUSALS = (Outdated, SeatRefused, AbsenceOverlaps, PersonInUse, IntegrityError, Person.DoesNotExist)


def at_once(*works):
    """Runs all works at the same moment, each on a connection of its own; returns results or refusals in order."""
    start = Barrier(len(works))

    def run(work):
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            return work()
        except REFUSALS as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def refused(results):
    return [type(result) for result in results if isinstance(result, Exception)]


def test_one_of_many_saves_of_a_version_wins():
    person = make_person()

    def save(number):
        return lambda: change_person(person=person, values={"last_name": f"Name{number}"}, version=1, by=None)

    results = at_once(*(save(number) for number in range(6)))

    person.refresh_from_db()
    winner = next(number for number, result in enumerate(results) if isinstance(result, Person))
    assert refused(results) == [Outdated] * 5
    assert (person.last_name, person.version) == (f"Name{winner}", 2)


def test_the_same_mail_is_entered_once():
    values = {"last_name": "Tiemann", "email": "tiemann@amt.example"}

    results = at_once(*[lambda: create_person(values=values, by=None)] * 5)

    assert refused(results) == [IntegrityError] * 4
    assert Person.objects.count() == 1


def test_organisations_of_one_name_get_their_keys():
    values = {"name": "Gesamtschule", "actor_category": make_category()}

    results = at_once(*[lambda: create_organisation(values=values, by=None)] * 4)

    assert refused(results) == []
    keys = {f"gesamtschule-{number}" for number in (2, 3, 4)} | {"gesamtschule"}
    assert set(Organisation.objects.values_list("key", flat=True)) == keys


def test_overlapping_absences_are_entered_once():
    person = make_person()

    def absent(shift):
        days = {"starts_on": TODAY + timedelta(days=shift), "ends_on": TODAY + timedelta(days=shift + 10)}
        return lambda: add_absence(person=person, **days, by=None)

    results = at_once(*(absent(shift) for shift in range(5)))

    assert refused(results) == [AbsenceOverlaps] * 4
    assert Absence.objects.count() == 1


def test_a_seat_is_given_once():
    person, house = make_person(), make_organisation()
    values = {"since_on": TODAY}

    results = at_once(*[lambda: create_membership(person=person, organisation=house, values=values, by=None)] * 4)

    assert refused(results) == [SeatRefused] * 3
    assert Membership.objects.count() == 1


def test_a_seat_ends_once_and_goes_to_one_successor():
    seat = make_membership(since_on=LAST_WEEK)
    body = make_body(chair=seat)
    heirs = [make_person() for _ in range(4)]

    results = at_once(
        *(lambda heir=heir: end_membership(membership=seat, on=TODAY, heir=heir, by=None) for heir in heirs)
    )

    assert refused(results) == [SeatRefused] * 3
    made = next(result for result in results if isinstance(result, Membership))
    assert list(body.seats.values_list("membership", "is_chair")) == [(made.pk, True)]
    assert Membership.objects.count() == 2


def test_deputy_and_holder_end_at_once_without_deadlock():
    house = make_organisation()
    seats = [make_membership(organisation=house, since_on=LAST_WEEK) for _ in range(2)]
    make_body(members=seats)

    results = at_once(
        lambda: end_membership(membership=seats[0], on=TODAY, successor=seats[1], by=None),
        lambda: end_membership(membership=seats[1], on=TODAY, successor=seats[0], by=None),
    )

    assert refused(results) == [SeatRefused]
    assert house.memberships.filter(end="").count() == 1
    assert BodySeat.objects.filter(membership__end="").count() == 1


def test_closing_leaves_no_seat_behind():
    house = make_organisation()
    make_membership(organisation=house, since_on=LAST_WEEK)
    people = [make_person() for _ in range(4)]

    at_once(
        lambda: close_organisation(organisation=house, on=TODAY, by=None),
        *(
            lambda person=person: create_membership(
                person=person, organisation=house, values={"since_on": TODAY}, by=None
            )
            for person in people
        ),
    )

    assert not house.memberships.filter(end="").exists()


def test_an_end_is_taken_back_once():
    seat = make_membership(since_on=LAST_WEEK)
    make_body(chair=seat)
    end_membership(membership=seat, on=TODAY, heir=make_person(), by=None)

    results = at_once(*[lambda: restore_membership(membership=seat, by=None)] * 3)

    assert refused(results) == [SeatRefused] * 2
    assert list(BodySeat.objects.values_list("membership", "is_chair")) == [(seat.pk, True)]
    assert list(Membership.objects.values_list("pk", "end")) == [(seat.pk, "")]


def test_a_person_is_deleted_or_seated_never_both():
    house = make_organisation()
    people = [make_person() for _ in range(3)]
    works = []
    for person in people:
        works.append(lambda person=person: delete_person(person=person, by=None))
        works.append(
            lambda person=person: create_membership(
                person=person, organisation=house, values={"since_on": TODAY}, by=None
            )
        )

    results = at_once(*works)

    assert len(refused(results)) == 3
    assert set(Person.objects.values_list("pk", flat=True)) == set(house.memberships.values_list("person", flat=True))
