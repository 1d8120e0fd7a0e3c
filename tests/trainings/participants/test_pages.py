"""The coordination's pages about registrations: who sees them, what they do, and what they cost."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.enums import Role
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import make_category, make_office, make_registration, make_training, make_user
from trainings.enums import EventStatus, RegistrationState
from trainings.models import Registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def address(name, record):
    return reverse(f"trainings:{name}", args=[record.pk])


def applicant(category, **fields):
    return {
        "first_name": "Ina",
        "last_name": "Amt",
        "email": "ina.amt@haus.example",
        "organisation_name": "Kita Amthof",
        "actor_category": category.pk,
        "needs": "",
    } | fields


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_for_many(client, coordinator, django_assert_num_queries, count):
    event = make_training()
    rows = {make_registration(event=event) for _ in range(count)}
    client.get(address("registration-list", event))
    with django_assert_num_queries(7):
        response = client.get(address("registration-list", event))
    assert set(response.context["page"].rows) == rows


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"suche": "weser"}, {"Weser"}),
        ({"suche": "hafen"}, {"Weser"}),
        ({"stand": "waiting"}, {"Wald"}),
        ({"bedarf": "ja"}, {"Wald"}),
        ({"stand": "nirgends"}, {"Weser", "Wald"}),
        ({"suche": "niemand"}, set()),
    ],
)
def test_filter_narrows_the_list_and_says_how_to_get_out(client, coordinator, query, found):
    event = make_training()
    make_registration(event=event, last_name="Weser", organisation_name="Kita am Hafen")
    make_registration(event=event, last_name="Wald", state=RegistrationState.WAITING, needs="Gebärdensprache")
    response = client.get(address("registration-list", event), query)
    assert {row.last_name for row in response.context["page"].rows} == found
    if query != {"stand": "nirgends"}:
        assert "Filter aufheben" in response.content.decode()


def test_coordinator_of_another_office_is_refused(client):
    event = make_training(youth_welfare_office=make_office())
    registration = make_registration(event=event)
    client.force_login(make_user(role=Role.COORDINATOR, office=make_office()))
    assert client.get(address("registration-list", event)).status_code == 403
    assert client.get(address("registration-detail", registration)).status_code == 403
    assert client.post(address("registration-return", registration)).status_code == 403
    registration.refresh_from_db()
    assert registration.state == RegistrationState.CONFIRMED


def test_export_holds_the_filtered_rows_and_is_logged(client, coordinator):
    event = make_training()
    make_registration(event=event, last_name="=Weser", state=RegistrationState.WAITING)
    make_registration(event=event, last_name="Wald")
    csv = client.post(address("registration-csv", event) + "?stand=waiting").content.decode("utf-8-sig")
    assert len(csv.splitlines()) == 2
    assert "'=Weser" in csv
    book = load_workbook(BytesIO(client.post(address("registration-xlsx", event)).content))
    assert [row[1].value for row in book.active.iter_rows(min_row=2)] == ["'=Weser", "Wald"]
    log = AuditEvent.objects.filter(kind="trainings.registrations_exported").order_by("pk")
    assert [entry.details for entry in log] == [{"format": "csv", "count": 1}, {"format": "xlsx", "count": 2}]
    assert client.get(address("registration-csv", event)).status_code == 405


@pytest.mark.parametrize(
    ("overbook", "state", "is_overbooked", "words"),
    [
        ({}, RegistrationState.WAITING, False, "Warteliste"),
        ({"overbook": "on"}, RegistrationState.CONFIRMED, True, "bewusst überbucht"),
    ],
)
def test_person_added_to_a_full_event(client, coordinator, overbook, state, is_overbooked, words):
    event = make_training(maximum=1)
    make_registration(event=event)
    data = applicant(make_category()) | overbook
    response = client.post(address("registration-add", event), data, follow=True)
    made = Registration.objects.get(email="ina.amt@haus.example")
    assert (made.state, made.is_overbooked) == (state, is_overbooked)
    assert words in response.content.decode()
    event.refresh_from_db()
    assert (event.taken_count, event.waiting_count) == ((2, 0) if is_overbooked else (1, 1))


def test_same_address_is_refused_at_its_field_and_the_rest_stays(client, coordinator):
    event = make_training()
    make_registration(event=event, email="ina.amt@haus.example")
    response = client.post(address("registration-add", event), applicant(make_category(), first_name="Katharina"))
    form = response.context["form"]
    assert list(form.errors) == ["email"]
    assert "Katharina" in response.content.decode()
    assert Registration.objects.count() == 1


def test_long_texts_are_errors_and_nothing_is_saved(client, coordinator):
    event = make_training()
    data = applicant(make_category(), first_name="x" * 10_000, needs="y" * 10_000)
    response = client.post(address("registration-add", event), data)
    assert set(response.context["form"].errors) == {"first_name", "needs"}
    assert not Registration.objects.exists()


def test_somebody_waiting_gets_a_seat_on_purpose_only(client, coordinator):
    event = make_training(maximum=1)
    make_registration(event=event)
    waiting = make_registration(event=event, state=RegistrationState.WAITING)
    response = client.post(address("registration-seat", waiting), {})
    assert "Es ist kein Platz frei" in response.content.decode()
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITING

    client.post(address("registration-seat", waiting), {"overbook": "on"})
    client.post(address("registration-seat", waiting), {"overbook": "on"})
    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_overbooked) == (RegistrationState.CONFIRMED, True)
    assert OutgoingMail.objects.filter(to=waiting.email).count() == 1


def test_taking_somebody_off_gives_the_seat_to_the_next(client, coordinator):
    event = make_training(maximum=1)
    first = make_registration(event=event)
    waiting = make_registration(event=event, state=RegistrationState.WAITING)
    assert "Abmelden" in client.get(address("registration-return", first)).content.decode()
    first.refresh_from_db()
    assert first.state == RegistrationState.CONFIRMED  # looking changes nothing
    client.post(address("registration-return", first))
    first.refresh_from_db()
    waiting.refresh_from_db()
    assert (first.state, waiting.state) == (RegistrationState.RETURNED, RegistrationState.OFFERED)
    again = client.get(address("registration-add", event) + f"?von={first.pk}")
    assert first.email in again.content.decode()


def test_corrected_group_sets_the_reserved_seat_free(client, coordinator):
    police, school = make_category(), make_category()
    event = make_training(maximum=2, reserved={police: 1})
    general = make_registration(event=event, actor_category=school)
    waiting = make_registration(event=event, actor_category=school, state=RegistrationState.WAITING)
    fields = ("first_name", "last_name", "organisation_name")
    data = {name: getattr(general, name) for name in fields} | {"actor_category": police.pk}
    client.post(address("registration-update", general), data)
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.OFFERED


def message(form, **fields):
    values = {"states": ["confirmed"], "subject": "Raum geändert", "text": "Wir treffen uns in Raum 2."}
    return values | {"token": form["token"].value()} | fields


def test_message_goes_out_as_it_was_shown_and_once(client, coordinator):
    event = make_training()
    seated = make_registration(event=event)
    make_registration(event=event, state=RegistrationState.WAITING)
    url = address("registration-message", event)
    first = client.get(url).context["form"]
    shown = client.post(url, message(first, vorschau="1"))
    assert shown.context["preview"]["count"] == 1
    assert "Wir treffen uns in Raum 2." in shown.content.decode()
    assert not OutgoingMail.objects.exists()

    digest = shown.context["form"]["shown"].value()
    client.post(url, message(first, senden="1", shown=digest, text="Etwas anderes."))
    assert not OutgoingMail.objects.exists()

    client.post(url, message(first, senden="1", shown=digest))
    twice = client.post(url, message(first, senden="1", shown=digest), follow=True)
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.subject) == (seated.email, "Raum geändert")
    assert "Wir treffen uns in Raum 2." in mail.text_body
    assert "schon auf dem Weg" in twice.content.decode()


def test_message_to_nobody_says_so_and_offers_no_button(client, coordinator):
    event = make_training()
    url = address("registration-message", event)
    response = client.post(url, message(client.get(url).context["form"], vorschau="1"))
    text = response.content.decode()
    assert "zurzeit niemand" in text
    assert 'name="senden"' not in text


def test_draft_takes_nobody(client, coordinator):
    event = make_training(status=EventStatus.DRAFT, published_at=None)
    client.post(address("registration-add", event), applicant(make_category()))
    assert not Registration.objects.exists()
    assert "sobald die Fortbildung" in client.get(address("registration-list", event)).content.decode()
