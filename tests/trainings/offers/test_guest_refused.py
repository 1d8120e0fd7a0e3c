"""Signing up without access, refused: mistakes at their field, closed and full offers, codes asked for too often."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_registration, make_topic, make_training
from tests.trainings.offers.makers import ADDRESS, ask, code_path, confirm, register_path, sign_up
from trainings.enums import EventStatus
from trainings.models import Registration
from trainings.offers import pending

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"first_name": ""}, "Geben Sie den Vornamen ein."),
        ({"last_name": " "}, "Geben Sie den Nachnamen ein."),
        ({"email": "k.luczak@kita"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"email": ""}, "Geben Sie die E-Mail-Adresse ein."),
        ({"email": f"{'a' * 300}@kita.example"}, "Kürzen Sie die Angabe"),
        ({"organisation_name": ""}, "Geben Sie die Einrichtung ein."),
        ({"actor_category": ""}, "Wählen Sie die Akteursgruppe."),
        ({"actor_category": "999999"}, "Wählen Sie die Akteursgruppe aus der Liste."),
        ({"first_name": "x" * 10_000}, "Kürzen Sie die Angabe auf höchstens 80 Zeichen."),
        ({"needs": "x" * 10_000}, "Kürzen Sie die Angabe auf höchstens 300 Zeichen."),
        ({"first_name": "Kata\x00rzyna"}, "nicht"),
        ({"last_name": "\u202eŁuczak"}, "Der Text enthält Zeichen, die man nicht sieht."),
    ],
)
def test_mistakes_are_said_at_the_field_and_the_rest_stays(client, fields, message):
    event = make_training()

    response = ask(client, event, **fields)

    assert response.status_code == 200
    assert message in response.text
    assert "<title>Fehler: " in response.text
    assert 'value="vegetarisch"' in ask(client, event, **({"needs": "vegetarisch", "email": "x"})).text
    assert not OutgoingMail.objects.exists()


def test_groups_to_choose_from_are_those_the_offer_is_for(client):
    schools, others = make_category(title="Schulen"), make_category(title="Kitas")
    event = make_training(target_categories=[schools])

    text = client.get(register_path(event)).text
    response = ask(client, event, category=others)

    assert "Schulen" in text
    assert "Kitas" not in text
    assert "aus der Liste" in response.text


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"closes_at": timezone.now() - timedelta(days=1)}, "Die Anmeldung ist beendet."),
        ({"opens_at": timezone.now() + timedelta(days=1)}, "Die Anmeldung beginnt am"),
        ({"status": EventStatus.CANCELLED}, "Die Veranstaltung ist abgesagt."),
        ({"is_external": True}, "Die Anmeldung läuft beim Veranstalter."),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "Die Anmeldung ist beendet."),
    ],
)
def test_outside_the_window_nobody_signs_up_and_nothing_is_sent(client, fields, message):
    event = make_training(**fields)

    page, response = client.get(register_path(event)), ask(client, event)

    assert message in page.text
    assert 'name="first_name"' not in page.text
    assert message in response.text
    assert 'value="Łuczak"' in response.text
    assert not OutgoingMail.objects.exists()


def test_window_that_closed_while_the_code_was_on_its_way_is_said(client):
    event = make_training()
    ask(client, event)
    event.closes_at = timezone.now()
    event.save()

    response = confirm(client, event)

    assert "Die Anmeldung ist beendet." in response.text
    assert 'value="Łuczak"' in response.text
    assert not Registration.objects.exists()


def test_full_event_with_full_list_names_other_dates(client):
    topic = make_topic()
    event = make_training(maximum=1, waiting_list_cap=0, topics=[topic])
    make_registration(event=event)
    other = make_training(title="Zweiter Termin", topics=[topic])

    page, response = client.get(register_path(event)), ask(client, event)

    for text in (page.text, response.text):
        assert "Die Veranstaltung und ihre Warteliste sind voll." in text
        assert other.get_absolute_url() in text
    assert not OutgoingMail.objects.exists()


def test_seats_kept_for_another_group_are_no_seats(client):
    schools = make_category()
    event = make_training(maximum=1, waiting_list_cap=0, reserved={schools: 1})

    assert "sind voll" in ask(client, event).text
    assert "ist angemeldet" in sign_up(client, event, category=schools).text


def test_last_seat_gone_while_the_code_was_on_its_way_is_said(client):
    event = make_training(maximum=1, waiting_list_cap=0)
    ask(client, event)
    make_registration(event=event)

    assert "sind voll" in confirm(client, event).text
    assert Registration.objects.count() == 1


def test_address_of_an_offer_that_is_not_there_is_404(client):
    event = make_training(slug="alter-name")
    ask(client, event)
    type(event).objects.update(slug="neuer-name")

    assert client.get(register_path(event)).status_code == 404
    assert confirm(client, event).status_code == 404


@pytest.mark.parametrize(
    ("name", "fields"),
    [("ADDRESS_CODES_AN_HOUR", {}), ("READERS_CODES_AN_HOUR", {}), ("CODES_AN_HOUR", {})],
)
def test_codes_are_limited(client, monkeypatch, name, fields):
    monkeypatch.setattr(pending, name, 1)
    event = make_training()
    ask(client, event)

    response = ask(client, event)
    again = client.post(code_path(event), {"action": "resend"})

    assert (response.status_code, again.status_code) == (429, 429)
    assert "Es ist nichts abgeschickt." in response.text
    assert 'value="Łuczak"' in response.text
    assert OutgoingMail.objects.count() == 1


def test_limit_of_one_mailbox_leaves_others_alone(client, monkeypatch):
    monkeypatch.setattr(pending, "ADDRESS_CODES_AN_HOUR", 1)
    event = make_training()
    ask(client, event)

    assert ask(client, event, email="andere@kita.example").status_code == 200
    assert ask(client, event, email=ADDRESS.upper()).status_code == 429
