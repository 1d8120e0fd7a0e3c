"""The coordination's pages: list, year, one event; what they cost, and what one finds there."""

from datetime import datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from netzwerk.portal.menus import trainings_to_enter
from tests.factories import (
    make_category,
    make_member,
    make_office,
    make_registration,
    make_topic,
    make_training,
)
from tests.trainings.planning.makers import BASE, coordinator_client, errors_of
from trainings.enums import EventStatus, RegistrationState
from trainings.models import CourseKind, Material, Topic, TrainingEvent

pytestmark = pytest.mark.django_db
DRAFT = EventStatus.DRAFT


def at(year, month, day):
    return timezone.make_aware(datetime(year, month, day, 9))


def listed(client, query=""):
    return list(client.get(f"{BASE}{query}").context["page"].object_list)


# The list


def test_list_says_how_full_an_event_is_in_words(client):
    event = make_training(maximum=20)
    for _ in range(3):
        make_registration(event=event)
    for _ in range(2):
        make_registration(event=event, state=RegistrationState.WAITING)

    page = client.get(BASE).content.decode()

    assert "3 von 20, 2 warten" in page
    assert '<progress class="nk-fill__bar" max="20" value="3"' in page


def test_list_says_where_it_was_overbooked(client):
    event = make_training(maximum=1)
    for _ in range(2):
        make_registration(event=event)

    assert "2 von 1, überbucht" in client.get(BASE).content.decode()


def test_list_is_filtered_by_state_year_office_topic_and_text(client):
    office, topic = make_office(key="amt-x"), make_topic()
    coming = make_training(title="Kommendes", youth_welfare_office=office)
    past = make_training(title="Vergangenes", starts_at=timezone.now() - timedelta(days=3), topics=[topic])
    draft = make_training(title="Entworfenes", status=DRAFT, speakers="Frau Referentin")
    old = make_training(title="Altes", starts_at=at(2023, 3, 1), status=EventStatus.HELD)
    cases = {
        "?stand=kommend": {coming},
        "?stand=eintragen": {past},
        "?stand=draft": {draft},
        "?stand=held": {old},
        "?jahr=2023": {old},
        "?jugendamt=amt-x": {coming},
        f"?thema={topic.pk}": {past},
        "?suche=referentin": {draft},
        "?suche=VERGANGEN": {past},
        "?suche=niemals": set(),
        "?stand=unsinn&jahr=abc&thema=x&jugendamt=y": {coming, past, draft, old},
    }

    assert {query: set(listed(client, query)) for query in cases} == cases


def test_list_has_undated_drafts_first_and_then_the_newest(client):
    near, far = make_training(), make_training(starts_at=timezone.now() + timedelta(days=90))
    undated = TrainingEvent.objects.create(title="Ohne Termin", slug="ohne-termin")

    assert listed(client) == [undated, far, near]


def test_list_without_anything_says_what_to_do(client):
    assert "Legen Sie die erste als Entwurf an" in client.get(BASE).content.decode()
    assert "Heben Sie ihn auf" in client.get(f"{BASE}?suche=nichts").content.decode()


def test_list_has_pages(client):
    for _ in range(26):
        make_training()

    lengths = {query: len(listed(client, query)) for query in ("", "?seite=2", "?seite=3", "?seite=0", "?seite=x")}
    assert lengths == {"": 25, "?seite=2": 1, "?seite=3": 25, "?seite=0": 25, "?seite=x": 25}
    assert "Seite 1 von 2" in client.get(BASE).content.decode()


def test_coordinator_of_one_jugendamt_sees_others_but_not_their_drafts():
    own, foreign = make_office(), make_office()
    client, _user = coordinator_client(own)
    seen = {
        make_training(youth_welfare_office=own, status=DRAFT),
        make_training(youth_welfare_office=foreign),
        make_training(),
    }
    make_training(youth_welfare_office=foreign, status=DRAFT)
    make_training(status=DRAFT)

    assert set(listed(client)) == seen


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("path", "queries"), [("", 11), ("jahr/{year}/", 11), ("themen/", 8), ("kursarten/", 8)])
def test_pages_cost_the_same_for_many_events(client, count, path, queries, django_assert_max_num_queries):
    topic, office = make_topic(is_mandate=True), make_office()
    for _ in range(count):
        event = make_training(topics=[topic], youth_welfare_office=office, starts_at=timezone.now())
        CourseKind.objects.create(name=f"Kurs {event.pk}")
        make_registration(event=event)

    with django_assert_max_num_queries(queries):
        client.get(f"{BASE}{path.format(year=timezone.localdate().year)}")


@pytest.mark.parametrize("count", [1, 3])
def test_detail_costs_the_same_for_many_registrations(client, count, django_assert_max_num_queries):
    event = make_training(
        topics=[make_topic() for _ in range(count)], reserved={make_category(): 1 for _ in range(count)}
    )
    for _ in range(count):
        make_registration(event=event)
        event.materials.create(title="Blatt", url="https://haus.example/")

    with django_assert_max_num_queries(12):
        client.get(f"{BASE}{event.pk}/")


