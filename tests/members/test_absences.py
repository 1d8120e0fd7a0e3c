"""Absences: entered by oneself or the coordination, never overlapping."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import MembershipKind
from members.models import Absence, Membership
from members.recipients import recipients_of
from netzwerk.models import AuditEvent
from tests.factories import make_member, make_membership, make_user
from tests.members.makers import make_coordinator, make_local_organisation

pytestmark = pytest.mark.django_db

OWN = reverse("members:own-absence-list")
TODAY = timezone.localdate()


def days(first, last):
    return {"starts_on": TODAY + timedelta(days=first), "ends_on": TODAY + timedelta(days=last)}


@pytest.fixture
def member(client):
    user = make_member(organisation=make_local_organisation())
    client.force_login(user)
    return user


def test_member_enters_days_and_the_deputy_gets_the_mails(client, member):
    seat = member.person.memberships.get()
    deputy = make_membership(organisation=seat.organisation, kind=MembershipKind.DEPUTY, deputy_of=seat)
    assert deputy.person.full_name in client.get(OWN).content.decode()

    assert client.post(OWN, days(0, 5)).url == OWN

    receivers = recipients_of(Membership.objects.filter(pk=seat.pk))
    assert [(receiver.person, receiver.for_person) for receiver in receivers] == [(deputy.person, member.person)]
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_id, event.details) == ("members.absence_added", str(member.person.pk), {})


@pytest.mark.parametrize("second", [(5, 9), (-3, 0), (2, 3), (-1, 9)])
def test_overlapping_days_are_refused(client, member, second):
    client.post(OWN, days(0, 5))

    response = client.post(OWN, days(*second))

    assert "schon eine Abwesenheit eingetragen" in response.context["form"].errors["starts_on"][0]
    assert Absence.objects.count() == 1


def test_days_side_by_side_are_fine(client, member):
    client.post(OWN, days(0, 5))
    client.post(OWN, days(6, 9))

    assert Absence.objects.count() == 2


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (3, 2, "Der letzte Tag liegt vor dem ersten."),
        (-9, -2, "Diese Tage sind schon vorbei."),
        (0, 2000, "Tragen Sie höchstens drei Jahre ein."),
    ],
)
def test_impossible_days_are_explained(client, member, first, last, text):
    assert client.post(OWN, days(first, last)).context["form"].errors["ends_on"] == [text]
    assert not Absence.objects.exists()


def test_own_absence_is_deleted_after_asking(client, member):
    absence = Absence.objects.create(person=member.person, **days(0, 5))
    address = reverse("members:own-absence-delete", args=[absence.pk])

    client.get(address)
    assert Absence.objects.exists()
    client.post(address)

    assert not Absence.objects.exists()


def test_others_absence_does_not_exist(client, member):
    other = Absence.objects.create(person=make_member().person, **days(0, 5))

    assert client.post(reverse("members:own-absence-delete", args=[other.pk])).status_code == 404
    assert Absence.objects.exists()


def test_who_is_no_person_has_no_absence(client):
    client.force_login(make_user())

    assert client.get(OWN).status_code == 404


def test_coordination_enters_and_deletes_for_its_people(client, member):
    house = member.person.memberships.get().organisation
    client.force_login(make_coordinator(house.youth_welfare_office))
    address = reverse("members:absence-list", args=[member.person.pk])

    assert client.post(address, days(1, 2)).url == address
    client.post(reverse("members:absence-delete", args=[Absence.objects.get().pk]))

    assert not Absence.objects.exists()


def test_foreign_coordination_is_refused(client, member):
    absence = Absence.objects.create(person=member.person, **days(0, 5))
    client.force_login(make_coordinator(make_local_organisation().youth_welfare_office))

    assert client.post(reverse("members:absence-list", args=[member.person.pk]), days(7, 8)).status_code == 403
    assert client.post(reverse("members:absence-delete", args=[absence.pk])).status_code == 403
    assert list(Absence.objects.all()) == [absence]


@pytest.mark.parametrize("count", [1, 3])
def test_query_count_stays(client, member, count, django_assert_num_queries):
    for number in range(count):
        Absence.objects.create(person=member.person, **days(number * 3, number * 3 + 1))
        seat = make_membership(person=member.person)
        make_membership(organisation=seat.organisation, kind=MembershipKind.DEPUTY, deputy_of=seat)
    client.get(OWN)

    with django_assert_num_queries(7):
        client.get(OWN)
