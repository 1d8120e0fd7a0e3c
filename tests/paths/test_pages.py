"""The pages of a path: read, walk, answer, go back; the right number at the right step."""

import logging
import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from netzwerk.models import YouthWelfareOffice
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.paths import reading
from reporting_paths.paths.models import LocalDeadline, PathVersion, ReportingPath
from reporting_paths.paths.standard import load_standard_paths
from tests.contacts.makers import at
from tests.factories import make_town
from tests.paths.makers import choice, step, write

MONDAY_MORNING = at(2026, 11, 23, 10)
SUNDAY_NIGHT = at(2026, 11, 22, 23)
MAX_QUERIES = 8


@pytest.fixture
def clock(monkeypatch):
    """Sets what time the pages think it is."""

    def set_to(moment):
        monkeypatch.setattr(reading.timezone, "now", lambda: moment)

    return set_to


def detail(slug="kita-jugendhilfe"):
    return reverse("paths:path-detail", args=[slug])


def walk(key, slug="kita-jugendhilfe"):
    return reverse("paths:step-detail", args=[slug, key])


def all_pages():
    """Every page of every path."""
    for version in PathVersion.objects.published():
        slug = version.path.slug
        yield detail(slug)
        yield reverse("paths:path-print", args=[slug])
        yield walk("ende", slug)
        for row in version.steps.all():
            yield walk(row.key, slug)


def test_every_page_of_every_path_shows_the_emergency_numbers_above_the_question(client, network):
    for address in all_pages():
        html = client.get(address).content.decode()
        assert html.index('href="tel:110"') < html.index('href="tel:112"') < html.index("<h1"), address


def test_whole_path_has_every_step_with_number_law_and_version_date(client, network):
    page = client.get(detail())
    html = page.content.decode()

    version = PathVersion.objects.published().get(path__slug="kita-jugendhilfe")
    for row in version.steps.all():
        assert f'id="schritt-{row.key}"' in html
        for law in row.laws.all():
            assert law.url in html
            assert law.citation.replace(" ", "\u00a0") in html
    assert "Stand 1. Juli 2025" in html
    assert "Fassung 1 vom" in html


@pytest.mark.parametrize(
    ("moment", "number", "word"),
    [(MONDAY_MORNING, "030 23125 101", "jetzt erreichbar"), (SUNDAY_NIGHT, "030 23125 201", "Bereitschaft")],
)
def test_chosen_town_gets_its_number_at_the_step_and_above(client, network, clock, moment, number, word):
    clock(moment)

    html = client.get(detail(), {"ort": "stadt"}).content.decode()

    tel = f'href="tel:+49{number[1:].replace(" ", "")}"'
    assert html.count(tel) >= 3  # danger box, call box, step „Jugendamt informieren“
    assert html.index(tel) < html.index("<h1")
    assert word in html
    assert "Jugendamt Dorf" not in html


def test_danger_box_names_the_on_call_number_that_all_towns_share(client, network):
    before = client.get(walk("1"), {"kalt": "1"}).content.decode()
    ContactPoint.objects.of_kind(Kind.ON_CALL).update(phone="030 23125 999")
    after = Client().get(walk("1"), {"kalt": "1"}).content.decode()

    assert "Nummer nach Ort" in before
    assert after.index('href="tel:+493023125999"') < after.index("<h1")


def test_number_is_three_taps_from_the_start_page(client, network, clock):
    """Tile, town, number; the town is a link, so it is one tap."""
    clock(MONDAY_MORNING)

    html = client.get(detail("gesundheitswesen")).content.decode()

    assert 'href="?ort=dorf#kontakt-titel"' in html
    assert 'href="tel:+493023125102"' in client.get(detail("gesundheitswesen"), {"ort": "dorf"}).content.decode()


def test_page_with_an_answer_ends_when_the_answer_changes(client, network, clock):
    clock(at(2026, 11, 23, 16, 59))

    response = client.get(walk("8"), {"ort": "stadt"})

    assert response.context["choice"].valid_until == at(2026, 11, 23, 17)
    assert "bis 17 Uhr" in response.content.decode()


def test_kept_steps_of_a_town_change_at_the_minute(client, network, clock):
    """`x` passes the page cache, so that what stands there comes from its kept parts."""
    office, on_call = "030 23125 101", "030 23125 201"
    clock(at(2026, 11, 23, 16, 59))
    by_day = client.get(detail(), {"ort": "stadt", "x": 1}).content.decode()
    clock(at(2026, 11, 23, 17))
    at_night = client.get(detail(), {"ort": "stadt", "x": 2}).content.decode()

    assert "bis 17 Uhr" in by_day
    assert "bis 17 Uhr" not in at_night
    assert by_day.index(office) < by_day.index(on_call)
    assert at_night.index(on_call) < at_night.index(office)


def test_made_up_towns_do_not_fill_the_memory(client, network):
    def kept_values(town):
        return len(client.get(detail(), {"ort": town}).wsgi_request.page_shelf.values)

    assert kept_values("atlantis") == kept_values("eldorado") == kept_values("utopia")


