"""A whole import is taken back for a day, but nothing that was built on it since."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from members.enums import MembershipKind
from members.imports import own_data
from members.imports.actions import delete_outdated_rows, start_undoing
from members.imports.models import ImportChange, ImportClosed, ImportFile, ImportRow, MemberImport
from members.imports.tasks import delete_old_rows, undo_rows
from members.models import Invitation, Membership, Organisation, Person
from members.personal_data import Subject
from netzwerk.models import AuditEvent
from tests.factories import make_body, make_category, make_membership, make_organisation, make_person
from tests.members.imports.makers import applied, checked, done
from tests.members.imports.samples import csv_file

pytestmark = pytest.mark.django_db
HEADER = ["Name", "E-Mail", "Telefon", "Einrichtung", "Gruppe", "Vertritt", "Bis"]


def imported(*rows, by):
    make_category(code="2")
    member_import = checked(csv_file(rows, header=HEADER), by=by)
    applied(member_import, by=by)
    return member_import


def undone(member_import, by):
    done(start_undoing(member_import=member_import, by=by), undo_rows)
    member_import.refresh_from_db()
    return member_import


def names():
    return set(Person.objects.values_list("last_name", flat=True))


def person(name):
    return Person.objects.get(last_name=name)


ROWS = [
    ["Maren Tiemann", "m@kita.example", "", "Kita Neu", "2", "", ""],
    ["Jan Ott", "j@kita.example", "", "Kita Neu", "2", "Maren Tiemann", ""],
    ["Eva Kern", "e@kita.example", "", "Schule Neu", "2", "", ""],
]


def test_everything_goes_where_nobody_did_anything(coordinator):
    member_import = undone(imported(*ROWS, by=coordinator), coordinator)

    assert (names(), Membership.objects.count(), Organisation.objects.count()) == (set(), 0, 0)
    assert (member_import.status, member_import.kept, member_import.counts["removed"]) == ("undone", [], 8)
    assert AuditEvent.objects.filter(kind="imports.import_undone", actor_id=coordinator.pk).count() == 1
    assert AuditEvent.objects.filter(kind="members.person_deleted").count() == 3


def invite(member_import):
    soon = timezone.now() + timedelta(days=3)
    Invitation.objects.create(person=person("Ott"), email="j@kita.example", expires_at=soon)


def edit(member_import):
    Person.objects.filter(last_name="Ott").update(mobile="0171 1", version=2)


def seat_in_body(member_import):
    make_body(members=[person("Ott").memberships.get()])


def other_seat(member_import):
    make_membership(person=person("Ott"))


@pytest.mark.parametrize("build", [invite, edit, seat_in_body, other_seat])
def test_whoever_was_built_on_stays_with_seat_holder_and_organisation(coordinator, build):
    member_import = imported(*ROWS, by=coordinator)
    build(member_import)

    member_import = undone(member_import, coordinator)

    # Ott stands in for Tiemann, so her seat is tied too; Kern and the school go.
    assert names() - {"Nachname"} >= {"Ott", "Tiemann"}
    assert not Person.objects.filter(last_name="Kern").exists()
    assert not Organisation.objects.filter(name="Schule Neu").exists()
    assert Membership.objects.filter(organisation__name="Kita Neu").count() == 2
    assert {(entry["target"], entry["id"]) for entry in member_import.kept} >= {
        ("person", person("Ott").pk),
        ("organisation", Organisation.objects.get(name="Kita Neu").pk),
    }


def test_organisation_with_a_seat_from_elsewhere_stays(coordinator):
    member_import = imported(*ROWS, by=coordinator)
    make_membership(person=make_person(last_name="Fremd"), organisation=Organisation.objects.get(name="Schule Neu"))

    undone(member_import, coordinator)

    assert (names(), {o.name for o in Organisation.objects.all()}) == ({"Fremd"}, {"Schule Neu"})


def test_changed_fields_are_as_before_unless_somebody_changed_them_again(coordinator):
    kita = make_organisation(name="Kita Alt")
    known = make_person(first_name="Maren", last_name="Tiemann", email="m@kita.example", phone="1111", title="")
    seat = make_membership(person=known, organisation=kita, since_on=date(2020, 1, 1))
    rows = [["Dr. Maren Tiemann", "m@kita.example", "2222", "Kita Alt", "", "", "31.12.2026"]]
    member_import = imported(*rows, by=coordinator)
    known.refresh_from_db()
    assert (known.title, known.phone) == ("Dr.", "2222")
    Person.objects.filter(pk=known.pk).update(phone="3333")

    undone(member_import, coordinator)

    known.refresh_from_db()
    seat.refresh_from_db()
    assert (known.title, known.phone, seat.until_on) == ("", "3333", None)


def test_deputy_of_an_existing_seat_is_as_before(coordinator):
    kita = make_organisation(name="Kita Alt")
    known = make_person(first_name="Jan", last_name="Ott", email="j@kita.example")
    seat = make_membership(person=known, organisation=kita, kind=MembershipKind.DEPUTY)
    rows = [
        ["Maren Tiemann", "m@kita.example", "", "Kita Alt", "", "", ""],
        ["Jan Ott", "j@kita.example", "", "Kita Alt", "", "Maren Tiemann", ""],
    ]
    member_import = imported(*rows, by=coordinator)
    seat.refresh_from_db()
    assert seat.deputy_of.person.last_name == "Tiemann"

    member_import = undone(member_import, coordinator)

    seat.refresh_from_db()
    assert (seat.deputy_of, names(), member_import.kept) == (None, {"Ott"}, [])


def test_address_that_somebody_else_has_now_is_listed(coordinator):
    kita = make_organisation(name="Kita Alt")
    known = make_person(first_name="Maren", last_name="Tiemann", email="")
    make_membership(person=known, organisation=kita)
    Person.objects.filter(pk=known.pk).update(email="alt@kita.example")
    member_import = imported(["Maren Tiemann", "alt@kita.example", "99999", "Kita Alt", "", "", ""], by=coordinator)
    ImportChange.objects.filter(target="person").update(
        before={"email": "alt@kita.example"}, after={"email": "neu@kita.example"}
    )
    Person.objects.filter(pk=known.pk).update(email="neu@kita.example")
    make_person(email="ALT@kita.example")

    member_import = undone(member_import, coordinator)

    known.refresh_from_db()
    assert (known.email, member_import.kept) == ("neu@kita.example", [{"target": "person", "id": known.pk}])


def test_day_after_there_is_no_way_back(coordinator):
    member_import = imported(*ROWS, by=coordinator)
    MemberImport.objects.update(applied_at=timezone.now() - timedelta(hours=25))

    with pytest.raises(ImportClosed):
        start_undoing(member_import=member_import, by=coordinator)
    assert len(names()) == 3


def test_second_run_finds_nothing_to_do(coordinator):
    member_import = imported(*ROWS, by=coordinator)
    job = start_undoing(member_import=member_import, by=coordinator)
    done(job, undo_rows)
    type(job).objects.filter(pk=job.pk).update(status="queued")

    done(job, undo_rows)

    assert AuditEvent.objects.filter(kind="imports.import_undone").count() == 1


@pytest.mark.parametrize(
    ("is_applied", "hours", "is_kept"),
    [(False, 24 * 13, True), (False, 24 * 14 + 1, False), (True, 23, True), (True, 25, False)],
)
def test_uploaded_rows_are_kept_only_while_they_are_needed(coordinator, is_applied, hours, is_kept):
    make_category(code="2")
    member_import = checked(csv_file(ROWS, header=HEADER), by=coordinator)
    if is_applied:
        applied(member_import, by=coordinator)
    then = timezone.now() - timedelta(hours=hours)
    MemberImport.objects.update(created_at=then, applied_at=then if is_applied else None)

    delete_old_rows()

    left = {model.objects.exists() for model in (ImportRow, ImportFile)}
    member_import.refresh_from_db()
    assert left == {is_kept}
    assert member_import.counts["all"] == 3
    assert all(bool(column["samples"]) == is_kept for column in member_import.columns[:2])
    assert delete_outdated_rows() == 0


def test_own_data_show_the_rows_and_deletion_takes_them(coordinator):
    imported(*ROWS, by=coordinator)
    ott = Subject(person=person("Ott"))
    assert [row[1:] for row in own_data.imports(ott).rows] == [
        ("mitglieder.csv", "Jan Ott; j@kita.example; ; Kita Neu; 2; Maren Tiemann")
    ]

    assert own_data.erase(ott) == {"Zeilen von Importen": 1}

    assert own_data.imports(ott).rows == []
    assert set(ImportRow.objects.values_list("number", flat=True)) == {2, 4}
    assert not ImportChange.objects.filter(target="person", target_id=ott.person.pk).exists()
    assert [row[2] for row in own_data.imports(Subject(user=coordinator)).rows] == ["von Ihnen hochgeladen"]
