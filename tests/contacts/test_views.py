"""Pages „Wen rufe ich jetzt an?“, coordination offices and InsoFa."""

import re
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import OFFICE_HOURS, at, make_contact, make_helpline, make_on_call
from tests.factories import make_network, make_office, make_organisation, make_town

pytestmark = pytest.mark.django_db
OPEN, CLOSED = at(2026, 11, 26, 16, 59), at(2026, 11, 26, 17, 0)


@pytest.fixture
def clock(monkeypatch):
    """Sets the time of the views."""

    def set_time(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_time(OPEN)
    return set_time


@pytest.fixture
def town(clock):
    town = make_town(name="Oberstadt", slug="oberstadt", postal_codes=["50001"])
    office = town.youth_welfare_office
    make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, name="Sozialer Dienst", phone="0221 4710-100")
    make_on_call(office, name="Bereitschaft", phone="0221 4710-110")
    make_contact(youth_welfare_office=office, kind=Kind.INSOFA, name="Fachberatung", phone="0221 4710-130")
    return town


def words_of(response):
    text = re.sub(r"<(script|style|head).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def panel_of(response):
    """What stands under „Jetzt anrufen“."""
    return words_of(response).split("Jetzt anrufen", 1)[1].split("Alle Nummern und Zeiten")[0]


def test_postal_code_leads_to_its_town(client, town):
    response = client.get("/hilfe/", {"plz": " 50001 "})

    assert (response.status_code, response.url) == (302, "/hilfe/oberstadt/")


@pytest.mark.parametrize(
    ("typed", "sentence", "kept"),
    [
        ("abcde", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "abcde"),
        ("3242", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "3242"),
        ("٣٢٤٢٣", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "٣٢٤٢٣"),
        ("1' OR '1'='1' --", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "1&#x27; OR &#x27;1&#x27;=&#x27;1"),
        ("<script>alert(1)</script>", "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "&lt;script&gt;aler"),
        ("5" * 10_000, "Geben Sie die Postleitzahl mit fünf Ziffern ein.", "5" * 12),
        ("50\x00001\n", "Diese Postleitzahl kennen wir nicht.", "50001"),
        ("99999", "Diese Postleitzahl kennen wir nicht.", "99999"),
        ("", "Geben Sie eine Postleitzahl ein oder wählen Sie den Ort aus der Liste.", ""),
    ],
)
def test_bad_postal_code_gets_a_kind_sentence(client, clock, typed, sentence, kept):
    make_town(name="Oberstadt", postal_codes=["40001"])

    response = client.get("/hilfe/", {"plz": typed})
    page = response.content.decode()

    assert response.status_code == 200
    assert sentence in words_of(response)
    assert (f'value="{kept}"' in page) if kept else ('value="' not in page.split('name="plz"')[1].split(">")[0])
    assert re.search(r'name="plz"[^>]*aria-invalid="true"', page)
    assert "Oberstadt" in page
    assert "5" * 13 not in page


def test_shared_postal_code_asks_for_the_town(client, town):
    make_town(name="Unterstadt", slug="unterstadt", postal_codes=["50001"])
    make_town(name="Fernstadt", slug="fernstadt", postal_codes=["50002"])

    page = client.get("/hilfe/?plz=50001").content.decode()
    asked = page.split("In welchem Ort lebt das Kind?")[1].split("</section>")[0]

    assert re.findall(r'href="([^"]+)"', asked) == ["/hilfe/oberstadt/", "/hilfe/unterstadt/"]


def test_help_offers_covered_towns_only(client, town):
    make_town(name="Nachbarstadt", slug="nachbarstadt", youth_welfare_office=None)

    page = client.get("/hilfe/").content.decode()

    assert 'href="/hilfe/oberstadt/"' in page
    assert "Nachbarstadt" not in page


def test_town_page_changes_at_the_minute(client, town, clock):
    open_panel = panel_of(client.get("/hilfe/oberstadt/?at=1"))
    clock(CLOSED)
    closed_panel = panel_of(client.get("/hilfe/oberstadt/?at=2"))

    assert open_panel.index("0221 4710-100") < open_panel.index("0221 4710-110")
    assert "jetzt erreichbar Sozialer Dienst , bis 17 Uhr" in open_panel
    assert closed_panel.index("0221 4710-110") < closed_panel.index("0221 4710-100")
    assert "wieder erreichbar ab Freitag, 27. November 2026, 8:30 Uhr" in closed_panel


def test_town_page_is_valid_until_the_answer_changes(client, town):
    response = client.get("/hilfe/oberstadt/?x=1")

    assert response.valid_until == CLOSED


def test_town_page_has_the_whole_table_experts_and_helplines(client, town):
    make_helpline(name="Elterntelefon", phone="0800 111 0 550")

    page = words_of(client.get("/hilfe/oberstadt/"))

    assert "Mo–Do 8:30–17 Uhr Fr 8:30–12 Uhr nicht an Feiertagen" in page
    assert "täglich rund um die Uhr" in page
    assert "Fachberatung Telefon 0221 4710-130" in page
    assert "0800 111 0 550" in page


def test_numbers_are_links_a_telephone_can_call(client, town):
    page = client.get("/hilfe/oberstadt/").content.decode()

    assert {"tel:110", "tel:112", "tel:+492214710100", "tel:+492214710110"} <= set(
        re.findall(r'href="(tel:[^"]+)"', page)
    )


def test_on_call_through_the_police_says_what_to_say(client, clock):
    clock(CLOSED)
    town = make_town(name="Oberstadt", slug="oberstadt")
    make_contact(youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS)
    make_on_call(town.youth_welfare_office, phone="110", note="Sagen Sie, dass Sie das Jugendamt brauchen.")

    page = panel_of(client.get("/hilfe/oberstadt/"))

    assert "über die Leitstelle der Polizei 110 Sagen Sie, dass Sie das Jugendamt brauchen." in page


def test_town_without_on_call_names_the_police(client, clock):
    clock(CLOSED)
    town = make_town(slug="oberstadt")
    make_contact(youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS)

    assert "Bei Gefahr: Polizei 110" in panel_of(client.get("/hilfe/oberstadt/"))


def test_neighbour_is_not_covered_and_still_gets_emergency_numbers(client, town):
    make_town(
        name="Nachbarstadt",
        slug="nachbarstadt",
        youth_welfare_office=None,
        responsible_elsewhere="Jugendamt Nebenan",
        postal_codes=["50003"],
    )

    assert client.get("/hilfe/?plz=50003").url == "/hilfe/nachbarstadt/"
    main = client.get("/hilfe/nachbarstadt/").content.decode().split("<main")[1]
    assert "Nachbarstadt gehört nicht zu diesem Netzwerk." in main
    assert "Zuständig ist: Jugendamt Nebenan." in main
    assert {"tel:110", "tel:112"} <= set(re.findall(r'href="(tel:[^"]+)"', main))
    assert "0221 4710-110" not in main.split("<footer")[0]


def test_unknown_town_is_not_found(client):
    assert client.get("/hilfe/nirgendwo/").status_code == 404


def test_contact_list_shows_coordination_and_offices(client, town):
    make_contact(kind=Kind.COORDINATION, name="Koordination", phone="0221 4710-900")
    make_office(name="Jugendamt ohne Nummer")

    page = words_of(client.get(reverse("contacts:contact-list")))

    assert "Für das ganze Netzwerk Koordination Telefon 0221 4710-900" in page
    assert "Sozialer Dienst Telefon 0221 4710-100" in page
    assert "Jugendamt ohne Nummer" in page


def test_expert_list_says_where_nobody_is_named(client, town):
    make_office(name="Jugendamt Leer")
    make_helpline(name="Hotline für Fachkräfte", for_professionals=True)

    page = words_of(client.get(reverse("contacts:expert-list")))

    assert "Fachberatung Telefon 0221 4710-130" in page
    assert "Jugendamt Leer Für Hier ist noch keine Stelle eingetragen." in page
    assert "Hotline für Fachkräfte" in page


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/hilfe/", 5),
        ("/hilfe/?plz=99999", 6),
        ("/hilfe/oberstadt/", 5),
        ("/ansprechpersonen/", 5),
        ("/insofa/", 8),
        ("/netzwerk/", 6),
        ("/netzwerk/akteure/", 8),
    ],
)
def test_cold_pages_ask_a_constant_number_of_queries(client, town, django_assert_num_queries, address, queries, count):
    make_network()
    for number in range(count):
        office = make_office()
        neighbour = make_town(youth_welfare_office=office, postal_codes=[f"6000{number}"])
        make_contact(youth_welfare_office=office, hours=OFFICE_HOURS, towns=[neighbour])
        make_contact(youth_welfare_office=office, kind=Kind.INSOFA)
        make_organisation(youth_welfare_office=office)
        make_helpline()

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
