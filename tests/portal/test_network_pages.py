"""The network in public: emergency numbers, coordination office, Jugendämter, who takes part."""

import re

import pytest
from django.test import RequestFactory

from netzwerk.portal.context import Site
from reporting_paths.contacts.enums import Kind
from reporting_paths.guide.records import Records
from tests.contacts.makers import make_contact, make_on_call
from tests.factories import make_category, make_network, make_office, make_organisation, make_town

pytestmark = pytest.mark.django_db


def numbers_of():
    return [(str(entry["number"]), entry["tel"]) for entry in Site(RequestFactory().get("/")).emergency]


def test_without_contacts_the_national_numbers_stand():
    assert numbers_of() == [("110", "tel:110"), ("112", "tel:112")]


def test_common_on_call_joins_them():
    make_on_call(None, phone="0221 4710-110")
    make_on_call(make_office(), phone="0221 4710-111")

    assert numbers_of()[2:] == [("0221 4710-110", "tel:+492214710110")]


def test_one_number_for_all_offices_joins_them():
    for _ in range(2):
        make_on_call(make_office(), phone="0221 4710-110")

    assert numbers_of()[2:] == [("0221 4710-110", "tel:+492214710110")]


def test_different_numbers_lead_to_the_choice_of_the_town():
    make_on_call(make_office(), phone="0221 4710-110")
    make_on_call(make_office(), phone="0221 4710-111")

    assert numbers_of()[2:] == [("Nummer nach Ort", "/hilfe/")]


def test_paper_names_each_on_call_number_instead_of_a_link():
    for name, phone in (("Nord", "0221 4710-111"), ("Süd", "0221 4710-112"), ("West", "110")):
        make_on_call(make_office(), name=name, phone=phone)

    local = [(entry["label"], entry["number"], entry["tel"]) for entry in Records().emergency[2:]]
    assert local == [("Nord", "0221 4710-111", "tel:+492214710111"), ("Süd", "0221 4710-112", "tel:+492214710112")]


def test_on_call_through_the_police_is_said_at_its_number():
    make_on_call(make_office(), phone="110")

    entries = Site(RequestFactory().get("/")).emergency
    assert [str(entry["label"]) for entry in entries] == [
        "Polizei, nachts auch Jugendamt",
        "Rettungsdienst und Feuerwehr",
    ]


def test_number_with_hours_is_no_emergency_number():
    make_on_call(make_office(), phone="0221 4710-110", is_always_open=False)

    assert len(numbers_of()) == 2


def test_coordination_of_the_whole_network_comes_first():
    make_contact(kind=Kind.COORDINATION, youth_welfare_office=make_office(), sort=1)
    common = make_contact(kind=Kind.COORDINATION, sort=2)

    assert Site(RequestFactory().get("/")).coordination == common


def test_network_page_shows_attitude_offices_and_towns(client):
    make_network(attitude=["Wir sehen hin.", "Wir hören zu."], about="Wer wir sind.")
    make_town(name="Oberstadt", youth_welfare_office=make_office(name="Jugendamt Oberstadt"))
    make_organisation()

    page = client.get("/netzwerk/").content.decode()

    assert re.findall(r"<li>(Wir [^<]+)</li>", page) == ["Wir sehen hin.", "Wir hören zu."]
    assert "Wer wir sind." in page
    assert "Jugendamt Oberstadt" in page
    assert "Oberstadt</a>" in page
    assert "<b>1</b> Einrichtung<" in page


def test_network_page_stands_without_a_network(client):
    assert client.get("/netzwerk/").status_code == 200


def test_actors_stand_in_their_group_and_empty_groups_say_so(client):
    full, empty = (
        make_category(code="5", title="Schulen", sort=1),
        make_category(code="9", title="Staatsanwaltschaften", sort=2),
    )
    make_category(code="X", title="Nicht in Gebrauch", is_active=False)
    make_organisation(actor_category=full, name="Gesamtschule", municipality=make_town(name="Oberstadt"))

    sections = client.get("/netzwerk/akteure/").content.decode().split('<section class="nk-actors"')[1:]

    assert [re.search(r"<h3[^>]*>(.*?)</h3>", section)[1] for section in sections] == [full.title, empty.title]
    assert "Gesamtschule<small>Oberstadt</small>" in sections[0]
    assert "noch nicht vertreten" not in sections[0]
    assert "noch nicht vertreten" in sections[1]
