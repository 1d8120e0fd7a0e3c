"""Coverage: who represents which group for which Jugendamt, gaps, cells, and what the public sees of it."""

import re
from html import unescape

import pytest
from django.utils import timezone

from members.coverage import registry
from members.coverage.enums import State
from members.coverage.matrix import SHOWN_NAMES, Matrix
from members.enums import MembershipKind, Role, Visibility
from tests.factories import (
    make_category,
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
COVERAGE, ACTORS = "/koordination/abdeckung/", "/netzwerk/akteure/"


@pytest.fixture
def offices():
    return [make_office(key=key, short_name=key.title(), sort=number) for number, key in enumerate(("nord", "sued"))]


def make_group(code, **fields):
    return make_category(code=code, title=f"Gruppe {code}", short_title=f"Gruppe {code}", sort=int(code), **fields)


def make_house(group, office=None, **fields):
    return make_organisation(actor_category=group, youth_welfare_office=office, **fields)


def make_coordinator(office=None):
    return make_user(role=Role.COORDINATOR, office=office)


def states(user=None):
    """{code: states of Nord, Süd and the whole network}"""
    return {row.category.code: [cell.state for cell in row.cells] for row in Matrix(user).rows}


def words_of(response):
    text = re.sub(r"<(script|style|head|svg).*?</\1>", " ", response.content.decode(), flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def table_of(response):
    """{group: words of its cells}"""
    rows = re.findall(r'<tr class="kern-table__row">\s*<th[^>]*scope="row">(.*?)</tr>', response.content.decode(), re.S)
    cells = [
        [" ".join(unescape(re.sub(r"<[^>]+>", " ", part)).split()) for part in re.split("<td", row)] for row in rows
    ]
    return {row[0]: [re.sub(r"^[^>]*> ?", "", cell) for cell in row[1:]] for row in cells}


def test_cell_says_whether_somebody_represents_the_group_there(offices):
    nord, sued = offices
    held, vacant, whole, nobody = (make_group(code) for code in ("1", "2", "3", "4"))
    make_membership(organisation=make_house(held, nord))
    make_house(vacant, nord)
    make_membership(organisation=make_house(whole))
    make_membership(organisation=make_house(nobody, sued), kind=MembershipKind.GUEST)

    assert states(make_coordinator()) == {
        "1": [State.PRESENT, State.GAP, State.NONE],
        "2": [State.VACANT, State.GAP, State.NONE],
        "3": [State.SHARED, State.SHARED, State.PRESENT],
        "4": [State.GAP, State.VACANT, State.NONE],
    }


def test_ended_seats_closed_houses_and_groups_out_of_use_do_not_count(offices):
    today = timezone.localdate()
    group, old = make_group("1"), make_group("2", is_active=False)
    make_membership(organisation=make_house(group, offices[0], closed_on=today))
    make_membership(
        organisation=make_house(group, offices[1]),
        since_on=today - timezone.timedelta(days=2),
        until_on=today - timezone.timedelta(days=1),
    )
    make_membership(organisation=make_house(old))

    assert states(make_coordinator()) == {"1": [State.GAP, State.VACANT, State.NONE]}


def test_public_sees_organisations_and_not_who_is_missing(offices):
    group, other = make_group("1"), make_group("2")
    make_house(group, offices[0])
    make_house(other)

    assert states() == {
        "1": [State.PRESENT, State.GAP, State.NONE],
        "2": [State.SHARED, State.SHARED, State.PRESENT],
    }


def test_groups_of_the_law_are_counted_and_missing_ones_named(client, offices):
    for code in ("1", "2", "3"):
        group = make_group(code)
        if code == "2":
            make_membership(organisation=make_house(group, offices[0]))
    make_membership(organisation=make_house(make_group("4", is_statutory=False)))
    client.force_login(make_coordinator())

    words = words_of(client.get(COVERAGE))

    assert "1 von 3 Gruppen vertreten Es fehlen: Gruppe 1, Gruppe 3 " in words


def test_without_gaps_the_page_says_so(client, offices):
    make_membership(organisation=make_house(make_group("1")))
    client.force_login(make_coordinator())

    assert "Alle Gruppen, die das Gesetz nennt, sind vertreten." in words_of(client.get(COVERAGE))


def test_groups_with_most_gaps_come_first(client, offices):
    make_membership(organisation=make_house(make_group("1"), None))
    make_membership(organisation=make_house(make_group("2"), offices[0]))
    make_group("3")
    client.force_login(make_coordinator())

    table = table_of(client.get(COVERAGE))

    assert list(table) == ["Gruppe 3 fehlt", "Gruppe 2", "Gruppe 1"]
    assert table["Gruppe 3 fehlt"][:2] == ["Lücke", "Lücke"]


def test_cell_shows_numbers_names_and_vacancies(client, offices):
    house = make_house(make_group("1"), offices[0])
    for number in range(SHOWN_NAMES + 2):
        make_membership(organisation=house, person=make_person(first_name="Uta", last_name=f"Ohm{number}"))
    make_membership(organisation=house, kind=MembershipKind.DEPUTY)
    make_house(house.actor_category, offices[0])
    client.force_login(make_coordinator())

    cell = table_of(client.get(COVERAGE))["Gruppe 1"][0]

    assert cell == (
        "5 Vertretungen 1 Stellvertretung Uta Ohm0, Uta Ohm1, Uta Ohm2 und 2 mehr 1 Einrichtung ohne Vertretung"
    )


def test_hidden_name_counts_without_being_named(client, offices):
    house = make_house(make_group("1"), offices[0], name="Kita Sonnenweg")
    person = make_person(last_name="Geheim", name_visibility=Visibility.COORDINATORS)
    make_membership(organisation=house, person=person)
    shown = {}
    for name, office in {"own": offices[0], "foreign": offices[1], "network": None}.items():
        client.force_login(make_coordinator(office))
        table, cell = client.get(COVERAGE), client.get(f"{COVERAGE}1/nord/")
        assert "1 Vertretung" in table_of(table)["Gruppe 1"][0]
        shown[name] = ["Geheim" in words_of(page) for page in (table, cell)]

    assert shown == {"own": [True, True], "foreign": [False, False], "network": [True, True]}


def test_each_cell_opens_its_organisations(client, offices, nobody_knows):
    group = make_group("1", legal_ref="§ 9 Abs. 4 Satz 1 Nr. 1")
    house = make_house(group, offices[0], name="Kita Sonnenweg")
    make_membership(organisation=house, person=make_person(first_name="Uta", last_name="Ohm"), function="Leitung")
    make_house(group, offices[0], name="Kita Regenbogen")
    make_house(group, offices[1], name="Anderswo")
    make_house(group, None, name="Überall")
    client.force_login(make_coordinator())

    assert f'href="{COVERAGE}1/nord/"' in client.get(COVERAGE).content.decode()
    words = words_of(client.get(f"{COVERAGE}1/nord/"))
    assert "Kita Regenbogen unbesetzt Kita Sonnenweg Uta Ohm Vertretung, Leitung" in words
    assert "Anderswo" not in words
    assert "Überall" in words_of(client.get(f"{COVERAGE}1/netzwerk/"))


def test_empty_cell_leads_to_the_form_for_an_organisation(client, offices):
    group = make_group("1")
    client.force_login(make_coordinator())

    page = client.get(f"{COVERAGE}1/nord/").content.decode()
    address = unescape(re.search(r'href="(/koordination/einrichtungen/neu/[^"]*)"', page)[1])
    form = client.get(address).context["form"]

    assert (form["actor_category"].value(), form["youth_welfare_office"].value()) == (group.pk, offices[0].pk)
    client.force_login(make_coordinator(offices[1]))
    assert "/einrichtungen/neu/" not in client.get(f"{COVERAGE}1/nord/").content.decode()


@pytest.mark.parametrize("address", ["1/west/", "99/nord/"])
def test_unknown_cell_is_not_found(client, offices, address):
    make_group("1")
    client.force_login(make_coordinator())

    assert client.get(COVERAGE + address).status_code == 404


@pytest.mark.parametrize("address", ["", "1/nord/"])
def test_members_are_refused(client, offices, address):
    make_group("1")
    client.force_login(make_member())

    assert client.get(COVERAGE + address).status_code == 403


@pytest.fixture
def attendance(monkeypatch):
    """A provider that knows what `days` says."""
    days = {}
    monkeypatch.setattr(registry, "_providers", [])
    registry.register(lambda keys: {key: days[key] for key in keys if key in days})
    return days


def test_last_attendance_is_shown_where_one_coordinates(client, offices, attendance):
    group = make_group("1")
    houses = [make_house(group, office) for office in (*offices, offices[0])]
    for number, house in enumerate(houses):
        make_membership(organisation=house)
        attendance[house.pk] = timezone.datetime(2026, 3, 1 + number).date()
    client.force_login(make_coordinator())
    assert [cell.rpartition(" ")[2] for cell in table_of(client.get(COVERAGE))["Gruppe 1"][:2]] == [
        "03.03.2026",
        "02.03.2026",
    ]

    client.force_login(make_coordinator(offices[0]))
    cells = table_of(client.get(COVERAGE))["Gruppe 1"]
    assert ["zuletzt dabei" in cell for cell in cells] == [True, False, False]
    assert "01.03.2026" in words_of(client.get(f"{COVERAGE}1/nord/"))
    assert "02.03.2026" not in words_of(client.get(f"{COVERAGE}1/sued/"))


@pytest.fixture
def nobody_knows(monkeypatch):
    """No app keeps attendance."""
    monkeypatch.setattr(registry, "_providers", [])


def test_where_nobody_knows_pages_do_not_speak_of_attendance(client, offices, nobody_knows):
    make_membership(organisation=make_house(make_group("1"), offices[0]))
    client.force_login(make_coordinator())

    assert "zuletzt dabei" not in words_of(client.get(COVERAGE)).lower()
    assert "zuletzt dabei" not in words_of(client.get(f"{COVERAGE}1/nord/")).lower()


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [("", 13), ("1/nord/", 12)])
def test_query_count_stays(client, django_assert_num_queries, offices, count, address, queries):
    for code in range(1, count + 1):
        group = make_group(str(code))
        for _ in range(count):
            make_membership(organisation=make_house(group, offices[0]))
    client.force_login(make_coordinator())

    with django_assert_num_queries(queries):
        client.get(COVERAGE + address)


def tiles_of(response):
    """{title: (state, dots)} of the picture."""
    svg = re.search(r"<svg class=\"nk-picture.*?</svg>", response.content.decode(), re.S)[0]
    return {
        unescape(title): (state, rest.count("<circle"))
        for title, state, rest in re.findall(r'<g><title>(.*?)</title><path class="nk-tile-(\w+)"[^>]*/>(.*?)</g>', svg)
    }


def test_picture_has_a_tile_for_each_cell_and_a_dot_for_each_organisation(client, offices):
    group = make_group("1")
    for _ in range(3):
        make_house(group, offices[0])

    response = client.get(ACTORS)

    assert tiles_of(response) == {
        "Gruppe 1, Nord: vertreten": ("present", 3),
        "Gruppe 1, Sued: noch nicht vertreten": ("gap", 0),
        "Gruppe 1, Ganzes Netzwerk: keine eigene Einrichtung": ("none", 0),
    }
    assert "<desc" in response.content.decode()


def test_many_organisations_become_a_number(client, offices):
    for number in range(1, 14):
        group = make_group(str(number))
    for _ in range(60):
        make_house(group, offices[0])

    page = client.get(ACTORS).content.decode()

    assert re.search(r'<text class="nk-dot-present"[^>]*>60</text>', page)


def test_picture_says_all_in_words_too(client, offices):
    group = make_group("1")
    make_house(group, offices[0])
    make_group("2")

    words = words_of(client.get(ACTORS))

    assert "Gruppe 1 1 Einrichtung, 1 Lücke" in words
    assert "Gruppe 2 noch nicht vertreten" in words
    assert table_of(client.get(ACTORS))["Gruppe 1"] == [
        "1 Einrichtung",
        "noch nicht vertreten",
        "keine eigene Einrichtung",
    ]


def test_public_page_says_when_data_were_confirmed_and_names_nobody(client, offices):
    house = make_house(make_group("1"), offices[0], confirmed_at=timezone.now())
    make_membership(organisation=house, person=make_person(last_name="Ohm", name_visibility=Visibility.PUBLIC))

    words = words_of(client.get(ACTORS))

    assert "zuletzt bestätigt am" in words
    assert "Ohm" not in words


def test_without_any_group_the_pages_say_what_comes_next(client):
    actors = words_of(client.get(ACTORS))
    client.force_login(make_coordinator())
    coverage = words_of(client.get(COVERAGE))

    assert "Fragen zum Netzwerk beantwortet die Koordination" in actors
    assert "Noch ist keine Akteursgruppe eingerichtet" in coverage
    assert ["0 von 0" in words or "sind vertreten" in words for words in (actors, coverage)] == [False, False]
