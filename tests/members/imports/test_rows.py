"""What rows mean, who they are, and why some can't be taken over."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.enums import MembershipKind, Role
from members.imports.actions import choose_organisations, decide_rows, start_applying
from members.imports.names import mail_key, person_key, split_name
from members.imports.tasks import apply_rows, check_rows
from members.imports.values import read_day
from members.models import Membership, Organisation, Person
from tests.factories import (
    make_category,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_town,
    make_user,
)
from tests.members.imports.makers import applied, checked, done, outcomes, problems
from tests.members.imports.samples import csv_file

pytestmark = pytest.mark.django_db
HEADER = ["Titel", "Vorname", "Nachname", "E-Mail", "Telefon", "Einrichtung", "Gruppe", "Jugendamt", "Ort", "Art"]
HEADER += ["Vertritt", "Seit", "Bis", "Multiplikator", "Funktion"]


def row(**cells):
    """A line under HEADER; names of cells as there."""
    cells = {"Vorname": "Maren", "Nachname": "Tiemann", "Einrichtung": "Kita Sonne"} | cells
    return [cells.get(name, "") for name in HEADER]


def file_of(*rows):
    return csv_file(rows, header=HEADER)


@pytest.fixture
def kita():
    """An organisation that the portal has."""
    return make_organisation(
        name="Kita Sonne", actor_category=make_category(code="2", title="Träger von Einrichtungen")
    )


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Dr. Maren Tiemann", ("Dr.", "Maren", "Tiemann")),
        ("Tiemann, Dr. Maren", ("Dr.", "Maren", "Tiemann")),
        ("Dr. Tiemann, Maren", ("Dr.", "Maren", "Tiemann")),
        ("Frau Prof. Dr. med. Ada von der Heide", ("Prof. Dr. med.", "Ada", "von der Heide")),
        ("Dr.Maren Tiemann", ("Dr.", "Maren", "Tiemann")),
        ("Drew Barry", ("", "Drew", "Barry")),
        ("Tiemann", ("", "", "Tiemann")),
        ("محمد علي", ("", "محمد", "علي")),
    ],
)
def test_names_are_taken_apart(text, parts):
    assert split_name(text) == parts


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1.9.24", date(2024, 9, 1)),
        ("01.09.2024", date(2024, 9, 1)),
        ("2024-09-01 00:00:00", date(2024, 9, 1)),
        ("09/2024", date(2024, 9, 1)),
        ("Sept. 2024", date(2024, 9, 1)),
        ("März 2023", date(2023, 3, 1)),
        ("2024", date(2024, 1, 1)),
        ("31.02.2024", None),
        ("bald", None),
        ("1.1.1024", None),
    ],
)
def test_days_are_read_as_people_write_them(text, day):
    assert read_day(text) == day


def test_addresses_and_names_are_compared_as_people_mean_them():
    assert mail_key("Kontakt@MÜNSTER.example") == mail_key("kontakt@xn--mnster-3ya.example")
    assert person_key("Jörg", "Groß") == person_key("GROSS", "Joerg")


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Nachname": ""}, "Der Nachname fehlt."),
        ({"Nachname": "x" * 81}, "ist zu lang: höchstens 80 Zeichen"),
        ({"E-Mail": "maren(at)kita.example"}, "ist keine E-Mail-Adresse"),
        ({"E-Mail": "a@kita.example; b@kita.example"}, "ist keine E-Mail-Adresse"),
        ({"Telefon": "siehe oben"}, "ist keine Telefonnummer"),
        ({"Einrichtung": ""}, "Die Einrichtung fehlt."),
        ({"Einrichtung": "Neues Haus"}, "ist neu; ihre Akteursgruppe fehlt"),
        ({"Gruppe": "99"}, "Die Akteursgruppe „99“ gibt es nicht"),
        ({"Jugendamt": "Hintertupfing"}, "gehört nicht zum Netzwerk"),
        ({"Ort": "Hintertupfing"}, "ist unbekannt"),
        ({"Art": "Häuptling"}, "Möglich sind Vertretung, Stellvertretung und Gast"),
        ({"Seit": "bald"}, "ist kein Datum"),
        ({"Seit": "01.02.2026", "Bis": "01.01.2026"}, "Das Ende liegt vor dem Beginn."),
        ({"Multiplikator": "vielleicht"}, "Möglich sind ja und nein"),
        ({"Art": "Vertretung", "Vertritt": "Jan Ott"}, "Nur eine Stellvertretung vertritt jemanden."),
        ({"Vertritt": "Jan Ott"}, "„Jan Ott“ ist in dieser Einrichtung nicht zu finden."),
        ({"Vertritt": "Maren Tiemann"}, "Niemand vertritt sich selbst."),
        ({"Nachname": "=cmd|' /C calc'!A0"}, "sieht aus wie eine Formel"),
        ({"Funktion": "@SUM(A1)"}, "sieht aus wie eine Formel"),
    ],
)
def test_bad_row_has_its_number_and_reason(kita, coordinator, cells, reason):
    make_town(name="Minden")
    member_import = checked(file_of(row(Nachname="Ohnesorg"), row(**cells)), by=coordinator)

    assert list(problems(member_import)) == [3]
    assert reason in " ".join(problems(member_import)[3])
    assert outcomes(member_import)[2] == "new"


def test_row_is_understood_in_every_field(coordinator):
    town = make_town(name="Bad Oeynhausen", postal_codes=["32545"])
    office = town.youth_welfare_office
    type(office).objects.filter(pk=office.pk).update(name="Jugendamt Stadt Bad Oeynhausen", short_name="Oeynhausen")
    group = make_category(
        code="5", title="Schulen", short_title="Schulen", examples="Schulleitungen, Schulsozialarbeit"
    )
    member_import = checked(
        file_of(
            row(
                **{
                    "Titel": "Dr.",
                    "E-Mail": "mailto:Maren@Münster.example",
                    "Telefon": "+49 571 123",
                    "Gruppe": "Schule",
                },
                **{"Jugendamt": "JA Bad Oeynhausen", "Ort": "32545 Bad Oeynhausen", "Art": "Stv.", "Seit": "1.9.24"},
                **{"Bis": "31.12.2099", "Multiplikator": "x", "Funktion": "k. A."},
            )
        ),
        by=coordinator,
    )
    applied(member_import, by=coordinator)

    person = Person.objects.get(email="Maren@münster.example")
    seat = person.memberships.select_related("organisation").get()
    assert (person.title, person.phone) == ("Dr.", "+49 571 123")
    assert (seat.kind, seat.since_on, seat.until_on) == (MembershipKind.DEPUTY, date(2024, 9, 1), date(2099, 12, 31))
    assert (seat.is_multiplier, seat.function) == (True, "")
    kita = seat.organisation
    assert (kita.actor_category, kita.youth_welfare_office, kita.municipality) == (group, office, town)


def test_text_that_runs_from_right_to_left_stays_and_marks_that_turn_it_go(kita, coordinator):
    member_import = checked(file_of(row(Vorname="محمد", Nachname="علي\u202ekcurdsua")), by=coordinator)

    assert member_import.rows.get().values["last_name"] == "علي kcurdsua"


# Who is it? ----------------------------------------------------------------------------------------------------------


def test_same_mail_and_name_is_the_same_person_with_old_and_new(kita, coordinator):
    seat = make_membership(
        person=make_person(first_name="Maren", last_name="Tiemann", email="maren@kita.example", phone="1234"),
        organisation=kita,
        function="Leitung",
    )
    rows = [row(**{"E-Mail": "MAREN@kita.example", "Telefon": "030 23125 1", "Funktion": "Fachberatung"})]

    member_import = checked(file_of(*rows), by=coordinator)

    assert member_import.rows.get().changes == [
        {"of": "person", "field": "phone", "old": "1234", "new": "030 23125 1"},
        {"of": "seat", "field": "function", "old": "Leitung", "new": "Fachberatung"},
    ]
    applied(member_import, by=coordinator)
    seat.refresh_from_db()
    assert (seat.function, seat.person.phone, seat.person.version) == ("Fachberatung", "030 23125 1", 2)
    assert outcomes(checked(file_of(*rows), by=coordinator)) == {2: "unchanged"}


def test_empty_cells_change_nothing(kita, coordinator):
    make_membership(
        person=make_person(first_name="Maren", last_name="Tiemann", email="", phone="1234"), organisation=kita
    )

    assert outcomes(checked(file_of(row()), by=coordinator)) == {2: "unchanged"}


@pytest.mark.parametrize(
    ("known", "cells", "reason"),
    [
        ({"email": "info@kita.example", "last_name": "Ganzanders"}, {"E-Mail": "info@kita.example"}, "E-Mail-Adresse"),
        ({"last_name": "Thiemann"}, {}, "ähnlicher Name"),
        ({"last_name": "Tiemann", "email": "alt@kita.example"}, {"E-Mail": "neu@kita.example"}, "ähnlicher Name"),
    ],
)
def test_likely_duplicate_waits_for_a_decision(kita, coordinator, known, cells, reason):
    person = make_person(**{"first_name": "Maren"} | known)
    make_membership(person=person, organisation=kita)

    member_import = checked(file_of(row(**cells)), by=coordinator)

    candidate = member_import.rows.get().candidates[0]
    assert (outcomes(member_import), candidate["ref"]) == ({2: "duplicate"}, f"p{person.pk}")
    assert reason in candidate["reason"]
    applied(member_import, by=coordinator)
    assert Person.objects.count() == 1


def test_similar_name_in_another_organisation_is_somebody_else(kita, coordinator):
    make_membership(person=make_person(first_name="Maren", last_name="Tiemann", email=""))

    assert outcomes(checked(file_of(row()), by=coordinator)) == {2: "new"}


@pytest.mark.parametrize(("decision", "people"), [("create", 2), ("same", 1), ("skip", 1)])
def test_decision_about_a_duplicate_is_followed(kita, coordinator, decision, people):
    person = make_person(first_name="Maren", last_name="Thiemann", email="info@kita.example")
    make_membership(person=person, organisation=kita)
    member_import = checked(file_of(row(**{"E-Mail": "info@kita.example", "Vorname": "Jan"})), by=coordinator)

    decide_rows(member_import=member_import, decisions={2: (decision, f"p{person.pk}")}, by=coordinator)
    applied(member_import, by=coordinator)

    assert Person.objects.count() == people
    assert Person.objects.filter(email="info@kita.example").count() == 1
    person.refresh_from_db()
    assert person.last_name == ("Tiemann" if decision == "same" else "Thiemann")


def test_nobody_but_a_candidate_can_be_named_the_same(kita, coordinator):
    person = make_person(first_name="Maren", last_name="Thiemann", email="")
    make_membership(person=person, organisation=kita)
    stranger = make_person()
    member_import = checked(file_of(row()), by=coordinator)

    decide_rows(member_import=member_import, decisions={2: ("same", f"p{stranger.pk}")}, by=coordinator)

    assert member_import.rows.get().decision == ""


def test_same_person_in_two_organisations_is_one_with_two_seats(kita, coordinator):
    make_organisation(name="Schule am Wall")
    cells = {"E-Mail": "maren@kita.example"}
    member_import = checked(file_of(row(**cells), row(**cells, Einrichtung="Schule am Wall")), by=coordinator)

    applied(member_import, by=coordinator)

    assert {seat.organisation.name for seat in Person.objects.get().memberships.all()} == {
        "Kita Sonne",
        "Schule am Wall",
    }


def test_same_row_twice_is_said_and_taken_once(kita, coordinator):
    member_import = checked(file_of(row(), row()), by=coordinator)

    assert problems(member_import) == {3: ["Diese Person steht für diese Einrichtung schon in Zeile 2."]}
    applied(member_import, by=coordinator)
    assert (Person.objects.count(), Membership.objects.count()) == (1, 1)


def test_earlier_seat_stays_beside_the_new_one(kita, coordinator):
    rows = [row(Seit="1.1.2019", Bis="31.12.2021"), row(Seit="1.1.2024")]
    applied(checked(file_of(*rows), by=coordinator), by=coordinator)

    assert Membership.objects.filter(person=Person.objects.get()).count() == 2
    assert Membership.objects.current().count() == 1
    assert set(outcomes(checked(file_of(*rows), by=coordinator)).values()) == {"unchanged"}


def test_deputy_finds_the_holder_further_down_and_in_the_portal(kita, coordinator):
    known = make_membership(person=make_person(first_name="Uta", last_name="Alt"), organisation=kita)
    rows = [
        row(Vorname="Jan", Nachname="Ott", Vertritt="Tiemann, Maren"),
        row(),
        row(Vorname="Eva", Nachname="Kern", Vertritt="Uta Alt"),
    ]

    applied(checked(file_of(*rows), by=coordinator), by=coordinator)

    found = Membership.objects.exclude(deputy_of=None).values_list("person__last_name", "deputy_of__person__last_name")
    assert set(found) == {("Ott", "Tiemann"), ("Kern", "Alt")}
    assert known.deputies.count() == 1


def test_organisation_written_otherwise_is_the_same_once_somebody_says_so(kita, coordinator):
    member_import = checked(file_of(row(Einrichtung="Kita Sonnen", Gruppe="2")), by=coordinator)
    assert member_import.counts["organisations"] == 1

    done(
        choose_organisations(member_import=member_import, aliases={"kita sonnen": kita.pk}, by=coordinator), check_rows
    )
    member_import.refresh_from_db()
    applied(member_import, by=coordinator)

    assert Membership.objects.get().organisation == kita
    assert Organisation.objects.count() == 1


# For one Jugendamt ---------------------------------------------------------------------------------------------------


def test_coordinator_of_one_jugendamt_imports_into_its_own_organisations_only():
    own, other = make_office(name="Jugendamt Minden"), make_office(name="Jugendamt Porta")
    by = make_user(role=Role.COORDINATOR, office=own)
    make_organisation(name="Kita Sonne", youth_welfare_office=own)
    make_organisation(name="Kita Mond", youth_welfare_office=other)
    make_organisation(name="Familiengericht")
    make_category(code="2")
    member_import = checked(
        file_of(
            row(),
            row(Einrichtung="Kita Mond"),
            row(Einrichtung="Familiengericht"),
            row(Einrichtung="Neu", Gruppe="2"),
            row(Einrichtung="Neu bei denen", Gruppe="2", Jugendamt="Jugendamt Porta"),
        ),
        by=by,
        office=own,
    )

    assert outcomes(member_import) == {2: "new", 3: "bad", 4: "bad", 5: "new", 6: "bad"}
    assert set(sum(problems(member_import).values(), [])) == {
        f"Die Einrichtung „{name}“ gehört zu einem anderen Jugendamt."
        for name in ("Kita Mond", "Familiengericht", "Neu bei denen")
    }
    applied(member_import, by=by)
    assert Organisation.objects.get(name="Neu").youth_welfare_office == own


def test_person_of_another_jugendamt_gets_a_seat_but_keeps_the_data():
    own, other = make_office(), make_office()
    by = make_user(role=Role.COORDINATOR, office=own)
    kita = make_organisation(name="Kita Sonne", youth_welfare_office=own)
    person = make_person(first_name="Maren", last_name="Tiemann", email="m@netz.example", mobile="geheim")
    make_membership(person=person, organisation=make_organisation(youth_welfare_office=other))
    member_import = checked(file_of(row(**{"E-Mail": "m@netz.example", "Telefon": "030 23125 7"})), by=by, office=own)

    shown = member_import.rows.get()
    assert shown.changes == [{"of": "seat", "field": "organisation", "old": "", "new": "Kita Sonne"}]
    assert shown.notes == ["Die Angaben zur Person pflegt ein anderes Jugendamt; sie bleiben."]
    applied(member_import, by=by)
    person.refresh_from_db()
    assert (person.phone, person.memberships.filter(organisation=kita).exists()) == ("", True)


def test_rights_that_ended_before_the_worker_came_count(kita, coordinator):
    member_import = checked(file_of(row()), by=coordinator)
    coordinator.role_assignments.all().delete()

    job = start_applying(member_import=member_import, by=coordinator)
    apply_rows(job.pk)

    job.refresh_from_db()
    assert (job.status, job.error) == ("failed", "Diesen Import gibt es nicht mehr.")
    assert not Person.objects.exists()


# Between preview and taking over -------------------------------------------------------------------------------------


def test_what_somebody_changed_since_the_preview_stays(kita, coordinator):
    person = make_person(first_name="Maren", last_name="Tiemann", email="m@kita.example", phone="1111", title="")
    make_membership(person=person, organisation=kita)
    cells = {"E-Mail": "m@kita.example", "Telefon": "2222", "Titel": "Dr."}
    member_import = checked(file_of(row(**cells)), by=coordinator)
    Person.objects.filter(pk=person.pk).update(phone="3333")

    applied(member_import, by=coordinator)

    person.refresh_from_db()
    assert (person.phone, person.title) == ("3333", "Dr.")


def test_somebody_alike_who_came_since_the_preview_is_not_doubled(kita, coordinator):
    member_import = checked(file_of(row(), row(Vorname="Jan", Nachname="Ott")), by=coordinator)
    make_membership(person=make_person(first_name="Maren", last_name="Tiemann", email=""), organisation=kita)
    make_membership(person=make_person(first_name="Jann", last_name="Ott"), organisation=kita)

    applied(member_import, by=coordinator)

    assert Person.objects.count() == 2
    assert problems(member_import) == {
        3: ["Inzwischen gibt es eine ähnliche Person. Laden Sie die Zeile noch einmal hoch."]
    }
    assert member_import.counts["left"] == 1


def test_seat_without_dates_begins_today(kita, coordinator):
    applied(checked(file_of(row(), row(Vorname="Jan", Nachname="Ott", Bis="1.1.2020")), by=coordinator), by=coordinator)

    today = timezone.localdate()
    found = set(Membership.objects.values_list("person__last_name", "since_on", "until_on"))
    assert found == {("Tiemann", today, None), ("Ott", date(2020, 1, 1), date(2020, 1, 1))}
    assert today - timedelta(days=1) < today
