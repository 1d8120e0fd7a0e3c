"""A request for advice: to whom it goes, what is kept, and that nothing stays."""

import json
import logging
import re
import threading
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.experts.actions.advice import (
    LINK,
    confirm_callback,
    delete_outdated,
    experts_for,
    remind_of_forgotten,
)
from members.experts.enums import Profession, Route
from members.experts.models import AdviceRequest
from members.experts.models.requests import AdviceGone, NobodyToAsk
from members.experts.tasks import look_after_requests
from members.experts.views.advice import READERS_REQUESTS_AN_HOUR
from members.models import Absence
from netzwerk.models import AuditEvent, OutgoingMail
from netzwerk.signed_links import make_link
from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import make_contact
from tests.factories import make_office, make_town, make_user
from tests.members.experts.makers import MONDAY_MORNING, PHONE, ask, in_hours, make_duty, make_expert

pytestmark = pytest.mark.django_db
FORM = "/insofa/anfrage/"


@pytest.fixture
def town():
    return make_town(slug="oberstadt", name="Oberstadt")


@pytest.fixture
def morning(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY_MORNING)


def answers(**fields):
    """What a school in Oberstadt sends on Monday morning."""
    return {
        "token": str(uuid.uuid4()),
        "profession": "school",
        "town": "oberstadt",
        "phone": PHONE,
        "day": "2026-11-24",
        "starts": "9",
        "ends": "12",
    } | fields


def mails():
    return list(OutgoingMail.objects.order_by("pk"))


# To whom it goes


def test_request_goes_to_the_one_on_duty_that_day(town):
    office = town.youth_welfare_office
    on_duty, other = make_expert(office=office, with_access=True), make_expert(office=office)
    make_duty(on_duty, office)
    make_duty(other, office, first=7, last=13)

    advice = ask(town)

    assert (advice.route, list(advice.experts.all())) == (Route.DUTY, [on_duty])
    assert [mail.to for mail in mails()] == [on_duty.person.email]


@pytest.mark.parametrize("reason", ["no duty", "paused", "absent", "no address", "ended"])
def test_without_anybody_on_duty_it_goes_to_all_of_the_town(town, reason):
    office = town.youth_welfare_office
    missing, one, two = (make_expert(office=office, email="") for _number in range(3))
    make_expert(office=office, towns=[make_town(youth_welfare_office=office)])  # for another town
    make_expert(office=make_office())  # of another Jugendamt
    if reason != "no duty":
        make_duty(missing, office)
    today = timezone.localdate()
    if reason in ("paused", "no duty"):
        missing.paused_until = today + timedelta(days=1)
        missing.save()
    elif reason == "absent":
        Absence.objects.create(person=missing.person, starts_on=today, ends_on=today + timedelta(days=1))
    elif reason == "no address":
        missing.person.email = ""
        missing.person.save()
    else:
        missing.end(on=today)

    advice = ask(town)

    assert advice.route == Route.TOWN
    assert set(advice.experts.all()) == {one, two}
    assert {mail.to for mail in mails()} == {one.person.email, two.person.email}


def test_without_any_expert_it_goes_to_the_advice_centre_by_a_link_of_its_own(town):
    make_contact(kind=Kind.COORDINATION, youth_welfare_office=town.youth_welfare_office, email="ko@amt.example")
    make_contact(kind=Kind.INSOFA, youth_welfare_office=town.youth_welfare_office, email="beratung@haus.example")
    make_contact(kind=Kind.INSOFA, youth_welfare_office=make_office(), email="fern@haus.example")

    ask(town)

    (mail,) = mails()
    assert mail.to == "beratung@haus.example"
    assert "/insofa/rueckruf/" in mail.text_body


def test_without_an_advice_centre_the_coordination_gets_it(town):
    make_contact(kind=Kind.COORDINATION, youth_welfare_office=town.youth_welfare_office, email="ko@amt.example")
    make_contact(kind=Kind.INSOFA, youth_welfare_office=town.youth_welfare_office, email="")

    ask(town)

    assert [mail.to for mail in mails()] == ["ko@amt.example"]


