"""Invitations: sent once, accepted once, by the right person."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.invitations.actions import InvitationImpossible, accept_invitation, invite_people, invite_person
from members.models import Invitation, Person
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import (
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_second_factor,
    make_user,
)

pytestmark = pytest.mark.django_db
LINK = re.compile(r"https?://[^/]+(/einladung/\S+/)")


def newest_link(person):
    """The path in the newest mail to `person`."""
    mail = OutgoingMail.objects.filter(to=person.email).latest("pk")
    return LINK.search(mail.text_body).group(1)


@pytest.fixture
def coordinator():
    return make_user(role=Role.COORDINATOR)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_invited_person_comes_in_with_one_click_and_sees_the_own_seat(coordinator, client):
    seat = make_membership()
    signed_in(coordinator).post(reverse("members:invitation-create", args=[seat.person_id]))
    link = newest_link(seat.person)

    shown = client.get(link)
    assert seat.organisation.name in shown.text
    assert not Person.objects.get(pk=seat.person_id).user
    client.post(link)

    person = Person.objects.get(pk=seat.person_id)
    assert person.user.email == person.email
    assert client.session["_auth_user_id"] == str(person.user_id)
    assert [held.pk for held in person.user.current_seats] == [seat.pk]
    assert Invitation.objects.get().state == "accepted"


def test_used_link_says_so(coordinator, client):
    person = make_person()
    invite_person(person=person, by=coordinator)
    link = newest_link(person)
    client.post(link)

    answer = Client().get(link)

    assert answer.status_code == 410
    assert "schon benutzt" in answer.text


def test_expired_link_says_so(coordinator, client, monkeypatch):
    person = make_person()
    invite_person(person=person, by=coordinator)
    link = newest_link(person)
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr(timezone, "now", lambda: later)

    answer = client.get(link)

    assert answer.status_code == 410
    assert "begrenzte Zeit" in answer.text


def test_sending_again_ends_the_older_link(coordinator, client):
    person = make_person()
    invite_person(person=person, by=coordinator)
    old = newest_link(person)

    invite_person(person=person, by=coordinator)

    assert client.get(old).status_code == 410
    assert client.get(newest_link(person)).status_code == 200
    assert Invitation.objects.get().times_sent == 2


def test_withdrawn_link_opens_nothing(coordinator, client):
    person = make_person()
    invitation = invite_person(person=person, by=coordinator)
    link = newest_link(person)

    signed_in(coordinator).post(reverse("members:invitation-withdraw", args=[invitation.pk]))

    assert client.post(link).status_code == 410
    assert not Person.objects.get(pk=person.pk).user


def test_link_of_somebody_else_is_not_taken_over(coordinator):
    person, stranger = make_person(), make_user()
    invite_person(person=person, by=coordinator)
    client = signed_in(stranger)

    answer = client.post(newest_link(person))

    assert answer.status_code == 409
    assert stranger.email in answer.text
    assert not Person.objects.get(pk=person.pk).user


def test_access_that_exists_already_gets_the_seat(coordinator):
    person = make_person(email="schon.da@haus.example")
    user = make_user(email="Schon.Da@haus.example")
    invitation = invite_person(person=person, by=coordinator)

    assert accept_invitation(invitation=invitation) == user


def test_access_with_second_factor_is_still_asked_for_it(coordinator, client):
    person = make_person()
    user = make_user(email=person.email)
    make_second_factor(user)
    invite_person(person=person, by=coordinator)

    client.post(newest_link(person))

    assert "_auth_user_id" not in client.session


def test_accepting_twice_at_once_gives_one_access(coordinator):
    invitation = invite_person(person=make_person(), by=coordinator)
    accept_invitation(invitation=invitation)

    answer = Client().post(newest_link(invitation.person))

    assert answer.status_code == 410


@pytest.mark.parametrize(
    ("fields", "text"), [({"email": ""}, "Ohne E-Mail-Adresse"), ({"user": True}, "schon einen Zugang")]
)
def test_who_cannot_be_invited_is_refused_with_the_reason(fields, text, coordinator):
    person = make_person(**{name: make_user() if value is True else value for name, value in fields.items()})

    with pytest.raises(InvitationImpossible, match=text):
        invite_person(person=person, by=coordinator)

    assert not OutgoingMail.objects.exists()


def test_inviting_many_costs_the_same_for_any_number(coordinator, django_assert_num_queries):
    few, many = [[make_person().pk for _ in range(count)] for count in (2, 30)]
    with django_assert_num_queries(8) as captured:
        invite_people(people=few, by=coordinator)
    with django_assert_num_queries(len(captured)):
        invite_people(people=many, by=coordinator)

    assert Invitation.objects.count() == OutgoingMail.objects.count() == 32
    assert invite_people(people=few + many, by=coordinator) == 0
    assert OutgoingMail.objects.count() == 32
    assert AuditEvent.objects.filter(kind="members.person_invited").count() == 32


def test_coordination_of_one_office_invites_its_own_people_only():
    own, foreign = make_office(), make_office()
    user = make_user(role=Role.COORDINATOR, office=own)
    client = signed_in(user)
    seats = [make_membership(organisation=make_organisation(youth_welfare_office=office)) for office in (own, foreign)]

    answers = [client.post(reverse("members:invitation-create", args=[seat.person_id])) for seat in seats]

    assert [answer.status_code for answer in answers] == [302, 404]
    assert set(Invitation.objects.values_list("person", flat=True)) == {seats[0].person_id}


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(count, coordinator, django_assert_num_queries):
    for _ in range(count):
        invite_person(person=make_person(), by=coordinator)
    client = signed_in(coordinator)
    client.get(reverse("members:invitation-list"))

    with django_assert_num_queries(11):
        page = client.get(reverse("members:invitation-list"))

    assert len(page.context["page"].object_list) == count


def test_list_by_state_shows_who_has_not_come(coordinator):
    come, waiting = make_person(), make_person()
    accept_invitation(invitation=invite_person(person=come, by=coordinator))
    invite_person(person=waiting, by=coordinator)

    page = signed_in(coordinator).get(reverse("members:invitation-list"), {"stand": "offen"}).text

    assert waiting.sorted_name in page
    assert come.sorted_name not in page