# The year


def test_year_shows_each_session_in_its_month(client):
    event = make_training(title="Zwei Tage", starts_at=at(2026, 3, 12))
    for month, day in ((3, 19), (4, 2)):
        event.sessions.create(starts_at=at(2026, month, day), ends_at=at(2026, month, day) + timedelta(hours=3))

    months = client.get(f"{BASE}jahr/2026/").context["months"]

    found = {first.month: [(row.event.title, [day.day for day in row.days]) for row in rows] for first, rows in months}
    assert len(found) == 12
    assert {month: rows for month, rows in found.items() if rows} == {
        3: [("Zwei Tage", [12, 19])],
        4: [("Zwei Tage", [2])],
    }


def test_year_says_what_counts_and_why_the_rest_does_not(client):
    topic = make_topic(is_mandate=True)
    make_training(title="Gehalten", starts_at=at(2026, 3, 12), status=EventStatus.HELD, topics=[topic])
    make_training(title="Ohne Thema", starts_at=at(2026, 4, 12), status=EventStatus.HELD)

    page = client.get(f"{BASE}jahr/2026/").content.decode()

    assert "1 <span>von 3</span>" in page
    assert "Kein Thema des Schutzauftrags." in page


def test_year_keeps_foreign_drafts_to_itself():
    own, foreign = make_office(), make_office()
    client, _user = coordinator_client(own)
    make_training(title="Geheimer Plan", starts_at=at(2026, 5, 5), status=DRAFT, youth_welfare_office=foreign)

    assert "Geheimer Plan" not in client.get(f"{BASE}jahr/2026/").content.decode()


@pytest.mark.parametrize("year", ["1999", "2101", "99999"])
def test_no_page_for_years_nobody_plans(client, year):
    assert client.get(f"{BASE}jahr/{year}/").status_code == 404


def test_overview_of_the_coordination_shows_the_goal_and_of_others_does_not(client):
    member = coordinator_client()[0]
    member.force_login(make_member())

    assert "Qualifizierungsangebote" in client.get("/mein/").content.decode()
    assert "Qualifizierungsangebote" not in member.get("/mein/").content.decode()


def test_menu_counts_what_has_to_be_entered():
    own, foreign = make_office(), make_office()
    _client, user = coordinator_client(own)
    for office in (own, foreign):
        make_training(youth_welfare_office=office, starts_at=timezone.now() - timedelta(days=2))
    make_training(youth_welfare_office=own)

    assert trainings_to_enter(user) == 1


# One event


@pytest.mark.parametrize(
    ("status", "days", "offered"),
    [
        (DRAFT, 9, {"aendern", "veroeffentlichen", "loeschen", "kopieren"}),
        (DRAFT, -9, {"aendern", "durchgefuehrt", "loeschen", "kopieren"}),
        (EventStatus.PUBLISHED, 9, {"aendern", "absagen", "verschieben", "kopieren", "zuruecknehmen"}),
        (EventStatus.PUBLISHED, -9, {"aendern", "durchgefuehrt", "kopieren", "zuruecknehmen"}),
        (EventStatus.CANCELLED, 9, {"kopieren", "zuruecknehmen"}),
        (EventStatus.HELD, -9, {"aendern", "kopieren", "zuruecknehmen"}),
    ],
)
def test_page_offers_what_can_be_done_now(client, status, days, offered):
    event = make_training(
        status=status, starts_at=timezone.now() + timedelta(days=days), topics=[make_topic()], place="Rathaus"
    )

    page = client.get(f"{BASE}{event.pk}/").content.decode()

    verbs = [
        "aendern",
        "veroeffentlichen",
        "absagen",
        "verschieben",
        "durchgefuehrt",
        "zuruecknehmen",
        "kopieren",
        "loeschen",
    ]
    assert {verb for verb in verbs if f'"{BASE}{event.pk}/{verb}/"' in page} == offered


def test_foreign_event_offers_nothing():
    client, _user = coordinator_client(make_office())
    event = make_training(youth_welfare_office=make_office())

    page = client.get(f"{BASE}{event.pk}/").content.decode()

    assert f"{BASE}{event.pk}/" not in page
    assert "Koordination eines anderen Jugendamts" in page


# Material

PDF = b"%PDF-1.7\n..."


def upload(client, event, *, name="blatt.pdf", content=PDF, **fields):
    fields = {"title": "Handzettel", "time": "before", "file": SimpleUploadedFile(name, content)} | fields
    return client.post(f"{BASE}{event.pk}/material/neu/", fields)


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def test_file_is_kept_under_a_name_that_tells_nothing_and_downloaded_by_its_title(client, media):
    event = make_training()

    upload(client, event, name="Geheim Müller.PDF")

    material = event.materials.get()
    response = client.get(f"{BASE}material/{material.pk}/")
    assert "Geheim" not in material.file.name
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Handzettel.pdf"'
    assert response["Content-Type"] == "application/pdf"


