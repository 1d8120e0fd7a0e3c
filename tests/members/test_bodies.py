"""Bodies: who may see and change them."""

import pytest
from django.urls import reverse

from members.enums import BodyKind, Role, Visibility
from members.models import Body, BodySeat
from tests.factories import make_body, make_member, make_membership, make_office, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def values(**changed):
    return {
        "name": "AG Sport",
        "kind": BodyKind.WORKING_GROUP,
        "purpose": "",
        "youth_welfare_office": "",
        "ended_on": "",
    } | changed


def test_body_is_created_and_found_in_the_list(client, coordinator):
    client.post(reverse("members:body-create"), values())

    assert "AG Sport" in client.get(reverse("members:body-list")).text


def test_second_body_of_the_same_name_is_refused(client, coordinator):
    make_body(name="AG Sport")

    page = client.post(reverse("members:body-create"), values(purpose="Der Text bleibt."))

    assert "gibt es schon" in page.text
    assert "Der Text bleibt." in page.text
    assert Body.objects.count() == 1


def test_coordination_of_one_office_makes_bodies_of_its_own(client):
    own, foreign = make_office(), make_office()
    client.force_login(make_user(role=Role.COORDINATOR, office=own))

    assert "Wählen Sie Ihr Jugendamt aus" in client.post(reverse("members:body-create"), values()).text
    foreign_one = client.post(reverse("members:body-create"), values(youth_welfare_office=foreign.pk))
    assert foreign_one.context["form"].errors["youth_welfare_office"]
    client.post(reverse("members:body-create"), values(youth_welfare_office=own.pk))

    assert Body.objects.get().youth_welfare_office == own


def test_member_is_searched_added_led_and_removed(client, coordinator):
    body, membership = make_body(), make_membership(person=make_person(last_name="Suchmich"))
    address = reverse("members:body-detail", args=[body.pk])

    assert "Suchmich" in client.get(address, {"suche": "such"}).text
    client.post(reverse("members:body-seat-add", args=[body.pk]), {"sitz": membership.pk})
    client.post(reverse("members:body-seat-add", args=[body.pk]), {"sitz": membership.pk})
    seat = BodySeat.objects.get()
    client.post(reverse("members:body-seat-change", args=[body.pk, seat.pk]), {"leitung": "ja"})
    assert "Leitung abgeben" in client.get(address).text
    client.post(reverse("members:body-seat-change", args=[body.pk, seat.pk]), {"entfernen": "ja"})

    assert not BodySeat.objects.exists()


def test_chair_changes_the_own_body_only(client):
    chair = make_member()
    own, other = make_body(chair=chair.person.memberships.get()), make_body()
    client.force_login(chair)

    answers = [client.get(reverse("members:body-update", args=[body.pk])).status_code for body in (own, other)]

    assert answers == [200, 403]


def test_member_reads_but_sees_no_hidden_names(client):
    hidden = make_membership(person=make_person(last_name="Verborgen", name_visibility=Visibility.COORDINATORS))
    shown = make_membership(person=make_person(last_name="Sichtbar"))
    body = make_body(members=[hidden, shown])
    client.force_login(make_member())

    page = client.get(reverse("members:body-detail", args=[body.pk])).text

    assert "Sichtbar" in page
    assert "Verborgen" not in page
    assert "Hinzufügen" not in page


@pytest.mark.parametrize("key", ["", "x", "9" * 30, "4711"])
def test_unknown_membership_is_not_found(key, client, coordinator):
    assert client.post(reverse("members:body-seat-add", args=[make_body().pk]), {"sitz": key}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count_stays(count, client, coordinator, django_assert_num_queries):
    body = make_body(members=[make_membership() for _ in range(count)])
    address = reverse("members:body-detail", args=[body.pk])
    client.get(address)

    with django_assert_num_queries(7):
        page = client.get(address)

    assert len(page.context["seats"]) == count
