"""Correction forms: who may propose what, and what nobody learns from them."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.upkeep.actions.corrections import ONE_RECORD_AN_HOUR
from members.upkeep.models import Correction
from tests.factories import make_member, make_network, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def address(record):
    kind = "organisation" if hasattr(record, "closed_on") else "person"
    return reverse(f"upkeep:{kind}-correct", args=[record.pk])


def offered(response):
    return [name for name in response.context["form"].fields if name.startswith("new_")]


def data_for(record, **changed):
    values = {"version": record.version, "new_name": record.name, "new_phone": record.phone, "new_email": record.email}
    return values | {"new_address": record.address, "new_website": record.website, "reason": "outdated"} | changed


def test_public_proposes_a_new_value(client):
    organisation = make_organisation(phone="0571 80")

    response = client.post(address(organisation), data_for(organisation, new_phone=" 0571 90 "))

    assert response.url == reverse("upkeep:correction-thanks")
    correction = Correction.objects.get()
    assert (correction.source, correction.organisation, correction.proposed_by) == ("public", organisation, None)
    assert list(correction.changes.values_list("field", "old_value", "new_value")) == [("phone", "0571 80", "0571 90")]


def test_old_value_stands_beside_the_new_one(client):
    page = client.get(address(make_organisation(phone="0571 80"))).content.decode()

    assert "Bisher: 0571 80" in page
    assert "Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen." in page


@pytest.mark.parametrize(
    ("visibility", "public", "member"), [("public", 1, 1), ("members", 0, 1), ("coordinators", 0, 0)]
)
def test_hidden_field_is_neither_shown_nor_offered(client, visibility, public, member):
    organisation = make_organisation(phone="0571 80", phone_visibility=visibility)

    anonymous = client.get(address(organisation))
    client.force_login(make_member())
    inside = client.get(address(organisation))

    for response, is_seen in ((anonymous, public), (inside, member)):
        assert ("new_phone" in offered(response), "0571 80" in response.content.decode()) == (is_seen, is_seen)


def test_hidden_field_that_is_sent_anyway_changes_nothing(client):
    """The same answer whether the guess is right or wrong, and nothing kept."""
    organisation = make_organisation(phone="0571 80", phone_visibility="coordinators")

    answers = [
        client.post(address(organisation), data_for(organisation, new_phone=guess)) for guess in ("0571 80", "1")
    ]

    assert [response.status_code for response in answers] == [200, 200]
    assert Correction.objects.count() == 0


def test_member_learns_nothing_of_other_peoples_addresses(client):
    """The address of somebody else is taken like any other; whether it is free is seen when it is applied."""
    make_person(email="geheim@haus.example", email_visibility="coordinators")
    person = make_person()
    client.force_login(make_member())
    data = {"version": 1, "new_last_name": person.last_name, "new_first_name": person.first_name}

    response = client.post(address(person), data | {"new_email": "geheim@haus.example", "reason": "wrong"})

    assert response.status_code == 302


def test_person_is_corrected_by_members_only(client):
    person = make_person()
    answers = {}
    for name, user in (("professional", make_user()), ("member", make_member()), ("editor", make_user(role="editor"))):
        client.force_login(user)
        answers[name] = client.get(address(person)).status_code

    assert answers == {"professional": 403, "member": 200, "editor": 200}


def test_person_whose_name_is_hidden_is_not_there(client):
    person = make_person(name_visibility="coordinators")
    client.force_login(make_member())
    assert client.get(address(person)).status_code == 404

    client.force_login(make_user(role=Role.COORDINATOR))
    assert client.get(address(person)).status_code == 200


def test_closed_organisation_has_no_form(client):
    assert client.get(address(make_organisation(closed_on=timezone.localdate()))).status_code == 404


def test_value_that_cannot_be_right_is_named_at_its_field(client):
    organisation = make_organisation()

    response = client.post(address(organisation), data_for(organisation, new_email="keine", new_name=""))

    errors = response.context["form"].errors
    assert errors["new_email"] == ["Prüfen Sie diese Angabe; so kann sie nicht stimmen."]
    assert errors["new_name"] == ["Geben Sie einen Wert ein."]


def test_value_changed_meanwhile_is_shown_instead_of_taken_back(client):
    organisation = make_organisation(phone="0571 80")
    data = data_for(organisation, new_address="Weg 2")
    organisation.phone, organisation.version = "0571 99", 2
    organisation.save()

    response = client.post(address(organisation), data)

    assert "Bisher: 0571 99" in response.content.decode()
    assert "gerade geändert" in response.content.decode()
    assert Correction.objects.count() == 0


def test_gone_needs_no_new_value(client):
    organisation = make_organisation()

    client.post(address(organisation), data_for(organisation, reason="gone"))

    assert Correction.objects.get().changes.count() == 0


def test_markup_in_values_stays_text(client):
    page = client.get(address(make_organisation(address="<b>x</b>", name="<i>y</i>"))).content.decode()

    assert "<b>x" not in page
    assert "<i>y" not in page


def test_flood_is_stopped_without_knowing_who_sends(client):
    organisation = make_organisation(phone="0571 80")

    answers = [
        client.post(address(organisation), data_for(organisation, new_phone=str(number))).status_code
        for number in range(ONE_RECORD_AN_HOUR + 1)
    ]

    assert answers == [302] * ONE_RECORD_AN_HOUR + [429]
    assert Correction.objects.count() == ONE_RECORD_AN_HOUR
    other = make_organisation()
    assert client.post(address(other), data_for(other, new_phone="1")).status_code == 302