def test_with_nobody_to_ask_nothing_is_kept_and_the_form_says_so(client, town, morning):
    with pytest.raises(NobodyToAsk):
        ask(town)
    html = client.post(FORM, answers()).content.decode()

    assert "Für diesen Ort ist gerade niemand auf diesem Weg erreichbar. Bitte rufen Sie an." in html
    assert not AdviceRequest.objects.exists()


def test_duty_of_the_day_of_the_callback_counts_not_of_today(town):
    office = town.youth_welfare_office
    today_s, next_week_s = make_expert(office=office), make_expert(office=office)
    make_duty(today_s, office, first=0, last=6)
    make_duty(next_week_s, office, first=7, last=13)

    assert experts_for(town, timezone.localdate() + timedelta(days=7)) == (Route.DUTY, [next_week_s])


# What a mail, the log and the audit say


def test_mail_says_only_that_somebody_waits(town):
    expert = make_expert(office=town.youth_welfare_office, with_access=True)
    ask(town)

    (mail,) = mails()
    said = mail.subject + mail.text_body + mail.html_body + mail.key
    assert f"{reverse('experts:advice-list')}" in mail.text_body
    assert mail.recipient_id == expert.person.user_id
    for secret in ("4710", "777", "Oberstadt", "Schule", "school"):
        assert secret not in said


def test_log_keeps_a_count_for_the_jugendamt_and_nothing_else(town):
    make_expert(office=town.youth_welfare_office)
    confirm_callback(advice=ask(town))
    ask(town)
    AdviceRequest.objects.update(created_at=timezone.now() - timedelta(days=14))
    delete_outdated()

    events = AuditEvent.objects.filter(kind__startswith="experts.advice").order_by("pk")
    assert [(event.kind, event.target_id, event.actor_id, event.details) for event in events] == [
        (f"experts.advice_{what}", "", None, {"office": town.youth_welfare_office_id})
        for what in ("requested", "confirmed", "requested", "outdated")
    ]


def test_no_number_reaches_the_logs_or_the_session(client, town, morning, caplog):
    make_expert(office=town.youth_welfare_office)
    with caplog.at_level(logging.DEBUG):
        client.post(FORM, answers())
        client.post(FORM, answers(phone="0221 4710-777 abc"))

    assert AdviceRequest.objects.count() == 1
    for record in caplog.records:
        if not record.name.startswith("django.db"):
            assert "4710" not in json.dumps(vars(record), default=str)
    assert "sessionid" not in client.cookies


def test_row_has_no_room_for_a_free_text():
    texts = {field.name for field in AdviceRequest._meta.fields if field.get_internal_type() == "TextField"}
    kinds = {field.name: field for field in AdviceRequest._meta.fields if field.get_internal_type() == "CharField"}

    assert texts == set()
    assert set(kinds) == {"profession", "phone", "route", "secret"}


@pytest.mark.parametrize("text", ["Kind Mia 6 Jahre", "0221 Mia", "+", "", "0221\n4710"])
def test_database_takes_a_number_only(town, text):
    advice = {"municipality": town, "profession": Profession.SCHOOL, "route": Route.TOWN}
    starts, ends = in_hours(1, 2)

    with pytest.raises(IntegrityError), transaction.atomic():
        AdviceRequest.objects.create(**advice, phone=text, window_starts_at=starts, window_ends_at=ends)


# The form


