"""Signing up without access: the form, the code from the mail, the result."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from netzwerk.mail.kinds import is_secret_kind
from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_registration, make_topic, make_training, make_user
from tests.trainings.offers.makers import code_path, done_path, guest_data, register_path
from trainings.dates import publish_dates
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import Registration
from trainings.offers import pending

ADDRESS = "k.luczak@kita.example"
pytestmark = pytest.mark.django_db


def newest_code():
    """The code as it stands in the newest mail."""
    mail = OutgoingMail.objects.filter(kind="training-code").latest("pk")
    return mail.text_body.split("an:\n\n")[1].split("\n")[0]


def ask(client, event, **fields):
    return client.post(register_path(event), guest_data(**fields))


def confirm(client, event, code=None):
    return client.post(code_path(event), {"code": code or newest_code()})


def sign_up(client, event, **fields):
    ask(client, event, **fields)
    return confirm(client, event)


def test_code_from_the_mail_registers(client):
    event, category = make_training(), make_category()

    asked = ask(client, event, category=category, needs="vegetarisches Essen")
    assert not Registration.objects.exists()
    response = confirm(client, event)

    registration = Registration.objects.get()
    assert "Ein Code ist unterwegs an k.luczak@kita.example" in asked.text
    assert "Katarzyna Łuczak ist angemeldet" in response.text
    assert (registration.email, registration.state) == (ADDRESS, RegistrationState.CONFIRMED)
    assert (registration.source, registration.actor_category) == (RegistrationSource.SELF, category)
    assert (registration.organisation_name, registration.needs) == ("Kita Sonnenweg", "vegetarisches Essen")
    assert (registration.user, registration.booked_by) == (None, None)
    assert set(OutgoingMail.objects.values_list("to", "kind")) == {
        (ADDRESS, "training-code"),
        (ADDRESS, "training"),
    }


def test_from_the_list_to_the_result_takes_five_requests(client):
    event = make_training()
    requests = [
        client.get("/fortbildungen/"),
        client.get(event.get_absolute_url()),
        client.get(register_path(event)),
        ask(client, event),
        confirm(client, event),
    ]

    assert [response.status_code for response in requests] == [200] * 5
    assert "ist angemeldet" in requests[-1].text


def test_full_event_puts_on_the_list_and_names_the_place(client):
    event = make_training(maximum=1)
    make_registration(event=event)
    make_registration(event=event, state=RegistrationState.WAITING)

    response = sign_up(client, event)

    assert "Katarzyna Łuczak: Platz 2 auf der Warteliste" in response.text
    assert "In den Kalender" not in response.text


@pytest.mark.parametrize("code", ["FALSCH", "", "ä" * 300, "0", "<b>"])
def test_wrong_code_registers_nobody(client, code):
    event = make_training()
    ask(client, event)

    response = confirm(client, event, code or " ")

    assert "<title>Fehler: Code eingeben" in response.text
    assert not Registration.objects.exists()


def test_right_code_counts_no_more_after_three_wrong_ones(client):
    event = make_training()
    ask(client, event)
    for _ in range(3):
        response = confirm(client, event, "FALSCH")

    assert "Dieser Code gilt nicht mehr" in response.text
    assert "Dieser Code gilt nicht mehr" in confirm(client, event).text
    assert not Registration.objects.exists()


def test_new_code_after_three_wrong_ones_still_knows_the_form(client):
    event = make_training()
    ask(client, event)
    old = newest_code()
    for _ in range(3):
        confirm(client, event, "FALSCH")

    again = client.post(code_path(event), {"action": "resend"})
    assert "Ein neuer Code ist unterwegs" in again.text
    assert "stimmt nicht" in confirm(client, event, old).text
    assert "ist angemeldet" in confirm(client, event).text


def test_code_is_good_for_fifteen_minutes(client, monkeypatch):
    event, then = make_training(), time.time() - 16 * 60
    with monkeypatch.context() as patch:
        patch.setattr(time, "time", lambda: then)
        ask(client, event)

    assert "Dieser Code gilt nicht mehr" in confirm(client, event).text
    assert not Registration.objects.exists()


def test_code_works_in_the_browser_that_asked_only(client):
    event = make_training()
    ask(client, event)

    response = confirm(Client(), event)

    assert (response.status_code, response["Location"]) == (302, register_path(event))
    assert not Registration.objects.exists()


def test_code_of_one_offer_is_worth_nothing_for_another(client):
    event, other = make_training(), make_training()
    ask(client, event)

    confirm(client, other)

    assert not Registration.objects.exists()


def test_code_is_a_secret_in_the_outbox(client):
    ask(client, make_training())

    assert is_secret_kind(OutgoingMail.objects.get().kind)


def test_same_address_twice_stays_one_and_is_said_only_after_the_code(client):
    event = make_training()
    make_registration(event=event, email=ADDRESS.upper(), first_name="Kasia", last_name="Łuczak")
    stranger = Client()

    asked = ask(stranger, event)
    response = confirm(stranger, event)

    assert "schon" not in asked.text.split("<main")[1].split("Was mit")[0]
    assert "gibt es schon eine Anmeldung" in response.text
    assert "Kasia Łuczak ist angemeldet" in response.text
    assert Registration.objects.count() == 1


def test_second_click_on_the_button_shows_the_same_result(client):
    event = make_training()
    ask(client, event)
    code, before = newest_code(), dict(client.session)
    first = confirm(client, event, code)
    session = client.session  # as it was when both requests came in
    session.clear()
    session.update(before)
    session.save()

    second = confirm(client, event, code)

    assert "ist angemeldet" in first.text
    assert "ist angemeldet" in second.text
    assert "gibt es schon" not in second.text
    assert Registration.objects.count() == 1


def test_way_back_to_the_code_leads_to_the_result(client):
    event = make_training()
    sign_up(client, event)

    response = client.get(code_path(event), follow=True)

    assert response.redirect_chain == [(done_path(event), 302)]
    assert "ist angemeldet" in response.text
    assert Registration.objects.count() == 1


def test_way_back_to_the_form_finds_it_filled_in(client):
    event = make_training()
    ask(client, event)

    assert 'value="Łuczak"' in client.get(register_path(event)).text


def test_result_is_for_whoever_signed_up_only(client):
    event = make_training()
    sign_up(client, event)

    response = Client().get(done_path(event))

    assert (response.status_code, response["Location"]) == (302, event.get_absolute_url())


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


def test_somebody_with_access_gets_their_seat_without_signing_in(client):
    event, user = make_training(), make_user(email=ADDRESS)

    sign_up(client, event)

    assert list(Registration.objects.of_user(user)) == [Registration.objects.get()]


def test_page_offers_to_sign_in_and_comes_back(client):
    event = make_training()

    assert f"?next={quote(register_path(event))}" in client.get(register_path(event)).text


@pytest.mark.parametrize("count", [1, 30])
def test_form_costs_the_same_however_many_are_registered(client, django_assert_num_queries, count):
    event = make_training(maximum=100)
    for _ in range(count):
        make_registration(event=event)

    with django_assert_num_queries(5):
        client.get(f"{register_path(event)}?bench=1")


@pytest.mark.parametrize("count", [1, 30])
def test_confirming_costs_the_same_however_many_are_registered(client, django_assert_max_num_queries, count):
    event = make_training(maximum=100)
    for _ in range(count):
        make_registration(event=event)
    publish_dates(event)
    ask(client, event)

    with django_assert_max_num_queries(50):
        confirm(client, event)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_registration(client):
    event, category = make_training(maximum=5), make_category()
    ask(client, event, category=category)
    code, cookies = newest_code(), client.cookies

    def click(_number):
        one = Client()
        one.cookies = cookies
        try:
            return confirm(one, event, code).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(click, range(4)))

    connection.close()
    assert Registration.objects.count() == 1
    assert set(answers) <= {200, 302}
