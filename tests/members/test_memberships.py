"""Seats: given and changed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import MembershipKind
from members.memberships.actions import (
    SeatRefused,
    create_membership,
    end_membership,
)
from members.models import Membership
from netzwerk.models import AuditEvent
from tests.factories import make_member, make_membership, make_person
from tests.members.makers import LAST_YEAR, form_data, make_coordinator, make_local_organisation, make_seat

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def test_person_holds_seats_in_two_organisations_and_an_ended_one_leaves_no_rights():
    user = make_member()
    make_membership(person=user.person)
    ended = make_membership(person=user.person, since_on=LAST_YEAR)

    end_membership(membership=ended, on=TODAY - timedelta(days=1), by=None)

    fresh = type(user).objects.get(pk=user.pk)
    assert len(fresh.current_seats) == 2
    assert ended.organisation not in {seat.organisation for seat in fresh.current_seats}


def test_seat_is_given_step_by_step(client, coordinator, house):
    person = make_person(last_name="Yıldız")
    foreign = make_local_organisation(name=f"{house.name} fremd")
    address = reverse("members:membership-create")

    found = client.get(address, {"einrichtung": house.pk, "suche": "Yıl"})
    assert found.context["rows"] == [person]
    houses = client.get(address, {"person": person.pk, "suche": "Einrichtung"})
    assert houses.context["rows"] == [house]
    query = f"{address}?person={person.pk}&einrichtung={house.pk}"
    form = client.get(query).context["form"]
    response = client.post(query, form_data(form, function="Schulleitung", since_on="1.3.2026"))

    seat = Membership.objects.get()
    assert response.url == person.get_absolute_url()
    assert (seat.person, seat.organisation, seat.function, str(seat.since_on)) == (
        person,
        house,
        "Schulleitung",
        "2026-03-01",
    )
    assert AuditEvent.objects.get().kind == "members.membership_created"
    assert client.post(f"{address}?person={person.pk}&einrichtung={foreign.pk}", {}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"since_on": "2.3.2026", "until_on": "1.3.2026"}, "until_on", "Das Ende liegt vor dem Beginn."),
        ({"since_on": "gestern"}, "since_on", "Geben Sie ein Datum ein, zum Beispiel 3.12.2026."),
        ({"since_on": ""}, "since_on", "Geben Sie an, seit wann die Person den Sitz hat."),
        ({"kind": "chef"}, "kind", "Wählen Sie eine der Möglichkeiten aus."),
        ({"function": "x" * 121}, "function", "Kürzen Sie die Angabe auf höchstens 120 Zeichen."),
    ],
)
def test_bad_seat_is_explained_at_its_field(client, coordinator, house, changes, field, text):
    address = f"{reverse('members:membership-create')}?person={make_person().pk}&einrichtung={house.pk}"

    response = client.post(address, form_data(client.get(address).context["form"], **changes))

    assert response.context["form"].errors[field] == [text]
    assert not Membership.objects.exists()


def test_holder_cannot_be_somebodys_deputy(client, coordinator, house):
    holder = make_seat(house)
    address = f"{reverse('members:membership-create')}?person={make_person().pk}&einrichtung={house.pk}"

    response = client.post(address, form_data(client.get(address).context["form"], deputy_of=holder.pk))

    assert response.context["form"].errors["deputy_of"] == ["Nur eine Stellvertretung vertritt jemanden."]


def test_same_person_has_one_seat_at_a_time(house):
    seat = make_seat(house, until_on=TODAY + timedelta(days=10))

    with pytest.raises(SeatRefused) as refusal:
        create_membership(person=seat.person, organisation=house, values={"since_on": TODAY}, by=None)
    assert refusal.value.field == "since_on"

    later = TODAY + timedelta(days=11)
    assert create_membership(person=seat.person, organisation=house, values={"since_on": later}, by=None)


def test_deputy_of_another_house_is_refused(house):
    stranger = make_membership()

    with pytest.raises(SeatRefused):
        create_membership(
            person=make_person(),
            organisation=house,
            values={"kind": MembershipKind.DEPUTY, "deputy_of": stranger, "since_on": TODAY},
            by=None,
        )
    assert not house.memberships.exists()


def test_running_seat_does_not_end_by_a_past_date(client, coordinator, house):
    seat = make_seat(house)
    address = reverse("members:membership-update", args=[seat.pk])
    form = client.get(address).context["form"]

    response = client.post(address, form_data(form, until_on="1.11.2026"))

    assert "Sitz beenden" in response.context["form"].errors["until_on"][0]


def test_change_is_recorded(client, coordinator, house):
    seat = make_seat(house)
    address = reverse("members:membership-update", args=[seat.pk])

    client.post(address, form_data(client.get(address).context["form"], function="Leitung", is_multiplier="on"))

    seat.refresh_from_db()
    assert (seat.function, seat.is_multiplier, seat.version) == ("Leitung", True, 2)
    assert AuditEvent.objects.get().details["fields"] == ["function", "is_multiplier"]


@pytest.mark.parametrize("name", ["update", "end", "restore"])
def test_foreign_coordination_changes_no_seat(client, house, name):
    seat = make_seat(house)
    client.force_login(make_coordinator(make_local_organisation().youth_welfare_office))

    response = client.post(
        reverse(f"members:membership-{name}", args=[seat.pk]), {"on": str(TODAY), "heir": "vakant", "version": 1}
    )

    assert response.status_code == 403
    seat.refresh_from_db()
    assert seat.end == ""
