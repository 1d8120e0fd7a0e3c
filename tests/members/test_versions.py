"""Two browsers change the same record: the second is shown both versions, and nothing is lost."""

import pytest
from django.urls import reverse

from members.models import Person
from tests.factories import make_category, make_membership, make_person
from tests.members.makers import form_data, make_coordinator, make_local_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make_coordinator()
    client.force_login(user)
    return user


def open_form(client, address):
    return form_data(client.get(address).context["form"])


def conflict_data(response):
    """What the page of both versions sends as it stands."""
    data = dict(response.context["kept"])
    return data | {found.choice_name: found.chosen for found in response.context["differences"]}


@pytest.fixture
def conflict(client, coordinator):
    """A person of whom another browser changed phone and last name; mine changed last name and mail."""
    person = make_person(last_name="Alt", phone="0571 100", email="alt@haus.example")
    address = reverse("members:person-update", args=[person.pk])
    mine = open_form(client, address)
    client.post(address, mine | {"last_name": "Ihrs", "phone": "0571 200"})
    response = client.post(address, mine | {"last_name": "Meins", "email": "mein@haus.example"})
    return address, response


def stored():
    return Person.objects.values_list("last_name", "phone", "email", "version").get()


def test_second_save_is_refused_and_shows_both(conflict, coordinator):
    _address, response = conflict

    assert response.status_code == 409
    assert stored() == ("Ihrs", "0571 200", "alt@haus.example", 2)
    shown = {found.name: (found.mine, found.theirs, found.chosen) for found in response.context["differences"]}
    assert shown == {
        "last_name": ("Meins", "Ihrs", "meine"),
        "phone": ("0571 100", "0571 200", "gespeicherte"),
        "email": ("mein@haus.example", "alt@haus.example", "meine"),
    }
    html = response.content.decode()
    assert f"{coordinator} hat am" in html
    assert "<bdi>Meins</bdi>" in html


def test_as_offered_both_browsers_changes_stay(client, conflict):
    address, response = conflict

    client.post(address, conflict_data(response))

    assert stored() == ("Meins", "0571 200", "mein@haus.example", 3)


def test_each_field_can_be_decided(client, conflict):
    address, response = conflict

    client.post(
        address,
        conflict_data(response) | {"wahl-last_name": "gespeicherte", "wahl-phone": "meine", "wahl-email": "meine"},
    )

    assert stored() == ("Ihrs", "0571 100", "mein@haus.example", 3)


def test_a_third_change_is_shown_again(client, conflict):
    address, response = conflict
    decided = conflict_data(response)
    client.post(address, open_form(client, address) | {"last_name": "Drittes"})

    response = client.post(address, decided)

    assert response.status_code == 409
    shown = {found.name: (found.mine, found.theirs) for found in response.context["differences"]}
    assert shown == {
        "last_name": ("Meins", "Drittes"),
        "email": ("mein@haus.example", "alt@haus.example"),
    }
    client.post(address, conflict_data(response))
    assert stored() == ("Meins", "0571 200", "mein@haus.example", 4)


def test_names_with_markup_stay_text(client, coordinator):
    person = make_person()
    address = reverse("members:person-update", args=[person.pk])
    mine = open_form(client, address)
    client.post(address, mine | {"last_name": "<b>Ihrs</b>"})

    html = client.post(address, mine | {"last_name": '"><script>alert(1)</script>'}).content.decode()

    assert "<script>alert" not in html
    assert "&lt;b&gt;Ihrs&lt;/b&gt;" in html


def test_organisation_shows_both_versions_with_names_of_choices(client, coordinator):
    house = make_local_organisation(address="Alte Straße 1")
    group = make_category(title="Schulen", short_title="Schulen")
    address = reverse("members:organisation-update", args=[house.pk])
    mine = open_form(client, address)
    client.post(address, mine | {"actor_category": group.pk})

    response = client.post(address, mine | {"address": "Neue Straße 2"})

    shown = {found.name: (found.mine, found.theirs) for found in response.context["differences"]}
    assert shown == {
        "actor_category": (str(house.actor_category), "Schulen"),
        "address": ("Neue Straße 2", "Alte Straße 1"),
    }
    client.post(address, conflict_data(response))
    house.refresh_from_db()
    assert (house.actor_category, house.address) == (group, "Neue Straße 2")


def test_seat_shows_both_versions_with_dates_and_checkboxes(client, coordinator):
    seat = make_membership(since_on="2026-01-01", is_multiplier=True)
    address = reverse("members:membership-update", args=[seat.pk])
    mine = open_form(client, address)
    client.post(address, {name: value for name, value in mine.items() if name != "is_multiplier"})

    response = client.post(address, mine | {"since_on": "2026-02-01"})

    shown = {found.name: (found.mine, found.theirs, found.chosen) for found in response.context["differences"]}
    assert shown == {
        "since_on": ("1. Februar 2026", "1. Januar 2026", "meine"),
        "is_multiplier": ("ja", "nein", "gespeicherte"),
    }
    client.post(address, conflict_data(response))
    seat.refresh_from_db()
    assert (str(seat.since_on), seat.is_multiplier) == ("2026-02-01", False)


def test_a_mistake_does_not_hide_the_conflict(client, coordinator):
    person = make_person(last_name="Alt")
    address = reverse("members:person-update", args=[person.pk])
    mine = open_form(client, address)
    client.post(address, mine | {"last_name": "Ihrs"})

    wrong = client.post(address, mine | {"first_name": "Mein", "phone": "keine Ahnung"})
    assert "phone" in wrong.context["form"].errors
    again = client.post(address, form_data(wrong.context["form"], phone=""))

    assert again.status_code == 409
    assert {found.name: found.theirs for found in again.context["differences"]}["last_name"] == "Ihrs"
