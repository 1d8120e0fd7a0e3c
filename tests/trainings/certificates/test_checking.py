"""The public check: what a certificate is good for, never whose, and no place to guess."""

import logging
import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from tests.trainings.attendance.makers import make_past, make_present
from trainings.attendance.actions import set_presence
from trainings.certificates import checking
from trainings.certificates.names import is_name_of, name_hash, plain_name
from trainings.enums import Presence
from trainings.models import Certificate

pytestmark = pytest.mark.django_db

SEARCH = reverse("trainings:certificate-search")
UNKNOWN = reverse("trainings:certificate-check", args=["ABCDEFGHJKLMNPQR"])


@pytest.fixture
def certificate():
    event = make_past(title="Gespräche führen", minutes=210)
    seat = make_present(event, first_name="Jörg", last_name="Großmann", email="joerg@amt.example")
    return Certificate.objects.get(registration=seat)


def body(response):
    return " ".join(response.content.decode().split())


def test_check_says_what_it_is_good_for_and_no_name(client, certificate):
    response = client.get(certificate.get_absolute_url())

    text = body(response)
    for part in ("Diese Bescheinigung gilt", "Gespräche führen", "3 Stunden 30 Minuten", certificate.number):
        assert part in text
    assert "Großmann" not in text
    assert "no-store" in response["Cache-Control"]


def test_withdrawn_one_says_so_at_once_and_compares_no_name(client, certificate):
    assert "Diese Bescheinigung gilt" in body(client.get(certificate.get_absolute_url()))
    set_presence(registration=certificate.registration, presence=Presence.ABSENT, by=None)

    text = body(client.get(certificate.get_absolute_url()))

    assert "Diese Bescheinigung ist zurückgezogen" in text
    assert 'name="name"' not in text


def test_unknown_number_is_answered_clearly(client):
    response = client.get(UNKNOWN)

    assert response.status_code == 404
    assert "Diese Nummer kennen wir nicht" in body(response)


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}-", "grouped", "lower"])
def test_number_is_found_as_people_type_it(client, certificate, typed):
    forms = {"grouped": certificate.number, "lower": certificate.code.lower()}

    response = client.post(SEARCH, {"code": forms.get(typed, typed.format(certificate.code))})

    assert response["Location"] == certificate.get_absolute_url()


@pytest.mark.parametrize("typed", ["", "ABC", "Ä" * 16, "A" * 17, "x" * 10_000])
def test_what_is_no_number_is_said_at_the_field(client, typed):
    response = client.post(SEARCH, {"code": typed})

    assert response.status_code == 200
    assert response.context["form"].errors["code"]


@pytest.mark.parametrize("code", ["A" * 200, "<script>", "%00"])
def test_strange_addresses_are_unknown(client, code):
    assert client.get(reverse("trainings:certificate-check", args=[code])).status_code == 404


@pytest.mark.parametrize("name", ["Jörg Großmann", "  jörg   GROSSMANN ", "JÖRG GROẞMANN", "jo\u0308rg großmann"])
def test_right_name_matches_however_it_is_written(client, certificate, name):
    text = body(client.post(certificate.get_absolute_url(), {"name": name}))

    assert "Der Name stimmt überein." in text


@pytest.mark.parametrize("name", ["Jörg Grossman", "Großmann", "Ina Weser"])
def test_wrong_name_does_not_match_and_is_not_shown(client, certificate, name):
    text = body(client.post(certificate.get_absolute_url(), {"name": name}))

    assert "Der Name stimmt nicht überein." in text
    assert f"„{name}“" not in text
    assert f'value="{name}"' not in text


def test_empty_name_is_said_at_the_field(client, certificate):
    response = client.post(certificate.get_absolute_url(), {"name": ""})

    assert response.context["form"].errors["name"]
    assert response.context["answer"] is None


def test_entered_name_gets_into_no_address_and_no_log(client, certificate, caplog):
    with caplog.at_level(logging.DEBUG):
        response = client.post(certificate.get_absolute_url(), {"name": "Ina Weserbogen"})

    assert response.status_code == 200
    assert "Weserbogen" not in caplog.text
    assert not response.has_header("Location")


def test_hash_is_of_this_certificate_and_this_portal(certificate, settings):
    assert is_name_of(certificate, "Jörg Großmann")
    assert certificate.name_hash != name_hash("ANOTHERCODE23456", "Jörg Großmann")
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret"
    assert not is_name_of(certificate, "Jörg Großmann")
    settings.SECRET_KEY_FALLBACKS = [old]

    assert is_name_of(certificate, "Jörg Großmann")


def test_plain_name_knows_composed_and_decomposed_letters():
    name = "Jörg Çelik"

    assert plain_name(unicodedata.normalize("NFD", name)) == plain_name(unicodedata.normalize("NFC", name))


def test_name_is_not_asked_for_once_the_holder_is_deleted(client, certificate):
    Certificate.objects.update(registration=None, name_hash="")

    text = body(client.get(certificate.get_absolute_url()))

    assert "Diese Bescheinigung gilt" in text
    assert 'name="name"' not in text


def test_guessing_numbers_ends_with_a_german_page(client, certificate, monkeypatch):
    monkeypatch.setattr(checking, "CHECKS_AN_HOUR", 3)
    answers = [client.get(UNKNOWN).status_code for _ in range(4)]

    response = client.get(certificate.get_absolute_url())

    assert answers == [404, 404, 404, 429]
    assert response.status_code == 429
    assert "in einer Stunde noch einmal" in body(response)


def test_guessing_names_ends_from_wherever_they_come(certificate, monkeypatch):
    monkeypatch.setattr(checking, "NAMES_AN_HOUR", 2)
    clients = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in range(1, 4)]

    answers = [each.post(certificate.get_absolute_url(), {"name": "Ina"}).status_code for each in clients]

    assert answers == [200, 200, 429]