def test_town_is_carried_along_on_every_link_of_the_walk(client, network):
    html = client.get(walk("7"), {"ort": "stadt"}).content.decode()

    for target in (walk("8"), walk("9"), walk("6"), detail()):
        assert f'href="{target}?ort=stadt"' in html, target


def test_decision_offers_its_answers_and_the_next_page_the_change(client, network):
    question = client.get(walk("4")).content.decode()
    answer = client.get(walk("5")).content.decode()

    assert f'href="{walk("8")}"' in question
    assert f'href="{walk("5")}"' in question
    assert "Schritt 4 von 9" in question
    assert "Antwort ändern" in answer
    assert f'href="{walk("4")}"' in answer


def test_danger_answer_leads_to_immediate_protection(client, network):
    html = client.get(walk("1")).content.decode()

    assert f'href="{walk("1", "sofortschutz")}"' in html


def test_last_step_leads_to_the_end_and_the_end_back(client, network):
    assert f'href="{walk("ende")}"' in client.get(walk("9")).content.decode()
    end = client.get(walk("ende")).content.decode()
    assert f'href="{walk("9")}"' in end
    assert reverse("paths:path-print", args=["kita-jugendhilfe"]) in end


@pytest.mark.parametrize(
    "address",
    [
        "/meldewege/nix/",
        "/meldewege/nix/schritt/1/",
        "/meldewege/nix/druck/",
        "/meldewege/nix/handzettel.pdf",
        "/meldewege/schule/schritt/99/",
        "/meldewege/schule/schritt/S0/",
        "/meldewege/schule/schritt/%00/",
        "/meldewege/schule/schritt/1';--/",
    ],
)
def test_unknown_path_or_step_is_not_found(client, network, address):
    response = client.get(address)

    assert response.status_code == 404
    assert "110" in response.content.decode()


@pytest.mark.parametrize("town", ["atlantis", "'; DROP TABLE", "<script>", "x" * 10_000, "\x00"])
def test_unknown_town_is_told_kindly_and_not_kept(client, network, town):
    response = client.get(detail(), {"ort": town})

    html = response.content.decode()
    assert "Diesen Ort kennt das Portal nicht" in html
    assert "?ort=stadt" in html
    assert not response.has_header("ETag")


def test_neighbour_is_told_who_is_responsible(client, network):
    make_town(slug="nachbar", name="Nachbar", youth_welfare_office=None, responsible_elsewhere="Jugendamt Nachbarkreis")

    html = client.get(detail(), {"ort": "nachbar"}).content.decode()

    assert "Nachbar gehört nicht zu diesem Netzwerk" in html
    assert "Jugendamt Nachbarkreis" in html
    assert 'href="tel:110"' in html


def test_agreed_deadline_replaces_the_wording_in_its_own_jugendamt_only(client, network):
    office = YouthWelfareOffice.objects.get(key="stadt")
    path = ReportingPath.objects.get(slug="kita-jugendhilfe")
    LocalDeadline.objects.create(
        office=office, path=path, deadline_key="anzeichen-festhalten", text="Binnen 24 Stunden"
    )

    assert "Binnen 24 Stunden" in client.get(walk("1"), {"ort": "stadt"}).content.decode()
    assert "Binnen 24 Stunden" not in client.get(walk("1"), {"ort": "dorf"}).content.decode()
    assert "Binnen 24 Stunden" not in client.get(walk("1")).content.decode()


def test_new_version_keeps_the_agreed_deadline(client, network, tmp_path):
    content = write(tmp_path, number=30, slug="probe", steps=[step("1", deadline_key="sofort-anruf")])
    load_standard_paths(tmp_path)
    office = YouthWelfareOffice.objects.get(key="stadt")
    path = ReportingPath.objects.get(slug="probe")
    LocalDeadline.objects.create(office=office, path=path, deadline_key="sofort-anruf", text="Binnen einer Stunde")
    content["steps"][0]["text"] = "Neu gefasst."
    write(tmp_path, **content)

    load_standard_paths(tmp_path)

    html = client.get(walk("1", "probe"), {"ort": "stadt"}).content.decode()
    assert "Neu gefasst." in html
    assert "Binnen einer Stunde" in html


def test_placeholders_are_filled_and_differ_by_town(client, network):
    everywhere = client.get(detail()).content.decode()
    town = client.get(detail(), {"ort": "dorf"}).content.decode()

    assert "je nach Wohnort des Kindes Jugendamt Stadt oder Jugendamt Dorf" in everywhere
    assert "Jugendamt Dorf" in town
    assert "{" not in town.split("<main")[1].split("</main")[0]


def test_overdue_review_is_shown_and_the_path_stays(client, network):
    due = timezone.localdate() - timedelta(days=1)
    PathVersion.objects.filter(path__slug="schule").update(review_due_on=due)

    html = client.get(detail("schule")).content.decode()

    assert f"Prüfung überfällig seit {due.day}. " in html
    assert 'id="schritt-1"' in html


def test_review_due_today_is_not_overdue(client, network):
    PathVersion.objects.filter(path__slug="schule").update(review_due_on=timezone.localdate())

    assert "überfällig" not in client.get(detail("schule")).content.decode()


