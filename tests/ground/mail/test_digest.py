"""Choices, the weekly digest, and several changes that become one mail."""

import threading
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from members.messages.actions import change_choice
from netzwerk.hours import BERLIN
from netzwerk.mail import digest, kinds, queue, queue_mail, queue_mails, register_mail_kind, withdraw_mail
from netzwerk.mail.actions import delete_outdated_mails
from netzwerk.mail.digest import send_digests
from netzwerk.mail.queue import MailDraft
from netzwerk.mail.weekly import coming_moment, latest_moment
from netzwerk.models import DigestItem, OutgoingMail
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 7, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    """ "news" may be off, "duty" and "key" (which opens an access) are what they say."""
    monkeypatch.setattr(queue, "_send", lambda *_arguments, **_options: None)
    for name in ("_labels", "_secret", "_optional"):
        monkeypatch.setattr(kinds, name, type(getattr(kinds, name))(getattr(kinds, name)))
    register_mail_kind("news", "Neuigkeiten", is_duty=False)
    register_mail_kind("key", "Schlüssel", is_duty=False, is_secret=True)
    register_mail_kind("duty", "Aufgaben")


def queue_one(**fields):
    context = {"path": "/mein/", "asked_at": timezone.now()}
    return queue_mail(
        "portal/email/test", **{"to": "ina@amt.example", "key": "a", "kind": "news", "context": context} | fields
    )


def wants(choice, kind="news", **fields):
    """A person who made this choice."""
    person = make_person(**{"email": "ina@amt.example"} | fields)
    change_choice(owner=person, kind=kind, choice=choice)
    return person


def kept():
    return set(DigestItem.objects.waiting().values_list("key", flat=True))


def written_before(moment):
    DigestItem.objects.update(created_at=moment - timedelta(hours=1))


@pytest.mark.parametrize(
    ("choice", "kind", "mails", "items"),
    [
        ("at-once", "news", 1, 0),
        ("weekly", "news", 0, 1),
        ("off", "news", 0, 0),
        ("weekly", "key", 1, 0),  # no link that opens an access waits in a digest
        ("off", "key", 0, 0),
    ],
)
def test_choice_is_respected(choice, kind, mails, items):
    wants(choice, kind)

    first, again = queue_one(kind=kind), queue_one(kind=kind)

    assert (OutgoingMail.objects.count(), DigestItem.objects.count()) == (mails, items)
    assert first == again == OutgoingMail.objects.first()


def test_duty_is_for_everybody_and_cannot_be_ended():
    wants("off")

    mail = queue_one(kind="duty")

    assert mail.state == "queued"
    assert "List-Unsubscribe" not in mail.headers


def test_what_may_be_off_can_be_ended_with_one_click():
    make_person(email="ina@amt.example")

    mail = queue_one()

    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = mail.headers["List-Unsubscribe"].strip("<>")
    assert address.startswith(f"{settings.SITE_URL}/abmelden/")
    assert address in mail.text_body
    assert address in mail.html_body


def test_unknown_address_gets_it_without_a_link():
    assert "List-Unsubscribe" not in queue_one(to="haus@kita.example").headers


def test_choice_of_an_access_holds_for_the_person_it_becomes():
    user = make_user(email="ina@amt.example")
    change_choice(owner=user, kind="news", choice="off")
    person = make_person(email="ina@haus.example", user=user)

    assert queue_one(to=person.email) is None
    assert queue_one(recipient_id=user.pk, to=user.email) is None

    change_choice(owner=person, kind="news", choice="at-once")
    assert queue_one().state == "queued"


def test_many_are_asked_about_in_two_queries(django_assert_max_num_queries):
    wants("off")
    context = {"path": "/mein/", "asked_at": timezone.now()}
    drafts = [
        MailDraft("portal/email/test", to=address, key=address, kind="news", context=context)
        for address in ("ina@amt.example", *(f"p{number}@amt.example" for number in range(50)))
    ]

    with django_assert_max_num_queries(8):
        assert queue_mails(drafts) == 50


def test_digest_comes_on_monday_once_with_everything_in_it():
    wants("weekly")
    queue_one(key="a")
    queue_one(key="b")
    queue_one(key="late")
    written_before(MONDAY)
    DigestItem.objects.filter(key="late").update(created_at=MONDAY)

    assert [send_digests(MONDAY), send_digests(MONDAY + timedelta(hours=1))] == [1, 0]

    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.kind, mail.subject) == ("ina@amt.example", "digest", "Ihre Wochenübersicht: 2 Nachrichten")
    assert mail.text_body.count("Probe: E-Mail aus dem Portal") == 2
    assert "List-Unsubscribe" in mail.headers
    assert kept() == {"late"}
    assert not DigestItem.objects.exclude(key="late").exclude(text="").exists()


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_send_one_digest_each():
    for number in range(30):
        wants("weekly", email=f"p{number}@amt.example")
        queue_one(to=f"p{number}@amt.example", key=f"first:{number}")
        queue_one(to=f"p{number}@amt.example", key=f"second:{number}")
    written_before(MONDAY)
    start, counts = threading.Barrier(3), []

    def beat():
        try:
            start.wait()
            counts.append(send_digests(MONDAY))
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(counts) == [0, 0, 30]
    assert OutgoingMail.objects.filter(subject="Ihre Wochenübersicht: 2 Nachrichten").count() == 30


