"""Queries whose SQL is written once ask for what their queryset would."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import BigIntegerField, DateField, F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Membership, Person
from netzwerk.prepared import IsOneOf, Prepared, Slot, columns, from_row
from tests.factories import make_membership, make_person

pytestmark = pytest.mark.django_db


@Prepared
def seats_of():
    people = IsOneOf(F("person"), Slot("people", BigIntegerField()))
    return Membership.objects.current(Slot("today", DateField())).filter(people).order_by("pk").values_list("pk")


def test_each_call_fills_in_its_own_values():
    today = timezone.localdate()
    one, two, ended = make_membership(), make_membership(), make_membership(until_on=today, since_on=today)
    people = [seat.person_id for seat in (one, two, ended)]

    assert seats_of(people=people, today=today) == [(one.pk,), (two.pk,), (ended.pk,)]
    assert seats_of(people=people, today=today + timedelta(1)) == [(one.pk,), (two.pk,)]
    assert seats_of(people=[two.person_id], today=today) == [(two.pk,)]
    assert seats_of(people=[], today=today) == []


def test_kept_plan_sees_rows_that_came_later():
    today = timezone.localdate()
    for number in range(1, 9):
        seats = Membership.objects.filter(pk__in=[make_membership().pk for _ in range(number)])
        people = list(seats.values_list("person", flat=True))
        assert len(seats_of(people=people, today=today)) == number


def test_row_becomes_an_instance_that_reads_the_rest_when_asked(django_assert_num_queries):
    person = make_person(first_name="Ada", last_name="Lang")
    names = columns(Person, "search_words", "title")
    row = Person.objects.values_list(*names).get(pk=person.pk)

    with django_assert_num_queries(0):
        found = from_row(Person, names, row)
        assert (found, found.first_name, found.last_name) == (person, "Ada", "Lang")
    with django_assert_num_queries(1):
        assert found.title == ""


def test_log_of_queries_shows_them_with_their_values():
    with CaptureQueriesContext(connection) as queries:
        seats_of(people=[4711], today=timezone.localdate())

    assert "4711" in queries[0]["sql"]
