"""Signing up without access: the form, the code from the mail, the result."""

import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest
from django.db import connection, connections
from django.test import Client

from netzwerk.mail.kinds import is_secret_kind
from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_registration, make_training, make_user
from tests.trainings.offers.makers import (
    ADDRESS,
    ask,
    code_path,
    confirm,
    done_path,
    newest_code,
    register_path,
    sign_up,
)
from trainings.dates import publish_dates
from trainings.enums import RegistrationSource, RegistrationState
from trainings.models import Registration

pytestmark = pytest.mark.django_db


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