@pytest.mark.parametrize("hours", [1, 30, 24 * 6])
def test_missed_monday_is_caught_up(hours):
    wants("weekly")
    queue_one()
    written_before(MONDAY)

    assert send_digests(MONDAY - timedelta(minutes=1)) == 0
    assert send_digests(MONDAY + timedelta(hours=hours)) == 1


def test_no_digest_is_empty():
    person = wants("weekly")
    queue_one(key="withdrawn")
    withdraw_mail("withdrawn")
    queue_one(key="off")
    written_before(MONDAY)
    change_choice(owner=person, kind="news", choice="off")

    assert send_digests(MONDAY) == 0
    assert (OutgoingMail.objects.count(), kept()) == (0, set())


def test_what_is_past_or_over_is_left_out(monkeypatch):
    wants("weekly")
    for key in ("past", "over", "good"):
        queue_one(key=key)
    DigestItem.objects.filter(key="past").update(not_after=MONDAY)
    monkeypatch.setattr(digest, "_checks", [lambda items, now: {"over"}])
    written_before(MONDAY)

    send_digests(MONDAY)

    assert OutgoingMail.objects.get().subject == "Ihre Wochenübersicht: 1 Nachricht"


def test_what_would_come_too_late_comes_at_once():
    wants("weekly")
    context = {"path": "/mein/", "asked_at": timezone.now()}
    soon, later = coming_moment(timezone.now()), coming_moment(timezone.now()) + timedelta(days=1)
    fields = {"to": "ina@amt.example", "kind": "news", "context": context}
    queue_mails(
        [
            MailDraft("portal/email/test", key="soon", outdated_at=soon, **fields),
            MailDraft("portal/email/test", key="later", outdated_at=later, **fields),
        ]
    )

    assert set(OutgoingMail.objects.values_list("key", flat=True)) == {"soon"}
    assert kept() == {"later"}


def test_digest_that_was_sent_is_not_written_again():
    wants("weekly")
    queue_one()
    written_before(MONDAY)
    send_digests(MONDAY)

    queue_one()
    delete_outdated_mails()

    assert kept() == set()
    assert send_digests(MONDAY + timedelta(days=7)) == 0


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        ((2026, 11, 23, 7), (2026, 11, 23, 7)),
        ((2026, 11, 23, 6, 59), (2026, 11, 16, 7)),
        ((2026, 11, 29, 23), (2026, 11, 23, 7)),
        ((2026, 3, 30, 7), (2026, 3, 30, 7)),  # the day after the clocks went forward
        ((2026, 10, 26, 6, 59), (2026, 10, 19, 7)),  # and back
    ],
)
def test_digest_goes_by_the_clock_on_the_wall(now, moment):
    assert latest_moment(datetime(*now, tzinfo=BERLIN)) == datetime(*moment, tzinfo=BERLIN)


def bundle(key, **fields):
    return queue_one(key=key, bundle_key="meeting:7:ina", kind="duty", **fields)


def test_changes_within_an_hour_become_one_mail(at):
    at(MONDAY)
    first = bundle("change:1")
    at(MONDAY + timedelta(minutes=50))
    second = bundle("change:2")
    other = queue_one(key="other", bundle_key="meeting:8:ina", kind="duty")

    assert first.next_try_at == second.next_try_at == MONDAY + timedelta(hours=1)
    assert other.next_try_at == MONDAY + timedelta(minutes=110)
    first.refresh_from_db()
    assert (first.state, first.error) == ("cancelled", "Eine neuere E-Mail zum selben Eintrag ersetzt diese.")
    assert bundle("change:1") == first  # asked again: nothing new
    assert set(OutgoingMail.objects.waiting()) == {second, other}


def test_change_after_the_mail_left_begins_a_new_hour(at):
    at(MONDAY)
    bundle("change:1").mark_sent(MONDAY)
    at(MONDAY + timedelta(hours=2))

    assert bundle("change:2").next_try_at == MONDAY + timedelta(hours=3)


def test_bundle_of_a_digest_keeps_the_newest():
    wants("weekly")
    for key in ("change:1", "change:2"):
        queue_one(key=key, bundle_key="meeting:7:ina")

    assert kept() == {"change:2"}


def test_many_of_one_bundle_at_once_leave_one():
    context = {"path": "/mein/", "asked_at": timezone.now()}
    fields = {"to": "ina@amt.example", "kind": "duty", "context": context, "bundle_key": "b"}
    queue_mails([MailDraft("portal/email/test", key=f"change:{number}", **fields) for number in range(3)])

    assert list(OutgoingMail.objects.waiting().values_list("key", flat=True)) == ["change:2"]