def test_children_are_spoken_to_with_du_and_get_their_number(client, network):
    html = client.get(detail("kinder-jugendliche")).content.decode()
    main = html.split("<main")[1].split("</main")[0].replace("„Bitte rufen Sie die Polizei.“", "")

    assert 'href="tel:116111"' in main
    assert "Bist du in Gefahr?" in html
    assert (
        re.findall(r"\b(?:Wählen|Rufen|Sprechen|Können|Haben|Drucken|rufen|können) Sie\b|\bIhnen\b|\bIhre?\b", main)
        == []
    )


def test_advice_step_says_how_to_hide_names_and_names_the_expert_of_the_town(client, network):
    html = client.get(walk("3"), {"ort": "stadt"}).content.decode()

    assert "Nein: Namen" in html
    assert "InsoFa Stadt" in html
    assert "InsoFa Dorf" not in html


def test_health_path_says_what_feedback_to_expect(client, network):
    html = client.get(detail("gesundheitswesen")).content.decode()

    assert "§\u00a04\u00a0Abs.\u00a04\u00a0KKG" in html


def test_print_sheet_has_blanks_edition_and_the_whole_table(client, network):
    html = client.get(reverse("paths:path-print", args=["schule"])).content.decode()

    assert "Datum und Uhrzeit" in html
    assert "Gesprochen mit" in html
    assert "Rückmeldung erbeten bis" in html
    assert "Fassung 1 vom" in html
    for number in ("030 23125 101", "030 23125 201", "030 23125 102", "030 23125 202"):
        assert number in html
    assert "Mo–Do 8:30–17 Uhr" in html


@pytest.mark.parametrize("query", [{}, {"ort": "stadt"}])
def test_query_count_is_small_and_stays_with_more_steps_towns_and_paths(client, network, tmp_path, query):
    for row in range(3):
        write(tmp_path, f"{row}.toml", number=40 + row, slug=f"probe-{row}", steps=long_path(2 + 10 * row))
    load_standard_paths(tmp_path)

    counts = {slug: count_queries(detail(slug), query) for slug in ("probe-0", "probe-2", "gesundheitswesen")}
    for _extra in range(3):
        make_town()
    after = count_queries(detail("probe-2"), query)

    assert counts["probe-0"] == counts["probe-2"] == after
    assert max(counts.values()) <= MAX_QUERIES


@pytest.mark.parametrize(
    "name", ["paths:path-list", "paths:step-detail", "paths:path-print", "paths:path-pdf", "paths:path-pack"]
)
def test_every_page_needs_few_queries(client, network, name):
    args = {"paths:path-list": [], "paths:path-pack": [], "paths:step-detail": ["schule", "1"]}.get(name, ["schule"])

    assert count_queries(reverse(name, args=args), {"ort": "stadt"}) <= MAX_QUERIES


def test_warm_page_needs_no_query(client, network, django_assert_num_queries):
    client.get(detail(), {"ort": "stadt"})

    with django_assert_num_queries(0):
        assert client.get(detail(), {"ort": "stadt"}).status_code == 200


def test_whole_walk_leaves_no_trace_of_what_was_chosen(client, network, caplog):
    before = row_counts()
    with caplog.at_level(logging.INFO):
        for key in ("1", "2", "3", "4", "8", "9", "ende"):
            response = client.get(walk(key), {"ort": "stadt"})
            assert not response.cookies
        client.get(reverse("paths:path-list"), {"suche": "Erzieherin"})

    assert row_counts() == before
    lines = [record for record in caplog.records if record.name == "netzwerk.requests"]
    assert {record.route for record in lines} == {"meldewege/", "meldewege/<slug:slug>/schritt/<str:key>/"}
    for record in caplog.records:
        said = str(vars(record))
        assert "kita-jugendhilfe" not in said
        assert "stadt" not in said
        assert "Erzieherin" not in said


def test_all_paths_come_in_one_file_that_needs_nothing_else(client, network):
    response = client.get(reverse("paths:path-pack"), {"ort": "stadt"})

    html = response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="meldewege-stadt.html"'
    for version in PathVersion.objects.published():
        assert f'id="{version.path.slug}"' in html
    assert "030 23125 201" in html
    assert "Ausgabe vom" in html
    for outside in ('rel="stylesheet"', "<script", "<img", "url("):
        assert outside not in html


def long_path(count):
    rows = [step(str(number), next=str(number + 1)) for number in range(1, count)]
    return [*rows, step(str(count), kind="decision", choices=[choice("ende"), choice("S0")], contact="asd")]


def count_queries(address, query):
    """Queries of a page nobody has asked for yet: a client of its own has an empty shelf."""
    with CaptureQueriesContext(connection) as captured:
        # An unknown parameter keeps the page out of the cache.
        assert Client().get(address, query | {"kalt": "1"}).status_code == 200
    return len(captured)


def row_counts():
    tables = connection.introspection.table_names()
    return {model: model._base_manager.count() for model in apps.get_models() if model._meta.db_table in tables}