def test_form_is_sent_without_an_account_and_leads_to_a_calm_page(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    response = client.post(FORM, answers(phone="0049 (0)221 / 4710-777"), follow=True)

    advice = AdviceRequest.objects.get()
    assert response.redirect_chain == [("/insofa/anfrage/gesendet/?ort=oberstadt", 302)]
    html = response.content.decode()
    assert "Ihre Bitte um Rückruf ist angekommen" in html
    assert html.index('href="tel:110"') > 0
    assert "4710-777" not in html
    assert advice.phone == "+49 221 / 4710-777"
    assert advice.window_text == "Dienstag, 24. November, 9 bis 12 Uhr"


def test_form_works_for_somebody_signed_in_too(town, morning):
    make_expert(office=town.youth_welfare_office)
    client = Client()
    client.force_login(make_user())

    assert client.post(FORM, answers()).status_code == 302
    assert AdviceRequest.objects.count() == 1


def test_sent_twice_it_is_one_request(client, town, morning):
    make_expert(office=town.youth_welfare_office)
    data = answers()

    for _time in range(2):
        assert client.post(FORM, data).status_code == 302

    assert AdviceRequest.objects.count() == 1
    assert len(mails()) == 1


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("profession", "", "Wählen Sie Ihren Arbeitsbereich."),
        ("profession", "Mutter von Mia", "Wählen Sie Ihren Arbeitsbereich aus der Liste."),
        ("town", "", "Wählen Sie den Ort."),
        ("town", "atlantis", "Wählen Sie den Ort aus der Liste."),
        ("town", "nachbar", "Wählen Sie den Ort aus der Liste."),
        ("phone", "", "Geben Sie die Nummer ein, unter der wir zurückrufen."),
        ("phone", "Mia, 6 Jahre", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "4710777", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "110", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "0221 4710-777 bitte abends", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "٠٢٢١٤٧١٠", "Geben Sie die Nummer mit Vorwahl ein"),
        ("phone", "0" * 5000, "Geben Sie die Nummer kürzer ein"),
        ("day", "2026-11-22", "Wählen Sie den Tag aus der Liste."),
        ("day", "2026-11-28", "Wählen Sie den Tag aus der Liste."),
        ("day", "2027-11-24", "Wählen Sie den Tag aus der Liste."),
        ("starts", "7", "Wählen Sie, ab wann."),
        ("ends", "9", "Wählen Sie ein Ende nach dem Beginn."),
        ("ends", "23", "Wählen Sie, bis wann."),
        ("token", "x", "Senden Sie das Formular bitte noch einmal."),
    ],
)
def test_mistake_is_told_kindly_and_nothing_is_kept(client, town, morning, field, value, sentence):
    make_expert(office=town.youth_welfare_office)
    make_town(slug="nachbar", youth_welfare_office=None)

    response = client.post(FORM, answers(**{field: value}))

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not AdviceRequest.objects.exists()


