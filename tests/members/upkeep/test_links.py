"""The page behind the link in the mail."""

from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Organisation, Person
from members.upkeep.models import Confirmation, Correction
from netzwerk.models import AuditEvent
from tests.factories import make_membership, make_network, make_organisation, make_person
from tests.members.upkeep.makers import link_to, make_confirmation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


def test_page_shows_organisation_and_its_people(client):
    organisation = make_organisation(name="Kita Sonnenstrahl", phone="0571 80", address="Weg 1\n32423 Minden")
    make_membership(organisation=organisation, function="Leitung", person=make_person(last_name="Ortmann"))

    page = client.get(link_to(make_confirmation(organisation=organisation))).content.decode()

    for text in ("Kita Sonnenstrahl", "0571 80", "32423 Minden", "Ortmann", "Leitung", "Stimmt so"):
        assert text in page


def test_page_shows_a_person_their_own_fields(client):
    person = make_person(mobile="0171 1", mobile_visibility="coordinators")

    assert "0171 1" in client.get(link_to(make_confirmation(person=person))).content.decode()


def test_opening_changes_nothing(client):
    confirmation = make_confirmation()

    for _ in range(2):
        assert client.get(link_to(confirmation)).status_code == 200

    confirmation.refresh_from_db()
    assert confirmation.answered_at is None
    assert confirmation.organisation.confirmed_at is None
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize("make", [make_organisation, make_person])
def test_button_confirms_once(client, make):
    record = make()
    link = link_to(make_confirmation(**{record._meta.model_name: record}))

    response = client.post(link, follow=True)

    record.refresh_from_db()
    assert "sind bestätigt" in response.content.decode()
    assert timezone.now() - record.confirmed_at < timedelta(minutes=1)
    assert Confirmation.objects.get().answer == "confirmed"
    again = client.get(link)
    assert (again.status_code, "schon benutzt" in again.content.decode()) == (410, True)
    assert client.post(link).status_code == 410


def test_link_expires(client):
    response = client.get(link_to(make_confirmation(), days=-1))

    assert response.status_code == 410
    assert "begrenzte Zeit" in response.content.decode()


def test_link_for_something_else_opens_nothing(client):
    confirmation = make_confirmation()

    for link in (link_to(confirmation, purpose="seat"), link_to(confirmation)[:-4] + "/", "/bestaetigen/abc/"):
        response = client.get(link)
        assert (response.status_code, "abgeschnitten" in response.content.decode()) == (404, True)


def test_replaced_link_ends(client):
    confirmation = make_confirmation()
    link = link_to(confirmation)
    confirmation.renew_secret()

    assert client.get(link).status_code == 410


def test_link_of_a_closed_organisation_ends(client):
    link = link_to(make_confirmation(organisation=make_organisation(closed_on=timezone.localdate())))

    assert client.get(link).status_code == 410


def test_correction_offers_every_field_of_the_record(client):
    organisation = make_organisation(phone="0571 80", phone_visibility="coordinators")

    page = client.get(link_to(make_confirmation(organisation=organisation)) + "korrektur/").content.decode()

    assert "0571 80" in page
    assert "Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen." in page


def test_correction_is_kept_and_the_link_ends(client):
    organisation = make_organisation(phone="0571 80")
    seat = make_membership(organisation=organisation, function="Leitung")
    link = link_to(make_confirmation(organisation=organisation))
    data = {
        "version": organisation.version,
        "new_name": organisation.name,
        "new_phone": "0571 90",
        f"function_{seat.pk}": "Leitung",
        f"left_{seat.pk}": "on",
        "reason": "outdated",
    }

    response = client.post(link + "korrektur/", data)

    assert response.status_code == 302
    changes = Correction.objects.get().changes.values_list("membership", "field", "old_value", "new_value")
    assert set(changes) == {(None, "phone", "0571 80", "0571 90"), (seat.pk, "left", "", "1")}
    assert Confirmation.objects.get().answer == "corrected"
    assert Organisation.objects.get(pk=organisation.pk).confirmed_at is None
    assert client.get(link).status_code == 410


def test_correction_without_any_change_says_so(client):
    person = make_person()
    link = link_to(make_confirmation(person=person)) + "korrektur/"
    data = {"version": 1, "new_last_name": person.last_name, "new_first_name": person.first_name}
    data |= {"new_email": person.email, "reason": "wrong"}

    response = client.post(link, data)

    assert "Ändern Sie mindestens eine Angabe." in response.content.decode()
    assert Person.objects.get().confirmed_at is None
