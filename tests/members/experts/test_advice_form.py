"""The form that asks for advice, and the page behind it."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from members.experts.models import AdviceRequest
from members.experts.views.advice import READERS_REQUESTS_AN_HOUR
from tests.factories import make_town, make_user
from tests.members.experts.makers import FORM, PHONE, answers, mails, make_expert

pytestmark = pytest.mark.django_db


def test_form_is_sent_without_an_account_and_leads_to_a_calm_page(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    response = client.post(FORM, answers(phone="0049 (0)221 / 4710-777"), follow=True)

    advice = AdviceRequest.objects.get()
    assert response.redirect_chain == [("/insofa/anfrage/gesendet/?ort=oberstadt", 302)]
    html = response.content.decode()
    assert "Ihre Bitte um Rückruf ist angekommen" in html
    assert html.index('href="tel:110"') > 0
    assert "4710-777" not in html
    assert advice.phone == "+49 221 / 4710-777"
    assert advice.window_text == "Dienstag, 24. November, 9 bis 12 Uhr"


def test_form_works_for_somebody_signed_in_too(town, morning):
    make_expert(office=town.youth_welfare_office)
    client = Client()
    client.force_login(make_user())

    assert client.post(FORM, answers()).status_code == 302
    assert AdviceRequest.objects.count() == 1


def test_sent_twice_it_is_one_request(client, town, morning):
    make_expert(office=town.youth_welfare_office)
    data = answers()

    for _time in range(2):
        assert client.post(FORM, data).status_code == 302

    assert AdviceRequest.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("profession", "", "Wählen Sie Ihren Arbeitsbereich."),
        ("profession", "Mutter von Mia", "Wählen Sie Ihren Arbeitsbereich aus der Liste."),
        ("town", "", "Wählen Sie den Ort."),
        ("town", "atlantis", "Wählen Sie den Ort aus der Liste."),
        ("town", "nachbar", "Wählen Sie den Ort aus der Liste."),
        ("phone", "", "Geben Sie die Nummer ein, unter der wir zurückrufen."),
        ("phone", "Mia, 6 Jahre", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "4710777", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "110", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "0221 4710-777 bitte abends", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "٠٢٢١٤٧١٠", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "0" * 5000, "Geben Sie die Nummer kürzer ein"),
        ("day", "2026-11-22", "Wählen Sie den Tag aus der Liste."),
        ("day", "2026-11-28", "Wählen Sie den Tag aus der Liste."),
        ("day", "2027-11-24", "Wählen Sie den Tag aus der Liste."),
        ("starts", "7", "Wählen Sie, ab wann."),
        ("ends", "9", "Wählen Sie ein Ende nach dem Beginn."),
        ("ends", "23", "Wählen Sie, bis wann."),
        ("token", "x", "Senden Sie das Formular bitte noch einmal."),
    ],
)
def test_mistake_is_told_kindly_and_nothing_is_kept(client, town, morning, field, value, sentence):
    make_expert(office=town.youth_welfare_office)
    make_town(slug="nachbar", youth_welfare_office=None)

    response = client.post(FORM, answers(**{field: value}))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not AdviceRequest.objects.exists()


def test_time_of_today_that_is_over_is_refused(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    html = client.post(FORM, answers(day="2026-11-23", starts="8", ends="10")).content.decode()

    assert "Diese Zeit ist schon vorbei. Wählen Sie eine spätere." in html


def test_program_that_fills_everything_in_gets_a_page_and_leaves_nothing(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    response = client.post(FORM, answers(trap="https://spam.example"))

    assert response.url == reverse("contacts:advice-sent")
    assert (AdviceRequest.objects.count(), mails()) == (0, [])


def test_flood_from_one_address_is_stopped_and_others_get_through(client, town, morning):
    make_expert(office=town.youth_welfare_office)
    for _number in range(READERS_REQUESTS_AN_HOUR):
        assert client.post(FORM, answers()).status_code == 302

    response = client.post(FORM, answers())

    assert response.status_code == 429
    html = response.content.decode()
    assert "Gerade kommen sehr viele Anfragen an" in html
    assert PHONE in html  # what was typed stays
    assert AdviceRequest.objects.count() == READERS_REQUESTS_AN_HOUR
    assert Client(REMOTE_ADDR="198.51.100.9").post(FORM, answers()).status_code == 302


def test_form_is_protected_and_has_no_text_field(town):
    assert Client(enforce_csrf_checks=True).post(FORM, answers()).status_code == 403
    html = Client().get(f"{FORM}?ort=oberstadt").content.decode().split("<main")[1].split("</main")[0]
    assert "<textarea" not in html
    assert '<option value="oberstadt" selected>' in html
    assert set(re.findall(r'<input type="(\w+)"', html)) == {"hidden", "text", "tel"}
    assert re.search(r'<div[^>]*\bhidden\b[^>]*>\s*<div[^>]*id="div_id_trap"', html)  # the only one is the trap


@pytest.mark.parametrize("query", ["", "?ort=oberstadt", "?ort=atlantis", "?ort=%00"])
def test_confirmation_page_tells_what_happens_and_whom_to_call(client, town, query):
    html = client.get(f"/insofa/anfrage/gesendet/{query}").content.decode()

    assert "Nach dem Rückruf löschen wir Ihre Nummer" in html
    assert 'href="tel:110"' in html
    assert ("Jugendamt für Oberstadt" in html) == (query == "?ort=oberstadt")
