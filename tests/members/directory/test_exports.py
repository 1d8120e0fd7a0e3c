"""The list to take along: who may, what is in it, what the log says."""

import csv
import io

import pytest
import vobject
from openpyxl import load_workbook

from members.directory import exports
from members.enums import Role, Visibility
from members.models import Membership, Person
from netzwerk.models import AuditEvent
from tests.factories import (
    make_category,
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_town,
    make_user,
)
from tests.members.directory.makers import make_coordinator, make_seated, words_of

pytestmark = pytest.mark.django_db
HEADERS = [
    "Nachname", "Vorname", "Titel", "Einrichtung", "Funktion", "Art", "Akteursgruppe", "Jugendamt", "Ort", "Seit",
    "E-Mail-Adresse", "Telefon", "Mobiltelefon",
]  # fmt: skip
LIST = "/intern/verzeichnis/"


def content(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def export(client, kind, query=""):
    return client.post(f"{LIST}liste.{kind}{query}")


def csv_rows(client, query=""):
    text = content(export(client, "csv", query)).decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"))


@pytest.fixture
def coordinator(client):
    user = make_coordinator()
    client.force_login(user)
    return user


@pytest.mark.parametrize("kind", ["csv", "xlsx", "vcf"])
@pytest.mark.parametrize("make", [make_member, lambda: make_user(role=Role.EDITOR), make_user])
def test_only_coordinators_take_the_list_along(client, make, kind):
    user = make()
    make_seated()
    client.force_login(user)

    assert export(client, kind).status_code == 403
    assert not AuditEvent.objects.exists()


def test_members_are_not_offered_it(client):
    client.force_login(make_member())

    assert "mitnehmen" not in words_of(client.get(LIST))


def test_link_alone_takes_nothing_along(client, coordinator):
    assert client.get(f"{LIST}liste.csv").status_code == 405
    assert not AuditEvent.objects.exists()


def test_csv_has_a_row_for_each_seat_in_order(client, coordinator):
    office, town = make_office(short_name="Nord"), make_town(name="Oberstadt")
    school = make_organisation(
        name="Schule",
        youth_welfare_office=office,
        municipality=town,
        actor_category=make_category(short_title="Schulen"),
    )
    person = make_seated(
        organisation=school, title="Dr.", first_name="Uta", last_name="Ohm", phone="0221 4710-1", email="ohm@s.example",
        seat={"function": "Leitung", "since_on": "2026-02-01"},
    )  # fmt: skip
    make_membership(person=person, organisation=make_organisation(name="Beirat"), kind="deputy")
    make_seated(last_name="Äpfel")

    rows = csv_rows(client)

    assert rows[0] == HEADERS
    assert [row[0] for row in rows[1:]] == ["Äpfel", "Ohm", "Ohm"]
    assert rows[2][3:8] == ["Beirat", "", "Stellvertretung", rows[2][6], "Ganzes Netzwerk"]
    assert rows[3] == [
        "Ohm", "Uta", "Dr.", "Schule", "Leitung", "Vertretung", "Schulen", "Nord", "Oberstadt", "01.02.2026",
        "ohm@s.example", "0221 4710-1", "",
    ]  # fmt: skip


def test_filtered_list_has_the_seats_that_fit(client, coordinator):
    school = make_organisation(name="Schule", actor_category=make_category(code="5"))
    person = make_seated(organisation=school)
    make_membership(person=person, organisation=make_organisation(name="Beirat"))
    make_seated()

    assert [row[3] for row in csv_rows(client, "?gruppe=5")[1:]] == ["Schule"]


def test_coordination_of_one_office_gets_what_it_may_see(client):
    office = make_office()
    hidden = {"mobile": "030 23125-1", "mobile_visibility": Visibility.COORDINATORS}
    own = make_seated(organisation=make_organisation(youth_welfare_office=office), last_name="Eigen", **hidden)
    make_seated(organisation=make_organisation(youth_welfare_office=make_office()), last_name="Fremd", **hidden)
    make_seated(last_name="Geheim", name_visibility=Visibility.COORDINATORS)
    client.force_login(make_coordinator(office))

    assert [(row[0], row[12]) for row in csv_rows(client)[1:]] == [("Eigen", own.mobile), ("Fremd", "")]


def test_formulas_are_made_harmless(client, coordinator):
    make_seated(last_name="=cmd|' /C calc'!A0", first_name="@SUM(A1)", phone="+49 221 4710")

    row = csv_rows(client)[1]
    sheet = load_workbook(io.BytesIO(content(export(client, "xlsx")))).active

    assert row[:2] == ["'=cmd|' /C calc'!A0", "'@SUM(A1)"]
    assert row[11] == "'+49 221 4710"
    assert "f" not in {cell.data_type for cell in sheet[2]}
    assert sheet["A2"].value == row[0]


def test_control_characters_do_not_break_the_file(client, coordinator):
    make_seated(last_name="Ohm\x0b\x1f")

    sheet = load_workbook(io.BytesIO(content(export(client, "xlsx")))).active

    assert sheet["A2"].value == "Ohm"


def test_xlsx_has_the_same_as_the_csv(client, coordinator):
    for name in ("Özdemir", "Ohm"):
        make_seated(last_name=name)

    response = export(client, "xlsx")
    rows = list(load_workbook(io.BytesIO(content(response))).active.iter_rows(values_only=True))

    assert [[cell or "" for cell in row] for row in rows] == csv_rows(client)
    assert response["Content-Disposition"].endswith('.xlsx"')


def test_cards_of_all_are_in_one_file(client, coordinator):
    for name in ("Özdemir", "Ohm"):
        make_seated(last_name=name)

    cards = list(vobject.readComponents(content(export(client, "vcf")).decode()))

    assert [card.n.value.family for card in cards] == ["Ohm", "Özdemir"]


def test_every_export_is_in_the_log_without_a_name(client, coordinator):
    make_seated(last_name="Ohm", organisation=make_organisation(actor_category=make_category(code="5")))
    make_seated(last_name="Ohmann")

    for kind, query in (("csv", "?name=ohm"), ("xlsx", "?gruppe=5&funktion="), ("vcf", "?name=niemand")):
        export(client, kind, query)

    events = AuditEvent.objects.order_by("pk")
    assert {(event.kind, event.actor_id) for event in events} == {("directory.people_exported", coordinator.pk)}
    assert [event.details for event in events] == [
        {"format": "csv", "count": 2, "filters": {"name": True}},
        {"format": "xlsx", "count": 1, "filters": {"gruppe": "5"}},
        {"format": "vcf", "count": 0, "filters": {"name": True}},
    ]


def test_too_many_for_excel_leads_back_with_the_filter(client, coordinator, monkeypatch):
    monkeypatch.setattr(exports, "MAX_XLSX_PEOPLE", 1)
    for _ in range(2):
        make_seated(last_name="Ohm")

    response = client.post(f"{LIST}liste.xlsx?name=ohm", follow=True)

    assert response.redirect_chain == [(f"{LIST}?name=ohm", 302)]
    assert "höchstens 1 Personen" in words_of(response)
    assert not AuditEvent.objects.exists()


def test_long_list_comes_in_pieces_with_few_queries(client, coordinator, django_assert_max_num_queries):
    house = make_organisation()
    people = Person.objects.bulk_create(Person(last_name=f"Name {number:04}") for number in range(1_200))
    Membership.objects.bulk_create(Membership(person=person, organisation=house) for person in people)

    with django_assert_max_num_queries(14):
        rows = csv_rows(client)

    assert len(rows) == 1_201
