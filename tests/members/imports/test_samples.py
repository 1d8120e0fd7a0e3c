"""The sample files, from the upload into the network of the example and back."""

import pytest

from members.enums import MembershipKind, Role
from members.imports.actions import decide_rows, start_undoing
from members.imports.tasks import undo_rows
from members.models import Membership, Organisation, Person
from tests.factories import make_user
from tests.members.imports.makers import applied, checked, done, outcomes, problems
from tests.members.imports.samples import MESSY, TIDY

pytestmark = pytest.mark.usefixtures("example_network")


@pytest.fixture(scope="module")
def coordinator(example_network):
    return make_user(role=Role.COORDINATOR)


@pytest.fixture(scope="module")
def tidy(coordinator):
    """The tidy file, taken over: (what its preview counted, how many organisations there were before)."""
    before = Organisation.objects.count()
    member_import = checked(TIDY.read_bytes(), by=coordinator, name=TIDY.name)
    counts = member_import.counts
    assert not Person.objects.filter(last_name="Brinkhoff", email__startswith="aylin").exists()
    applied(member_import, by=coordinator)
    return counts, before


def test_tidy_file_comes_in_whole_and_twice_changes_nothing(coordinator, tidy):
    counts, before = tidy

    assert counts == {"all": 60, "new": 60, "organisations": 0}
    aylin = Person.objects.get(email="aylin.brinkhoff@haus1.example")
    seat = aylin.memberships.get()
    assert (seat.organisation.name, seat.function, f"{seat.since_on:%d.%m.%Y}") == (
        "Jugendamt Kreis Minden-Lübbecke, Allgemeiner Sozialer Dienst",
        "Leitung",
        "01.01.2025",
    )
    assert Organisation.objects.count() == before
    again = checked(TIDY.read_bytes(), by=coordinator, name=TIDY.name)
    assert again.counts == {"all": 60, "unchanged": 60, "organisations": 0}


def test_messy_file_says_what_is_wrong_and_takes_the_rest(coordinator, tidy):
    member_import = checked(MESSY.read_bytes(), by=coordinator, name=MESSY.name)

    assert member_import.header_row == 4
    assert member_import.mapping == ["", "full_name", "organisation", "group", "email", "phone", "deputy_of", "since"]
    assert outcomes(member_import) == {
        6: "changed",
        7: "duplicate",
        8: "unchanged",
        10: "new",
        11: "new",
        12: "new",
        13: "bad",
        14: "bad",
        15: "bad",
        16: "bad",
        17: "new",
        18: "duplicate",
        19: "bad",
        22: "bad",
    }
    assert problems(member_import) == {
        13: ["„bald“ ist kein Datum. Schreiben Sie es so: 01.09.2026."],
        14: ["Der Nachname fehlt."],
        15: ["„udo.sauer(at)grundschule.example“ ist keine E-Mail-Adresse."],
        16: [
            '„=HYPERLINK("http://x.example";"Klick")“ sieht aus wie eine Formel. Formeln werden nicht berechnet; tragen'
            " Sie den Wert ein.",
            "Der Nachname fehlt.",
        ],
        19: ["Die Einrichtung „Neue Beratungsstelle“ ist neu; ihre Akteursgruppe fehlt."],
        22: ["Die Einrichtung fehlt."],
    }
    changed = member_import.rows.get(number=6)
    assert changed.changes == [
        {"of": "person", "field": "phone", "old": "030 23125 100", "new": "030 23125 900"},
    ]
    jannik = Person.objects.get(email="jannik.osterkamp@haus2.example")
    anne = member_import.rows.get(number=18)
    assert member_import.rows.get(number=7).candidates[0]["ref"] == f"p{jannik.pk}"
    assert anne.candidates == [{"ref": "r17", "reason": "ähnlicher Name in derselben Einrichtung"}]

    decide_rows(
        member_import=member_import,
        decisions={7: ("same", f"p{jannik.pk}"), 18: ("same", "r17")},
        by=coordinator,
    )
    people = Person.objects.count()
    applied(member_import, by=coordinator)

    assert Person.objects.count() == people + 4
    jannik.refresh_from_db()
    assert (jannik.first_name, jannik.phone, jannik.email) == (
        "Jannick",
        "030 23125 901",
        "jannik.osterkamp@haus2.example",
    )
    katja = Membership.objects.get(person__last_name="Bäumer")
    assert (katja.kind, katja.deputy_of.person.full_name) == (MembershipKind.DEPUTY, "Dr. Gülsen Größe-Ütz")
    assert katja.organisation.actor_category.code == "2"
    assert Person.objects.get(last_name="Müller-Lüdenscheidt").email == "joerg@münster.example"
    assert (
        Membership.objects.filter(
            organisation__name="AWO Kreisverband Minden-Lübbecke", person__last_name="Weber"
        ).count()
        == 1
    )

    done(start_undoing(member_import=member_import, by=coordinator), undo_rows)

    jannik.refresh_from_db()
    assert Person.objects.count() == people
    assert (jannik.first_name, jannik.phone) == ("Jannik", "030 23125 101")
    assert not Organisation.objects.filter(name="Kita Sonnenschein Löhne").exists()
    member_import.refresh_from_db()
    assert (member_import.status, member_import.kept) == ("undone", [])
