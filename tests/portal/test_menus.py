"""The links of „Mein Bereich“: each under the heading where people look for it, each only for those it serves."""

import pytest

from members.enums import Role
from netzwerk.portal.menus import SECTIONS, sections_for
from tests.factories import make_member, make_person, make_user

pytestmark = pytest.mark.django_db


def links_of(user):
    """{heading: labels}"""
    return {str(section["title"]): [str(link["label"]) for link in section["links"]] for section in sections_for(user)}


def test_member_finds_the_network_and_the_own_data():
    links = links_of(make_member())

    assert list(links) == ["Im Netzwerk", "Fortbildungen", "Meine Angaben", "Nachschlagen"]
    assert links["Im Netzwerk"][:2] == ["Verzeichnis der Mitglieder", "Gremien"]
    assert links["Meine Angaben"][:2] == ["Meine Abwesenheit", "So sehen mich andere"]


def test_coordinator_who_is_no_expert_sees_no_link_of_experts():
    links = links_of(make_person(user=make_user(role=Role.COORDINATOR)).user)

    assert "Beratung als InsoFa" not in links
    assert {"Personen", "Einrichtungen", "Import", "Korrekturen"} <= set(links["Personen und Einrichtungen"])
    assert links["Zugänge und Betrieb"][:2] == ["Rollen", "Zugänge und zweite Faktoren"]


def test_members_find_the_needs_and_coordinators_what_came_of_them():
    assert {"Bedarfe nach Gruppen", "Rückmeldungen im Jahr"} & set(links_of(make_member())["Fortbildungen"]) == set()
    assert "Bedarfe" in links_of(make_member())["Fortbildungen"]

    links = links_of(make_user(role=Role.COORDINATOR))["Fortbildungen"]

    assert {"Bedarfe", "Bedarfe nach Gruppen", "Rückmeldungen im Jahr"} <= set(links)


def test_no_page_stands_twice():
    names = [entry.name for section in SECTIONS for entry in section.entries]

    assert len(names) == len(set(names))
