"""Reports about barriers: from the form to their end."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from netzwerk.models import AuditEvent
from netzwerk.pages.actions import REPORTS_AN_HOUR
from netzwerk.pages.enums import BarrierKind
from netzwerk.pages.models import BarrierReport
from netzwerk.pages.tasks import delete_old_reports
from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import make_contact
from tests.factories import make_network, make_user

FORM = "/barriere-melden/"
LIST = "/koordination/barrieren/"
REPORT = {
    "kind": BarrierKind.KEYBOARD,
    "page_address": "Startseite",
    "text": "Der Fokus ist nicht zu sehen.",
    "email": "leserin@post.example",
}


@pytest.fixture(autouse=True)
def network(db):
    return make_network()


@pytest.fixture
def coordinator():
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user(role=Role.COORDINATOR))
    return client


def make_report(**fields):
    return BarrierReport.objects.create(**REPORT | fields)


def test_report_arrives(client):
    response = client.post(FORM, REPORT, REMOTE_ADDR="203.0.113.9", follow=True)
    assert response.redirect_chain == [("/barriere-melden/danke/", 302)]
    assert "ist bei der Netzwerkkoordination angekommen" in response.content.decode()
    report = BarrierReport.objects.get()
    assert {name: getattr(report, name) for name in REPORT} == REPORT
    assert report.done_at is None
    assert "203.0.113.9" not in str(vars(report))


def test_only_kind_and_text_are_needed(client):
    assert client.post(FORM, {"kind": "other", "text": "Etwas fehlt."}).status_code == 302
    assert BarrierReport.objects.get().email == ""


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("kind", "", "Wählen Sie aus, was Sie hindert."),
        ("kind", "erfunden", "Wählen Sie eine der Möglichkeiten aus."),
        ("text", "", "Beschreiben Sie kurz, was nicht geht."),
        ("text", "x" * 2001, "Kürzen Sie den Text auf höchstens 2000 Zeichen."),
        ("page_address", "x" * 201, "Kürzen Sie die Angabe auf höchstens 200 Zeichen."),
        ("email", "leserin", "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example."),
        ("text", "Null\0zeichen", "Null"),
    ],
)
def test_mistakes_are_named_and_input_stays(field, value, message, client):
    response = client.post(FORM, REPORT | {field: value})
    html = response.content.decode()
    assert response.context["form"].errors.keys() == {field}
    assert html.count(message) >= 2  # in the summary and beside the field
    assert 'id="fehler-titel"' in html
    kept = "leserin@post.example" if field != "email" else "Der Fokus ist nicht zu sehen."
    assert kept in html
    assert not BarrierReport.objects.exists()


def test_optional_fields_say_so_once(client):
    assert client.get(FORM).content.decode().count("(optional)") == 2


def test_form_says_what_does_not_belong_here(client):
    assert "Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen." in client.get(FORM).content.decode()


def test_form_is_protected():
    assert Client(enforce_csrf_checks=True).post(FORM, REPORT).status_code == 403
    assert not BarrierReport.objects.exists()


def test_flood_is_stopped_with_a_way_out(client):
    make_contact(kind=Kind.COORDINATION, phone="0221 4710-555")
    for _number in range(REPORTS_AN_HOUR):
        assert client.post(FORM, REPORT).status_code == 302
    response = Client(REMOTE_ADDR="198.51.100.7").post(FORM, REPORT)
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert response.status_code == 429
    assert "0221 4710-555" in main
    assert "Der Fokus ist nicht zu sehen." in main
    assert BarrierReport.objects.count() == REPORTS_AN_HOUR


def test_coordinator_marks_a_report_as_answered(coordinator):
    report = make_report()
    assert "Der Fokus ist nicht zu sehen." in coordinator.get(LIST).content.decode()
    done = reverse("portal:barrier-done", args=[report.pk])
    assert coordinator.post(done).status_code == 403  # without the token
    token = coordinator.cookies[settings.CSRF_COOKIE_NAME].value
    html = coordinator.post(done, {"csrfmiddlewaretoken": token}, follow=True).content.decode()
    assert "als beantwortet vermerkt" in html
    assert "Zurzeit ist nichts offen." in html
    report.refresh_from_db()
    assert report.done_at is not None
    assert AuditEvent.objects.filter(kind="pages.barrier_answered", target_id=str(report.pk)).count() == 1


def test_first_answer_counts():
    report = make_report(done_at=timezone.now() - timedelta(days=9))
    before = report.done_at
    report.mark_done()
    assert report.done_at == before


def test_list_escapes_what_was_written(coordinator):
    make_report(text="<script>alert(1)</script>", page_address="<b>Seite</b>")
    html = coordinator.get(LIST).content.decode()
    assert "<script>alert" not in html
    assert "<b>Seite" not in html


def test_others_are_refused(client):
    report = make_report()
    done = reverse("portal:barrier-done", args=[report.pk])
    assert client.get(LIST).status_code == 302
    client.force_login(make_user())
    assert client.get(LIST).status_code == 403
    assert client.post(done).status_code == 403
    report.refresh_from_db()
    assert report.done_at is None


def test_done_asks_for_post(coordinator):
    assert coordinator.get(reverse("portal:barrier-done", args=[make_report().pk])).status_code == 405


def test_answered_reports_end_after_six_months():
    now = timezone.now()
    make_report(text="alt", done_at=now - timedelta(days=184))
    make_report(text="jung", done_at=now - timedelta(days=182))
    make_report(text="offen")
    delete_old_reports()
    assert set(BarrierReport.objects.values_list("text", flat=True)) == {"jung", "offen"}


def test_deletion_is_on_the_schedule():
    assert delete_old_reports.name in {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
