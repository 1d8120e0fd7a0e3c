"""Creating and changing events in the form, with everything that can be wrong at its field."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import AuditEvent, CalendarItem
from tests.factories import make_category, make_office, make_registration, make_topic
from tests.trainings.planning.makers import (
    BASE,
    coordinator_client,
    errors_of,
    event_data,
    in_days,
    mails,
    make_planned,
    session_data,
    stored,
)
from trainings.enums import EventStatus, RegistrationState
from trainings.models import CourseKind, TrainingEvent

pytestmark = pytest.mark.django_db


def update_data(event, **fields):
    """The form of `event` as a browser sends it back, with `fields` changed."""
    starts, ends = timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    shown = {
        "title": event.title,
        "place": event.place,
        "minimum": event.minimum,
        "maximum": event.maximum,
        "version": event.version,
        "topics": [topic.pk for topic in event.topics.all()],
        "sessions": [(starts.date(), f"{starts:%H:%M}", f"{ends:%H:%M}")],
    }
    return event_data(**shown | fields)


def test_new_training_is_a_draft_with_its_sessions_and_reservations(client):
    schools, topic = make_category(), make_topic(is_mandate=True)
    data = event_data(
        topics=[topic.pk],
        sessions=[(in_days(37), "14:00", "17:30"), (in_days(30), "09:00", "16:00")],
        reservations=[(schools, 5, in_days(20))],
        opens_at=f"{in_days(5)}T08:00",
        closes_at=f"{in_days(29)}T12:00",
    )

    response = client.post(f"{BASE}neu/", data, follow=True)

    event = TrainingEvent.objects.get()
    assert "Der Entwurf ist gespeichert" in response.content.decode()
    assert (event.status, event.slug, event.open_seats) == (EventStatus.DRAFT, "gespraeche-mit-eltern", 15)
    days = [timezone.localdate(session.starts_at) for session in event.sessions.all()]
    assert days == [in_days(30), in_days(37)]
    assert [timezone.localdate(moment) for moment in (event.starts_at, event.ends_at)] == days
    assert timezone.localtime(event.opens_at).hour == 8
    assert [(row.actor_category, row.seats) for row in event.reservations.all()] == [(schools, 5)]
    assert list(event.topics.all()) == [topic]
    assert not CalendarItem.objects.exists(), "nobody knows of a draft"


def test_draft_needs_nothing_but_a_title(client):
    data = event_data(title="Noch vage", lead="", place="", topics=[], sessions=[])

    client.post(f"{BASE}neu/", data)

    assert TrainingEvent.objects.get().starts_at is None


def test_same_title_twice_gets_another_address(client):
    for _ in range(3):
        client.post(f"{BASE}neu/", event_data(title="Schützen & Stärken"))

    assert set(TrainingEvent.objects.values_list("slug", flat=True)) == {
        "schuetzen-staerken",
        "schuetzen-staerken-2",
        "schuetzen-staerken-3",
    }


def test_title_without_latin_letters_gets_an_address(client):
    client.post(f"{BASE}neu/", event_data(title="日本語"))

    assert TrainingEvent.objects.get().slug == "fortbildung"


def test_another_session_without_javascript_keeps_what_was_typed(client):
    data = event_data(title="", sessions=[(in_days(30), "09:00", "")]) | {"termine-mehr": "1"}

    response = client.post(f"{BASE}neu/", data)

    page = response.content.decode()
    assert len(response.context["sessions"].forms) == 2
    assert not any(errors_of(response).values()), "nothing is judged yet"
    assert f'value="{in_days(30)}"' in page
    assert "Fehler:" not in page
    assert not TrainingEvent.objects.exists()


def test_another_row_asked_for_judges_no_overlap_yet(client):
    session, seats = (in_days(30), "09:00", "12:00"), (make_category(), 5, in_days(20))
    data = event_data(sessions=[session] * 2, reservations=[seats] * 2)

    response = client.post(f"{BASE}neu/", data | {"plaetze-mehr": "1"})

    assert not any(errors_of(response).values())


def test_struck_out_session_goes(client):
    event = make_planned(status=EventStatus.DRAFT)
    rows = [(in_days(30), "09:00", "12:00"), (in_days(31), "09:00", "12:00")]
    data = update_data(event) | session_data(*rows, initial=2) | {"termine-0-DELETE": "on"}

    client.post(f"{BASE}{event.pk}/aendern/", data)

    assert [timezone.localdate(row.starts_at) for row in event.sessions.all()] == [in_days(31)]
    assert timezone.localdate(stored(event).starts_at) == in_days(31)


def test_fewer_seats_than_taken_are_refused(client):
    event = make_planned(maximum=20)
    for _ in range(3):
        make_registration(event=event)

    response = client.post(f"{BASE}{event.pk}/aendern/", update_data(event, maximum=2, minimum=0))

    assert errors_of(response)["maximum"] == ["3 Plätze sind schon vergeben. Weniger geht nicht."]
    assert stored(event).maximum == 20


def test_overbooked_event_can_still_be_changed(client):
    event = make_planned(maximum=2)
    for _ in range(3):
        make_registration(event=event)

    client.post(f"{BASE}{event.pk}/aendern/", update_data(stored(event), fee="kostenfrei", minimum=0))

    assert (stored(event).fee, stored(event).maximum) == ("kostenfrei", 2)


def test_more_seats_are_offered_to_those_who_wait(client):
    event = make_planned(maximum=1)
    make_registration(event=event)
    waiting = [make_registration(event=event, state=RegistrationState.WAITING) for _ in range(2)]

    client.post(f"{BASE}{event.pk}/aendern/", update_data(stored(event), maximum=2, minimum=0))

    states = [row.state for row in event.registrations.order_by("number")[1:]]
    assert states == [RegistrationState.OFFERED, RegistrationState.WAITING]
    assert mails("offered") == {waiting[0].email: 1}
    assert stored(event).taken_count == 2


def test_published_event_cannot_lose_what_readers_need(client):
    event = make_planned()

    response = client.post(f"{BASE}{event.pk}/aendern/", update_data(event, lead="", topics=[], place="", sessions=[]))

    assert errors_of(response) == {
        "lead": ["Beschreiben Sie in zwei Sätzen, worum es geht."],
        "topics": ["Wählen Sie mindestens ein Thema."],
        "place": ["Sagen Sie, wo die Fortbildung stattfindet."],
        "__all__": ["Tragen Sie mindestens einen Termin ein."],
    }


def test_new_place_of_a_published_event_is_told_once(client):
    event = make_planned()
    seat, waiting = make_registration(event=event), make_registration(event=event, state=RegistrationState.WAITING)

    client.post(f"{BASE}{event.pk}/aendern/", update_data(stored(event), place="Stadthalle"))
    client.post(f"{BASE}{event.pk}/aendern/", update_data(stored(event), place="Stadthalle", fee="frei"))

    assert mails("moved") == {seat.email: 1, waiting.email: 1}
    assert CalendarItem.objects.get(key=event.calendar_key).location == "Stadthalle"


def test_nothing_changed_saves_nothing(client):
    event = make_planned()

    client.post(f"{BASE}{event.pk}/aendern/", update_data(event, lead=event.lead, waiting_list_cap=20))

    assert stored(event).version == 1
    assert not AuditEvent.objects.filter(kind="trainings.event_changed").exists()


def test_log_names_fields_and_no_values(client):
    event = make_planned(status=EventStatus.DRAFT)

    client.post(f"{BASE}{event.pk}/aendern/", update_data(event, title="Anderer Titel", lead=event.lead))

    details = AuditEvent.objects.get(kind="trainings.event_changed").details
    assert "title" in details["fields"]
    assert "Anderer" not in str(details)


def test_second_to_save_sees_both_versions_and_loses_nothing(client):
    event = make_planned(status=EventStatus.DRAFT)
    first = update_data(event, title="Von der ersten", lead=event.lead)
    second = update_data(event, fee="frei", lead=event.lead, sessions=[(in_days(40), "10:00", "12:00")])
    opened = client.get(f"{BASE}{event.pk}/aendern/").context["sessions"].opened_text
    client.post(f"{BASE}{event.pk}/aendern/", first)

    response = client.post(f"{BASE}{event.pk}/aendern/", second | {"termine-vorher": opened})

    page = response.content.decode()
    assert response.status_code == 409
    assert "Von der ersten" in page
    assert {difference.name for difference in response.context["differences"]} >= {"title", "fee", "termine"}

    kept = {}
    for name, value in response.context["kept"]:
        kept.setdefault(name, []).append(value)
    choice = {"wahl-title": "gespeicherte", "wahl-fee": "meine", "wahl-termine": "gespeicherte"}
    client.post(f"{BASE}{event.pk}/aendern/", kept | choice)
    event = stored(event)
    assert (event.title, event.fee) == ("Von der ersten", "frei")
    assert timezone.localdate(event.starts_at) == in_days(30)


def test_stored_reservations_are_kept_where_they_are_chosen(client):
    schools, clinics = make_category(), make_category()
    event = make_planned(status=EventStatus.DRAFT, reserved={schools: 4})
    kept = [(row.actor_category, row.seats, row.release_on) for row in event.reservations.all()]
    data = update_data(event, lead=event.lead, reservations=[(clinics, 9, in_days(10))])

    client.post(f"{BASE}{event.pk}/aendern/", data | {"wahl-plaetze": "gespeicherte"})

    assert [(row.actor_category, row.seats, row.release_on) for row in event.reservations.all()] == kept


def test_external_event_needs_little_and_no_seats(client):
    data = event_data(organiser="Landesjugendamt", external_url="fachtag.example/anmeldung")

    client.post(f"{BASE}neu/extern/", data)

    event = TrainingEvent.objects.get()
    assert (event.is_external, event.organiser) == (True, "Landesjugendamt")
    assert event.external_url == "https://fachtag.example/anmeldung"
    assert not client.get(f"{BASE}{event.pk}/aendern/").context.get("reservations")


def test_retired_topic_and_kind_stay_where_they_are_used(client):
    topic, other = make_topic(is_active=False), make_topic(is_active=False)
    kind = CourseKind.objects.create(name="Alter Kurs", is_active=False)
    event = make_planned(topics=[topic], course_kind=kind, status=EventStatus.DRAFT)

    form = client.get(f"{BASE}{event.pk}/aendern/").context["form"]

    offered = set(form.fields["topics"].queryset)
    assert (topic in offered, other in offered) == (True, False)
    assert set(form.fields["course_kind"].queryset) == {kind}


def test_coordinator_of_one_jugendamt_plans_for_that_one_only():
    own, foreign = make_office(), make_office()
    client, _user = coordinator_client(own)

    refused = client.post(f"{BASE}neu/", event_data(youth_welfare_office=foreign.pk))
    without = client.post(f"{BASE}neu/", event_data())
    client.post(f"{BASE}neu/", event_data(youth_welfare_office=own.pk))

    assert errors_of(refused)["youth_welfare_office"] == ["Wählen Sie eine der Möglichkeiten aus."]
    assert errors_of(without)["youth_welfare_office"] == ["Wählen Sie das Jugendamt aus."]
    assert TrainingEvent.objects.get().youth_welfare_office == own


def test_foreign_published_event_is_refused_and_a_foreign_draft_unseen():
    own, foreign = make_office(), make_office()
    client, _user = coordinator_client(own)
    published = make_planned(youth_welfare_office=foreign)
    draft = make_planned(youth_welfare_office=foreign, status=EventStatus.DRAFT)
    shared = make_planned()

    answers = [client.post(f"{BASE}{event.pk}/aendern/", {}).status_code for event in (published, draft, shared)]

    assert answers == [403, 404, 403]
    assert client.get(f"{BASE}{published.pk}/").status_code == 200


def test_copy_has_shifted_dates_and_nobody_in_it(client):
    category = make_category()
    event = make_planned(reserved={category: 4}, return_until_on=in_days(25), closes_at=timezone.now())
    make_registration(event=event)
    event.materials.create(title="Handzettel", url="https://haus.example/")
    day = timezone.localdate(event.starts_at) + timedelta(days=364)

    response = client.post(f"{BASE}{event.pk}/kopieren/", {"starts_on": str(day)}, follow=True)

    copy = TrainingEvent.objects.exclude(pk=event.pk).get()
    assert "Die Kopie ist ein Entwurf" in response.content.decode()
    assert (copy.status, copy.copied_from, copy.published_at) == (EventStatus.DRAFT, event, None)
    assert timezone.localtime(copy.starts_at).date() == day
    assert timezone.localtime(copy.starts_at).time() == timezone.localtime(event.starts_at).time()
    assert copy.return_until_on == in_days(25) + timedelta(days=364)
    assert copy.reservations.get().release_on == event.reservations.get().release_on + timedelta(days=364)
    assert [material.title for material in copy.materials.all()] == ["Handzettel"]
    assert (copy.registrations.count(), copy.taken_count, copy.last_number) == (0, 0, 0)
    assert set(copy.topics.all()) == set(event.topics.all())


def test_copy_without_a_day_is_refused(client):
    event = make_planned()

    response = client.post(f"{BASE}{event.pk}/kopieren/", {"starts_on": ""})

    assert errors_of(response)["starts_on"] == ["Geben Sie den ersten Tag ein."]


def test_draft_can_be_deleted_and_nothing_else(client):
    draft, published = make_planned(status=EventStatus.DRAFT), make_planned()

    for event in (draft, published):
        client.post(f"{BASE}{event.pk}/loeschen/")

    assert list(TrainingEvent.objects.all()) == [published]
