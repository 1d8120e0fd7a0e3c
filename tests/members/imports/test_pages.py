"""The way of a coordinator through the pages, and what is refused on it."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from members.enums import Role
from members.imports.actions import start_applying
from members.imports.models import ImportFile, MemberImport
from members.imports.reading import MAX_BYTES
from members.imports.tasks import apply_rows, check_rows
from members.models import Person
from netzwerk.models import AuditEvent, Job
from tests.factories import make_category, make_membership, make_office, make_organisation, make_person, make_user
from tests.members.imports.makers import applied, checked
from tests.members.imports.samples import csv_file, long_file, xlsx_file

pytestmark = pytest.mark.django_db
LIST = "/koordination/import/"
HEADER = ["Nachname", "E-Mail", "Einrichtung"]


@pytest.fixture
def browser(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def kita():
    return make_organisation(name="Kita Sonne", actor_category=make_category(code="2"))


def upload(browser, content, name="mitglieder.csv", **fields):
    return browser.post(LIST, {"file": SimpleUploadedFile(name, content)} | fields, follow=True)


def work():
    """What a worker does with everything that waits."""
    for job in Job.objects.active():
        {"member-import-check": check_rows, "member-import-apply": apply_rows}[job.kind](job.pk)


def test_from_the_file_to_the_person(browser, kita):
    page = upload(browser, csv_file([["Tiemann", "m@kita.example", "Kita Sonne"]], header=HEADER))
    member_import = MemberImport.objects.get()
    assert page.redirect_chain[-1][0] == f"{LIST}{member_import.pk}/spalten/"
    assert "Tiemann" in page.content.decode()

    mapping = {f"column-{i}": field for i, field in enumerate(["last_name", "email", "organisation"])}
    page = browser.post(f"{LIST}{member_import.pk}/spalten/", mapping)
    assert page["Location"] == Job.objects.get().get_absolute_url()
    work()
    assert not Person.objects.exists()
    assert "neue Person" in browser.get(f"{LIST}{member_import.pk}/").content.decode()
    browser.post(f"{LIST}{member_import.pk}/uebernehmen/")
    work()

    assert Person.objects.get().last_name == "Tiemann"
    assert "Neue Personen" in browser.get(f"{LIST}{member_import.pk}/").content.decode()


def test_mapping_is_remembered_for_the_same_columns(browser, kita):
    content = csv_file([["Kita Sonne", "Tiemann"]], header=["Wo", "Wer"])
    upload(browser, content)
    first = MemberImport.objects.get()
    browser.post(f"{LIST}{first.pk}/spalten/", {"column-0": "organisation", "column-1": "last_name"})

    upload(browser, content)

    assert MemberImport.objects.first().mapping == ["organisation", "last_name"]


@pytest.mark.parametrize(
    ("mapping", "error"),
    [
        (["email", "", ""], "Sagen Sie, in welcher Spalte der Name steht."),
        (["last_name", "last_name", ""], "Diese Angabe steht schon in einer anderen Spalte."),
    ],
)
def test_mapping_that_can_not_be_is_said_at_the_field(browser, kita, mapping, error):
    upload(browser, csv_file([["Tiemann", "m@kita.example", "Kita Sonne"]], header=HEADER))
    data = {f"column-{i}": field for i, field in enumerate(mapping)}

    page = browser.post(f"{LIST}{MemberImport.objects.get().pk}/spalten/", data)

    assert error in page.content.decode()
    assert not Job.objects.exists()


def test_several_sheets_are_asked_for(browser, kita):
    page = upload(browser, xlsx_file({"Hinweise": [["Bitte", "lesen"]], "Liste": [HEADER, ["Ott", "", "Kita Sonne"]]}))
    member_import = MemberImport.objects.get()
    assert page.redirect_chain[-1][0] == f"{LIST}{member_import.pk}/blatt/"

    page = browser.post(f"{LIST}{member_import.pk}/blatt/", {"sheet": 1, "header_row": ""}, follow=True)

    assert [column["header"] for column in MemberImport.objects.get().columns] == HEADER
    assert "Blatt „Liste“" in page.content.decode()


# Files that are none -------------------------------------------------------------------------------------------------


def test_image_called_csv_is_refused_at_the_field(browser):
    page = upload(browser, b"\x89PNG\r\n\x1a\n" + b"\0" * 100, name="mitglieder.csv")

    assert "Die Datei ist ein Bild, keine Tabelle." in page.content.decode()
    assert not MemberImport.objects.exists()


class Unread:
    """A body that nobody may touch."""

    def read(self, *_size):
        raise AssertionError("the body was read")

    readline = read


def test_file_of_200_mb_is_refused_unread(browser):
    page = browser.generic(
        "POST",
        LIST,
        content_type="multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )

    assert page.status_code == 413
    assert "Die Datei ist größer als 10 MB." in page.content.decode()


def test_file_longer_than_it_said_is_read_no_further(browser):
    page = browser.post(LIST, {"file": SimpleUploadedFile("a.csv", b"x" * (MAX_BYTES + 1))})

    assert page.status_code == 413
    assert "Die Datei ist größer als 10 MB." in page.content.decode()
    assert not ImportFile.objects.exists()


def test_upload_asks_for_its_token(coordinator):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(coordinator)

    page = browser.post(LIST, {"file": SimpleUploadedFile("a.csv", b"Name\nOtt\n")})

    assert (page.status_code, MemberImport.objects.exists()) == (403, False)


# The preview ---------------------------------------------------------------------------------------------------------


def test_formulas_are_text_and_flagged_and_marked_in_the_download(browser, kita, coordinator):
    rows = [["=cmd|' /C calc'!A0", "a@kita.example", "Kita Sonne"], ["Ott", "", "Kita Sonne"]]
    member_import = checked(csv_file(rows, header=HEADER), by=coordinator)

    page = browser.get(f"{LIST}{member_import.pk}/?zeige=bad").content.decode()
    download = browser.get(f"{LIST}{member_import.pk}/fehler.csv")

    assert "sieht aus wie eine Formel" in page
    lines = list(csv.reader(io.StringIO(download.content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert lines[0] == ["Zeile", *HEADER, "Grund"]
    assert lines[1][:2] == ["2", "'=cmd|' /C calc'!A0"]
    assert len(lines) == 2


def test_downloaded_bad_rows_can_be_corrected_and_uploaded(browser, kita, coordinator):
    member_import = checked(csv_file([["Ott", "ott(at)kita", "Kita Sonne"]], header=HEADER), by=coordinator)
    download = browser.get(f"{LIST}{member_import.pk}/fehler.csv").content

    again = checked(download.replace(b"ott(at)kita", b"ott@kita.example"), by=coordinator)

    assert again.mapping == ["", "last_name", "email", "organisation", ""]
    assert again.counts == {"all": 1, "new": 1, "organisations": 0}


def test_rows_are_searched_and_paged(browser, coordinator):
    make_category(code="2")
    member_import = checked(long_file(60), by=coordinator)
    page = browser.get(f"{LIST}{member_import.pk}/?zeige=new&seite=3")
    assert len(page.context["rows"]) == 10

    name = member_import.rows.get(number=40).values["last_name"]
    page = browser.get(f"{LIST}{member_import.pk}/", {"zeige": "new", "suche": name.lower()})

    assert 40 in [shown.row.number for shown in page.context["rows"]]
    assert len(page.context["rows"]) < 10


def test_decisions_on_the_page_one_by_one_and_for_all(browser, kita, coordinator):
    people = [make_person(last_name=f"Thiemann{n}", first_name="", email="") for n in "abc"]
    for person in people:
        make_membership(person=person, organisation=kita)
    rows = [[f"Tiemann{n}", "", "Kita Sonne"] for n in "abc"]
    member_import = checked(csv_file(rows, header=HEADER), by=coordinator)
    page = browser.get(f"{LIST}{member_import.pk}/").content.decode()
    assert f'value="same:p{people[0].pk}"' in page

    browser.post(f"{LIST}{member_import.pk}/entscheiden/", {"row-2": f"same:p{people[0].pk}", "row-99": "create"})
    browser.post(f"{LIST}{member_import.pk}/entscheiden/", {"all": "1", "decision": "skip"})

    decided = dict(member_import.rows.values_list("number", "decision"))
    assert decided == {2: "same", 3: "skip", 4: "skip"}


@pytest.mark.parametrize("count", [1, 3])
def test_preview_query_count_stays(browser, kita, coordinator, count, django_assert_num_queries):
    for n in range(count):
        make_membership(person=make_person(last_name=f"Thiemann{n}", first_name="", email=""), organisation=kita)
    rows = [[f"Tiemann{n}", "", "Kita Sonne"] for n in range(count)]
    member_import = checked(csv_file(rows, header=HEADER), by=coordinator)
    browser.get(f"{LIST}{member_import.pk}/")

    with django_assert_num_queries(11):
        page = browser.get(f"{LIST}{member_import.pk}/?zeige=duplicate")

    assert len(page.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(browser, kita, coordinator, count, django_assert_num_queries):
    for _n in range(count):
        checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=coordinator)
    browser.get(LIST)

    with django_assert_num_queries(7):
        page = browser.get(LIST)

    assert len(page.context["page"].object_list) == count


# Who sees it ---------------------------------------------------------------------------------------------------------


def test_import_of_a_jugendamt_is_seen_by_its_coordinators_only(client):
    own, other = make_office(), make_office()
    first, second = (make_user(role=Role.COORDINATOR, office=own) for _ in range(2))
    make_organisation(name="Kita Sonne", youth_welfare_office=own)
    member_import = checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=first, office=own)
    network = checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=make_user(role=Role.COORDINATOR))
    seen = {}
    for user in (second, make_user(role=Role.COORDINATOR, office=other)):
        client.force_login(user)
        seen[user] = [client.get(f"{LIST}{entry.pk}/").status_code for entry in (member_import, network)]

    assert list(seen.values()) == [[200, 404], [404, 404]]


def test_office_coordinator_uploads_for_the_own_office_without_being_asked(client):
    office = make_office()
    client.force_login(make_user(role=Role.COORDINATOR, office=office))

    page = upload(client, csv_file([["Ott", "", "Kita"]], header=HEADER), office=make_office().pk)

    assert page.status_code == 200
    assert MemberImport.objects.get().youth_welfare_office == office


# After it ------------------------------------------------------------------------------------------------------------


def test_import_is_taken_over_once_and_logged(browser, kita, coordinator):
    member_import = checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=coordinator)
    applied(member_import, by=coordinator)

    page = browser.post(f"{LIST}{member_import.pk}/uebernehmen/")

    assert page["Location"] == f"{LIST}{member_import.pk}/"
    assert Person.objects.count() == 1
    event = AuditEvent.objects.get(kind="imports.import_applied")
    assert (event.actor_id, event.details["made_person"]) == (coordinator.pk, 1)
    assert AuditEvent.objects.filter(kind="members.person_created", actor_id=coordinator.pk).count() == 1
    assert "Ott" not in str(list(AuditEvent.objects.values_list("details", flat=True)))


def test_stopped_import_goes_on(browser, kita, coordinator):
    member_import = checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=coordinator)
    start_applying(member_import=member_import, by=coordinator).cancel()
    assert "Fortsetzen" in browser.get(f"{LIST}{member_import.pk}/").content.decode()

    browser.post(f"{LIST}{member_import.pk}/uebernehmen/")
    work()

    assert Person.objects.count() == 1


def test_undo_asks_before_and_discard_deletes_the_file(browser, kita, coordinator):
    member_import = checked(csv_file([["Ott", "", "Kita Sonne"]], header=HEADER), by=coordinator)
    assert browser.get(f"{LIST}{member_import.pk}/rueckgaengig/").status_code == 302
    assert "gelöscht" in browser.get(f"{LIST}{member_import.pk}/verwerfen/").content.decode()

    browser.post(f"{LIST}{member_import.pk}/verwerfen/")

    assert not ImportFile.objects.exists()
    assert "Im Netzwerk hat sich nichts geändert" in browser.get(f"{LIST}{member_import.pk}/").content.decode()


def test_template_is_understood_at_once(browser, coordinator):
    make_category(code="2")
    content = browser.get(reverse("imports:import-template")).content
    assert load_workbook(io.BytesIO(content)).sheetnames == ["Mitglieder", "Erklärung", "Gruppen"]

    member_import = checked(content, by=coordinator)

    assert "" not in member_import.mapping
    assert member_import.counts == {"all": 2, "new": 2, "organisations": 1}


def test_ten_thousand_rows_with_three_hundred_bad_ones(coordinator, browser):
    make_category(code="2")
    member_import = checked(long_file(10_000, bad=300), by=coordinator)

    assert (member_import.counts["all"], member_import.counts["bad"]) == (10_000, 300)
    download = browser.get(f"{LIST}{member_import.pk}/fehler.csv").content.decode("utf-8-sig")
    assert len(download.splitlines()) == 301 + member_import.counts.get("duplicate", 0)
    assert "mitglied33(at)haus.example" in download