BAD_FILES = {
    "programme": ("kurs.exe", b"MZ", "Laden Sie ein PDF"),
    "page": ("kurs.html", b"<script>", "Laden Sie ein PDF"),
    "picture with code": ("bild.svg", b"<svg/>", "Laden Sie ein PDF"),
    "page called PDF": ("kurs.pdf", b"<html>", "Der Inhalt der Datei passt nicht zu ihrer Endung."),
    "text called Word": ("kurs.docx", b"PK\x03\x04 kaputt", "Der Inhalt der Datei passt nicht zu ihrer Endung."),
    "empty": ("kurs.pdf", b"", "Die Datei ist leer."),
    "without an ending": ("kurs", PDF, "Laden Sie ein PDF"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_other_files_are_refused_at_the_field(name, client, media):
    event = make_training()
    file_name, content, text = BAD_FILES[name]

    response = upload(client, event, name=file_name, content=content)

    assert text in errors_of(response)["file"][0]
    assert not Material.objects.exists()


def test_file_beyond_10_mb_is_refused(client, media, monkeypatch):
    monkeypatch.setattr("trainings.planning.files.MAX_BYTES", 10)
    event = make_training()

    response = upload(client, event)

    assert "größer als 10 MB" in errors_of(response)["file"][0]


def test_request_far_beyond_10_mb_is_not_read(client, media, monkeypatch):
    monkeypatch.setattr("trainings.planning.files.FORM_ALLOWANCE", -(10 * 1024 * 1024) + 5)
    event = make_training()

    response = upload(client, event)

    assert response.status_code == 413
    assert "größer als 10 MB" in response.content.decode()


def test_either_file_or_address(client, media):
    event = make_training()

    both = upload(client, event, url="https://haus.example/blatt")
    neither = client.post(f"{BASE}{event.pk}/material/neu/", {"title": "Nichts", "time": "after"})

    for response in (both, neither):
        assert errors_of(response)["file"] == ["Geben Sie entweder eine Datei oder eine Adresse an."]


def test_deleted_material_takes_its_file_along_unless_a_copy_shows_it(
    client, media, django_capture_on_commit_callbacks
):
    event = make_training()
    upload(client, event)
    client.post(f"{BASE}{event.pk}/kopieren/", {"starts_on": "2031-03-03"})
    first, second = Material.objects.order_by("pk")

    kept = []
    for material in (first, second):
        with django_capture_on_commit_callbacks(execute=True):
            client.post(f"{BASE}material/{material.pk}/loeschen/")
        kept.append(len(list(media.rglob("*.pdf"))))

    assert kept == [1, 0]


def test_deleted_draft_takes_its_files_along(client, media, django_capture_on_commit_callbacks):
    event = make_training(status=DRAFT)
    upload(client, event)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{BASE}{event.pk}/loeschen/")

    assert list(media.rglob("*.pdf")) == []


# Topics and kinds of courses


def test_topic_is_created_renamed_and_retired(client):
    client.post(f"{BASE}themen/neu/", {"name": "Neues  Thema", "is_mandate": "on"})
    topic = Topic.objects.get(name="Neues Thema")

    client.post(f"{BASE}themen/{topic.pk}/", {"name": "Anderer Name"})

    topic.refresh_from_db()
    assert (topic.name, topic.is_mandate, topic.is_active) == ("Anderer Name", False, False)
    assert "nicht mehr" in client.get(f"{BASE}themen/").content.decode()
    assert topic not in client.get(f"{BASE}neu/").context["form"].fields["topics"].queryset


@pytest.mark.parametrize(
    ("path", "data", "field", "text"),
    [
        ("themen/neu/", {"name": ""}, "name", "Geben Sie dem Thema einen Namen."),
        ("themen/neu/", {"name": "schon DA"}, "name", "Dieses Thema gibt es schon."),
        ("themen/neu/", {"name": "x" * 10_240}, "name", "Kürzen Sie die Angabe auf höchstens 80 Zeichen."),
        ("kursarten/neu/", {"name": "Schon da"}, "name", "Diese Kursart gibt es schon."),
        (
            "kursarten/neu/",
            {"name": "Kurs", "refresher_months": 0},
            "refresher_months",
            "Geben Sie mindestens einen Monat an.",
        ),
        ("kursarten/neu/", {"name": "Kurs", "refresher_months": "x"}, "refresher_months", "Geben Sie eine ganze Zahl"),
    ],
)
def test_mistakes_of_topics_and_kinds_stand_at_their_field(client, path, data, field, text):
    Topic.objects.create(name="Schon da")
    CourseKind.objects.create(name="Schon da")

    assert text in errors_of(client.post(f"{BASE}{path}", data))[field][0]
