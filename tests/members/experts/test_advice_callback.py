"""What reaches the experts, and that nothing stays."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.experts.actions.advice import (
    LINK,
    confirm_callback,
    remind_of_forgotten,
)
from members.experts.models import AdviceRequest
from members.experts.models.requests import AdviceGone
from members.experts.tasks import look_after_requests
from netzwerk.signed_links import make_link
from reporting_paths.contacts.enums import Kind
from tests.contacts.makers import make_contact
from tests.factories import make_town, make_user
from tests.members.experts.makers import PHONE, ask, in_hours, mails, make_duty, make_expert

pytestmark = pytest.mark.django_db


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