def test_time_of_today_that_is_over_is_refused(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    html = client.post(FORM, answers(day="2026-11-23", starts="8", ends="10")).content.decode()

    assert "Diese Zeit ist schon vorbei. Wählen Sie eine spätere." in html


def test_program_that_fills_everything_in_gets_a_page_and_leaves_nothing(client, town, morning):
    make_expert(office=town.youth_welfare_office)

    response = client.post(FORM, answers(trap="https://spam.example"))

    assert response.url == reverse("contacts:advice-sent")
    assert (AdviceRequest.objects.count(), mails()) == (0, [])


def test_flood_from_one_address_is_stopped_and_others_get_through(client, town, morning):
    make_expert(office=town.youth_welfare_office)
    for _number in range(READERS_REQUESTS_AN_HOUR):
        assert client.post(FORM, answers()).status_code == 302

    response = client.post(FORM, answers())

    assert response.status_code == 429
    html = response.content.decode()
    assert "Gerade kommen sehr viele Anfragen an" in html
    assert PHONE in html  # what was typed stays
    assert AdviceRequest.objects.count() == READERS_REQUESTS_AN_HOUR
    assert Client(REMOTE_ADDR="198.51.100.9").post(FORM, answers()).status_code == 302


def test_form_is_protected_and_has_no_text_field(town):
    assert Client(enforce_csrf_checks=True).post(FORM, answers()).status_code == 403
    html = Client().get(f"{FORM}?ort=oberstadt").content.decode().split("<main")[1].split("</main")[0]
    assert "<textarea" not in html
    assert '<option value="oberstadt" selected>' in html
    assert set(re.findall(r'<input type="(\w+)"', html)) == {"hidden", "text", "tel"}
    assert re.search(r'<div[^>]*\bhidden\b[^>]*>\s*<div[^>]*id="div_id_trap"', html)  # the only one is the trap


@pytest.mark.parametrize("query", ["", "?ort=oberstadt", "?ort=atlantis", "?ort=%00"])
def test_confirmation_page_tells_what_happens_and_whom_to_call(client, town, query):
    html = client.get(f"/insofa/anfrage/gesendet/{query}").content.decode()

    assert "Nach dem Rückruf löschen wir Ihre Nummer" in html
    assert 'href="tel:110"' in html
    assert ("Jugendamt für Oberstadt" in html) == (query == "?ort=oberstadt")


# The experts


def test_expert_sees_the_number_and_confirms_which_deletes_it(town):
    expert, other = (make_expert(office=town.youth_welfare_office, with_access=True) for _number in range(2))
    make_duty(expert, town.youth_welfare_office)
    advice = ask(town)
    client, stranger = Client(), Client()
    client.force_login(expert.person.user)
    stranger.force_login(other.person.user)
    confirm = reverse("experts:advice-confirm", args=[advice.pk])

    assert PHONE not in stranger.get(reverse("experts:advice-list")).content.decode()
    assert stranger.post(confirm).status_code == 404
    assert PHONE in client.get(reverse("experts:advice-list")).content.decode()
    assert client.get(confirm).status_code == 405
    html = client.post(confirm, follow=True).content.decode()

    assert "Die Anfrage und die Nummer sind gelöscht." in html
    assert "Zurzeit wartet niemand auf Ihren Rückruf." in html
    assert not AdviceRequest.objects.exists()


def test_coordinator_does_not_see_the_numbers(town):
    make_expert(office=town.youth_welfare_office, with_access=True)
    ask(town)
    client = Client()
    client.force_login(make_user(role="coordinator"))

    assert PHONE not in client.get(reverse("experts:advice-list")).content.decode()


def test_second_confirmation_is_told_that_it_was_done(town):
    make_expert(office=town.youth_welfare_office)
    advice = ask(town)
    same = AdviceRequest.objects.get(pk=advice.pk)
    confirm_callback(advice=advice)

    with pytest.raises(AdviceGone):
        confirm_callback(advice=same)


def test_link_of_a_mailbox_shows_one_request_and_its_button_deletes_it(town):
    make_contact(kind=Kind.INSOFA, youth_welfare_office=town.youth_welfare_office, email="beratung@haus.example")
    advice = ask(town)
    link = make_link(LINK, advice, days=14, view_name="experts:advice-link").removeprefix(settings.SITE_URL)
    client = Client()

    page = client.get(link)
    assert PHONE in page.content.decode()
    assert AdviceRequest.objects.exists()  # a mail scanner's look changes nothing
    assert page["Referrer-Policy"] == "same-origin"
    assert "Danke. Die Anfrage und die Nummer sind gelöscht." in client.post(link).content.decode()
    assert not AdviceRequest.objects.exists()
    assert PHONE not in client.get(link).content.decode()


def test_reminder_comes_once_after_the_time(town):
    expert = make_expert(office=town.youth_welfare_office)
    ask(town, window=in_hours(-3, -1))
    ask(town, window=in_hours(-1, 1))

    for _run in range(2):
        remind_of_forgotten()

    reminders = [mail for mail in mails() if mail.key.startswith("advice_reminder")]
    assert [(mail.to, mail.subject) for mail in reminders] == [
        (expert.person.email, "Erinnerung: Eine Fachkraft wartet auf Ihren Rückruf")
    ]
    assert PHONE not in reminders[0].text_body


@pytest.mark.parametrize(("age", "stays"), [(timedelta(days=13, hours=22), True), (timedelta(days=14), False)])
def test_request_ends_after_two_weeks_at_the_latest(town, age, stays):
    make_expert(office=town.youth_welfare_office)
    ask(town)
    AdviceRequest.objects.update(created_at=timezone.now() - age)

    look_after_requests()

    assert AdviceRequest.objects.exists() == stays


@pytest.mark.django_db(transaction=True)
def test_same_form_ten_times_at_once_is_one_request_with_one_mail():
    town = make_town(slug="oberstadt")
    make_expert(office=town.youth_welfare_office)
    token, start, found = uuid.uuid4(), threading.Barrier(10), []

    def send():
        try:
            start.wait()
            found.append(ask(town, token=token).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 10
    assert AdviceRequest.objects.count() == 1
    assert len(mails()) == 1
