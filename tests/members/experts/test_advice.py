"""A request for advice: to whom it goes, and what mail, log and database keep of it."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from members.experts.actions.advice import (
    confirm_callback,
    delete_outdated,
    experts_for,
)
from members.experts.enums import Profession, Route
from members.experts.models import AdviceRequest
from members.experts.models.requests import NobodyToAsk
from members.models import Absence
from netzwerk.models import AuditEvent
from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import make_contact
from tests.factories import make_office, make_town
from tests.members.experts.makers import (
    FORM,
    answers,
    ask,
    in_hours,
    mails,
    make_duty,
    make_expert,
)

pytestmark = pytest.mark.django_db


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
