"""The page of one offer."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from tests.factories import (
    make_category,
    make_registration,
    make_topic,
    make_town,
    make_training,
    make_user,
)
from trainings.dates import publish_dates
from trainings.enums import EventMode, EventStatus, RegistrationState
from trainings.models import CourseKind, Session

pytestmark = pytest.mark.django_db
STARTS_AT = timezone.make_aware(datetime(timezone.localdate().year + 1, 3, 3, 9))


def detail(client, event, query=""):
    return client.get(f"/fortbildungen/{event.slug}/{query}")


def test_page_says_everything_one_needs_to_know(client):
    schools = make_category(short_title="Schulen")
    event = make_training(
        title="Gespräche mit Eltern",
        lead="Ruhig ansprechen.",
        description="Wir üben.\n\nAm Nachmittag planen wir.",
        starts_at=STARTS_AT,
        place="Stadthaus\nSaal 2",
        municipality=make_town(name="Minden"),
        speakers="Dr. Hanna Voss",
        accessibility="Stufenlos.",
        fee="12 Euro",
        maximum=9,
        target_categories=[schools],
        topics=[make_topic(name="Elterngespräche")],
        reserved={schools: 2},
        course_kind=CourseKind.objects.create(name="Grundkurs"),
    )

    text = detail(client, event).text

    for words in (
        "Gespräche mit Eltern",
        "Ruhig ansprechen.",
        "<p>Am Nachmittag planen wir.</p>",
        "3. März",
        "09:00 bis 12:00 Uhr",
        "Stadthaus<br>Saal 2",
        "Minden",
        "Dr. Hanna Voss",
        "Stufenlos.",
        "12 Euro",
        "Schulen",
        "Elterngespräche",
        "Grundkurs",
        "noch 7 Plätze",
        "0 von 9 Plätzen belegt",
        "Für Schulen sind 2 Plätze reserviert. Ab 2. März",
        "Art. 6 Abs. 1",
        "Jetzt anmelden",
    ):
        assert words in text


def test_online_access_is_not_told(client):
    event = make_training(mode=EventMode.ONLINE, online_url="https://treffen.example/raum")

    text = detail(client, event).text

    assert "treffen.example" not in text
    assert "den Zugang bekommen Sie mit der Bestätigung" in text


def test_each_session_has_its_date(client):
    event = make_training(starts_at=STARTS_AT)
    starts_at = STARTS_AT + timedelta(days=7)
    Session.objects.create(event=event, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), title="Vertiefung")

    text = detail(client, event).text

    assert "3. März" in text
    assert "10. März" in text
    assert "Vertiefung" in text


def test_text_is_no_markup(client):
    event = make_training(title="<b>Fett</b>", description="<script>alert(1)</script>")

    assert "<script>alert" not in detail(client, event).text
    assert "<b>Fett" not in detail(client, event).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"status": EventStatus.CANCELLED, "cancel_reason": "Die Referentin ist krank."}, "Die Referentin ist krank."),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "Die Anmeldung ist beendet."),
        ({"opens_at": timezone.now() + timedelta(days=1)}, "Die Anmeldung beginnt am"),
        ({"is_external": True, "external_url": "https://lwl.example/"}, 'href="https://lwl.example/"'),
        ({"starts_at": timezone.now() - timedelta(days=3)}, "beendet"),
    ],
)
def test_page_says_why_nobody_can_sign_up(client, fields, words):
    event = make_training(**fields)

    text = detail(client, event).text

    assert words in text
    assert reverse("trainings:event-register", args=[event.slug]) not in text


def test_full_offer_names_other_dates_of_the_topic_or_kind(client):
    topic, kind = make_topic(), CourseKind.objects.create(name="Grundkurs")
    event = make_training(maximum=1, waiting_list_cap=0, topics=[topic], course_kind=kind)
    make_registration(event=event)
    make_training(title="Gleiches Thema", topics=[topic])
    make_training(title="Gleiche Kursart", course_kind=kind)
    make_training(title="Etwas anderes")
    make_training(title="Vorbei", topics=[topic], starts_at=timezone.now() - timedelta(days=3))
    make_training(title="Nicht offen", topics=[topic], closes_at=timezone.now() - timedelta(days=3))

    response = detail(client, event)

    assert "ihre Warteliste sind voll" in response.text
    assert {row.event.title for row in response.context["others"]} == {"Gleiches Thema", "Gleiche Kursart"}


def test_draft_is_shown_to_its_coordination_only(client):
    event = make_training(status=EventStatus.DRAFT)

    assert detail(client, event).status_code == 404
    client.force_login(make_user())
    assert detail(client, event).status_code == 404
    client.force_login(make_user(role=Role.COORDINATOR))
    assert "Entwurf" in detail(client, event).text


@pytest.mark.parametrize("address", ["", "anmelden/"])
def test_draft_that_its_coordination_has_read_stays_unseen(client, address):
    """One client for both: it stands for the worker that has read the draft for somebody."""
    event = make_training(status=EventStatus.DRAFT)

    client.force_login(make_user(role=Role.COORDINATOR))
    assert client.get(f"/fortbildungen/{event.slug}/{address}").status_code == 200
    client.force_login(make_user())
    assert client.get(f"/fortbildungen/{event.slug}/{address}").status_code == 404


def test_unknown_address_is_404(client):
    assert client.get("/fortbildungen/gibt-es-nicht/").status_code == 404


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (RegistrationState.CONFIRMED, "Sie sind angemeldet"),
        (RegistrationState.WAITING, "Sie stehen auf der Warteliste"),
    ],
)
def test_reader_sees_their_own_registration(client, state, words):
    event, user = make_training(), make_user()
    make_registration(event=event, user=user, state=state)

    assert words not in detail(client, event).text
    client.force_login(user)
    text = detail(client, event).text

    assert words in text
    assert "Weitere Person anmelden" in text


def test_somebody_elses_registration_is_not_told(client):
    registration = make_registration(last_name="Geheim")
    client.force_login(make_user())

    text = detail(client, registration.event).text

    assert "Sie sind angemeldet" not in text
    assert "Geheim" not in text


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_whatever_it_shows(client, django_assert_num_queries, count):
    topics = [make_topic() for _ in range(count)]
    groups = [make_category() for _ in range(count)]
    event = make_training(maximum=1, waiting_list_cap=0, topics=topics, target_categories=groups)
    for number in range(count):
        make_registration(event=event)
        make_training(topics=topics, reserved=dict.fromkeys(groups, number + 1), maximum=40)

    with django_assert_num_queries(6):
        detail(client, event, "?bench=1")


def test_page_read_again_costs_no_query(client, django_assert_num_queries):
    event = make_training()
    detail(client, event)

    with django_assert_num_queries(0):
        assert detail(client, event).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_page_for_somebody_signed_in_costs_at_most_ten_queries(client, django_assert_max_num_queries, count):
    event, user = make_training(), make_user()
    make_registration(event=event, user=user)
    client.force_login(user)

    with django_assert_max_num_queries(10):
        detail(client, event)


def test_dates_come_as_a_file_for_a_calendar(client):
    event = make_training(title="Kinderschutz im Verein")
    publish_dates(event)

    response = client.get(f"/fortbildungen/{event.slug}/termin.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="{event.slug}.ics"'
    assert "SUMMARY:Kinderschutz im Verein" in response.text


def test_draft_has_no_file_for_a_calendar(client):
    event = make_training(status=EventStatus.DRAFT)
    publish_dates(event)

    assert client.get(f"/fortbildungen/{event.slug}/termin.ics").status_code == 404
