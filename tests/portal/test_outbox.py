"""„Postausgang“ and „Technik prüfen“, as coordinators and administrators see them."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from kombu.exceptions import OperationalError

from members.enums import Role
from netzwerk.mail.actions import delete_outdated_mails, resend_mail
from netzwerk.mail.delivery import PAUSE_KEY, deliver
from netzwerk.models import AuditEvent, OutgoingMail
from netzwerk.portal.outbox import state
from netzwerk.tasks import beat_heartbeat
from tests.factories import (
    make_mail,
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_user,
)

pytestmark = pytest.mark.django_db
LIST = reverse("portal:mail-list")


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def sent(**fields):
    return make_mail(**{"state": "sent", "sent_at": timezone.now()} | fields)


def shown(client, query=""):
    return set(client.get(f"{LIST}{query}").context["page"].object_list)


def test_list_is_narrowed_by_state_kind_and_person(client, coordinator):
    ina = make_user(full_name="Ina Brandt", email="i.b@amt.example")
    code = sent(kind="account", to=ina.email)
    reminder = sent(kind="reminder", recipient_id=ina.pk, to="frueher@amt.example")
    person = make_person(last_name="Demir", email="e.demir@kita.example")
    to_person = sent(to=person.email)
    failed = make_mail(state="failed", error="Es ist keine E-Mail-Adresse hinterlegt.", to="")
    bounced = sent(state="bounced", error="zurück", kind="test")
    waiting = make_mail(to="leitung@kita.example")

    assert shown(client) == {code, reminder, to_person, failed, bounced, waiting}
    assert shown(client, "?stand=fehler") == {failed, bounced}
    assert shown(client, "?stand=queued") == {waiting}
    assert shown(client, "?art=account") == {code}
    assert shown(client, "?suche=brandt") == {code, reminder}
    assert shown(client, "?suche=demir") == {to_person}
    assert shown(client, "?suche=KITA") == {waiting, to_person}
    assert shown(client, "?stand=fehler&art=test") == {bounced}
    assert shown(client, "?stand=gibtesnicht&seite=x") == {code, reminder, to_person, failed, bounced, waiting}


def test_coordination_of_a_jugendamt_sees_mails_to_its_own_people_alone(client):
    office, other = make_office(), make_office()
    coordinator = make_user(role=Role.COORDINATOR, office=office)
    client.force_login(coordinator)
    own, foreign = (make_organisation(youth_welfare_office=each) for each in (office, other))
    member = make_member(organisation=own)
    own_person = make_membership(organisation=own).person
    to_member, to_person = sent(recipient_id=member.pk, to="x@y.example"), sent(to=own_person.email)
    to_unseated = sent(to=make_person().email)
    caused = sent(to="gast@anderswo.example", created_by_id=coordinator.pk)
    hidden = make_mail(to=make_membership(organisation=foreign).person.email, state="failed", error="x")
    sent(recipient_id=make_member(organisation=foreign).pk, to="z@y.example")
    sent(to="niemand@anderswo.example")

    assert shown(client) == {to_member, to_person, to_unseated, caused}
    assert "nicht angekommen." not in client.get(LIST).content.decode()
    assert client.get(reverse("portal:mail-detail", args=[hidden.pk])).status_code == 404
    assert client.post(reverse("portal:mail-stop", args=[hidden.pk])).status_code == 404


def test_failed_mails_are_told_at_the_top_and_on_the_overview(client, coordinator):
    make_mail(state="failed", error="Es ist keine E-Mail-Adresse hinterlegt.", to="")

    assert "1 E-Mail ist nicht angekommen." in client.get(LIST).content.decode()
    assert "1 zu prüfen" in client.get(reverse("portal:overview")).content.decode()


def test_empty_list_says_what_will_stand_here(client, coordinator):
    assert "noch keine E-Mail geschrieben" in client.get(LIST).content.decode()
    assert "Dazu gibt es keine E-Mail." in client.get(f"{LIST}?suche=xyz").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, coordinator, count, django_assert_num_queries):
    for _ in range(count):
        sent(recipient_id=make_user().pk)
    client.get(LIST)

    with django_assert_num_queries(9):
        response = client.get(LIST)

    assert len(response.context["page"].object_list) == count


def test_pages_keep_the_filter(client, coordinator):
    for _ in range(30):
        sent(kind="test")

    html = client.get(f"{LIST}?art=test&seite=2").content.decode()

    assert '<a href="?art=test&amp;seite=1" rel="prev">' in html
    assert "30 E-Mails" in html


def test_mail_is_shown_as_it_was_sent_and_nothing_in_it_runs(client, coordinator):
    mail = sent(text_body="Guten Tag <b>Ina</b>", html_body="<p>Guten Tag</p><script>alert(1)</script>")

    html = client.get(reverse("portal:mail-detail", args=[mail.pk])).content.decode()
    preview = client.get(reverse("portal:mail-preview", args=[mail.pk]))

    assert "Guten Tag &lt;b&gt;Ina&lt;/b&gt;" in html
    assert preview.content.decode() == mail.html_body
    policy = {part.strip() for part in preview["Content-Security-Policy"].split(";")}
    assert policy == {
        "default-src 'none'",
        "style-src 'unsafe-inline'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "sandbox",
    }


def test_codes_are_for_their_recipient_alone(client, coordinator, settings):
    mail = make_mail(kind="account", text_body="Ihr Code ist 123456.", html_body="<p>123456</p>")
    detail, preview = (reverse(f"portal:mail-{name}", args=[mail.pk]) for name in ("detail", "preview"))

    html = client.get(detail).content.decode()
    assert "123456" not in html
    assert "Diese E-Mail öffnet einen Zugang." in html
    assert client.get(preview).status_code == 404

    settings.MAIL_IS_DELIVERED = False
    assert "123456" in client.get(detail).content.decode()
    assert client.get(preview).status_code == 200


def test_local_run_says_that_nothing_leaves(client, coordinator, settings):
    settings.MAIL_IS_DELIVERED = False
    mail = make_mail()
    deliver(mail.pk)

    html = client.get(LIST).content.decode()

    assert "E-Mails verlassen das Portal nicht" in html
    assert "nur abgelegt" in html


def test_failed_mail_is_sent_again_itself(client, coordinator, mailoutbox):
    mail = make_mail(state="failed", error="Aufgegeben.", attempts=12, give_up_at=timezone.now())

    response = client.post(reverse("portal:mail-resend", args=[mail.pk]), follow=True)
    deliver(mail.pk)

    mail.refresh_from_db()
    assert "wird noch einmal gesendet" in response.content.decode()
    assert (mail.state, mail.attempts, len(mailoutbox)) == ("sent", 1, 1)
    assert AuditEvent.objects.get().kind == "netzwerk.mail_resent"


def test_sent_mail_is_sent_again_as_a_copy(coordinator):
    mail = sent(recipient_id=4, attachments=[{"name": "a.ics"}])

    first, second = resend_mail(mail=mail, by=coordinator), resend_mail(mail=mail, by=coordinator)

    assert OutgoingMail.objects.count() == 3
    assert len({mail.message_id, first.message_id, second.message_id}) == 3
    assert (first.to, first.text_body, first.recipient_id, first.state) == (mail.to, mail.text_body, 4, "queued")
    assert first.attachments == mail.attachments


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({}, "wartet noch"),
        ({"state": "failed", "error": "x", "kind": "account"}, "lässt sich nicht noch einmal senden"),
        ({"state": "failed", "error": "x", "text_body": ""}, "lässt sich nicht noch einmal senden"),
        ({"state": "failed", "error": "x", "to": ""}, "lässt sich nicht noch einmal senden"),
    ],
)
def test_what_cannot_be_sent_again_says_why(client, coordinator, fields, reason):
    mail = make_mail(**fields)

    response = client.post(reverse("portal:mail-resend", args=[mail.pk]), follow=True)

    assert reason in response.content.decode()
    assert OutgoingMail.objects.get().state == mail.state


def test_waiting_mail_is_stopped(client, coordinator, mailoutbox):
    mail = make_mail()

    response = client.post(reverse("portal:mail-stop", args=[mail.pk]), follow=True)
    deliver(mail.pk)

    mail.refresh_from_db()
    assert "angehalten und wird nicht gesendet" in response.content.decode()
    assert (mail.state, mailoutbox) == ("cancelled", [])


def test_sent_mail_cannot_be_stopped(client, coordinator):
    mail = sent()

    response = client.post(reverse("portal:mail-stop", args=[mail.pk]), follow=True)

    mail.refresh_from_db()
    assert "lässt sich nicht mehr anhalten" in response.content.decode()
    assert mail.state == "sent"


@pytest.mark.parametrize("name", ["portal:mail-resend", "portal:mail-stop"])
def test_looking_changes_nothing_and_members_may_not(client, coordinator, name):
    mail = make_mail(state="failed", error="x")
    assert client.get(reverse(name, args=[mail.pk])).status_code == 405

    client.force_login(make_user())
    assert client.post(reverse(name, args=[mail.pk])).status_code == 403
    assert OutgoingMail.objects.get().state == "failed"


def test_texts_end_after_their_days_and_rows_after_twelve_months(settings):
    settings.MAIL_TEXT_DAYS = 90

    def aged(days, **fields):
        return sent(created_at=timezone.now() - timedelta(days=days), **fields)

    gone, emptied, kept = aged(366), aged(91), aged(89)
    code, young_code = aged(2, kind="account"), aged(0, kind="account")
    waiting = make_mail(created_at=timezone.now() - timedelta(days=400))

    delete_outdated_mails()

    texts = dict(OutgoingMail.objects.values_list("pk", "text_body"))
    assert gone.pk not in texts
    assert {pk for pk, text in texts.items() if not text} == {emptied.pk, code.pk}
    assert {pk for pk, text in texts.items() if text} == {kept.pk, young_code.pk, waiting.pk}


@pytest.fixture
def administrator(client):
    user = make_user(role=Role.SYSTEM_ADMIN, email="technik@amt.example")
    client.force_login(user)
    return user


def results(client):
    response = client.get(reverse("portal:technical-check"))
    return {check.name: check.is_good for check in response.context["checks"]}


def test_check_page_tells_worker_from_beat(client, administrator, monkeypatch):
    monkeypatch.setattr(state, "_worker_answers", lambda: False)
    assert results(client) == {
        "Redis": True,
        "Worker": False,
        "Beat": False,
        "Mailversand": True,
        "Warteschlange": True,
    }

    monkeypatch.setattr(state, "_worker_answers", lambda: True)
    assert (results(client)["Worker"], results(client)["Beat"]) == (True, False)

    beat_heartbeat()
    assert set(results(client).values()) == {True}


def test_check_page_sees_a_server_out_of_reach_and_late_mail(client, administrator, monkeypatch):
    beat_heartbeat()
    cache.set(PAUSE_KEY, True, 5)
    make_mail(next_try_at=timezone.now() - timedelta(minutes=6))
    make_mail(next_try_at=timezone.now() + timedelta(minutes=6))

    found = results(client)

    assert [name for name, is_good in found.items() if not is_good] == ["Mailversand", "Warteschlange"]
    assert "1 fällig, die älteste" in client.get(reverse("portal:technical-check")).content.decode()


def test_worker_is_asked_over_the_broker_and_a_broker_away_is_no_fault(monkeypatch):
    def ping(**_options):
        raise OperationalError

    assert state._worker_answers() is False
    monkeypatch.setattr(state.current_app.control, "ping", ping)
    assert state._worker_answers() is False


def test_check_page_shows_no_password(client, administrator, settings):
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mail.amt.example", "portal", "geheim"
    beat_heartbeat()

    html = client.get(reverse("portal:technical-check")).content.decode()

    assert "mail.amt.example" in html
    assert "geheim" not in html


def test_test_mail_goes_to_oneself_once_a_minute(client, administrator, mailoutbox, monkeypatch):
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    for _ in range(2):
        response = client.post(reverse("portal:test-mail"), follow=True)
    mail = OutgoingMail.objects.get()
    deliver(mail.pk)

    html = client.get(reverse("portal:technical-check")).content.decode()
    assert "unterwegs" in response.content.decode()
    assert "Letzte Probe" in html
    assert "gesendet" in html
    assert LIST not in html, "an administrator does not read what members are written"
    assert [message.to for message in mailoutbox] == [["technik@amt.example"]]
    assert reverse("portal:technical-check") in mailoutbox[0].body


def test_coordinator_is_no_administrator(client, coordinator):
    assert client.get(reverse("portal:technical-check")).status_code == 403
    assert client.post(reverse("portal:test-mail")).status_code == 403
    assert OutgoingMail.objects.count() == 0
