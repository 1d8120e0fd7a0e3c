"""Invitations by mail: each version once, changes and cancellations to whom they concern."""

import email
from datetime import UTC, datetime, timedelta
from email import policy

import pytest

from netzwerk.calendars import Invitee, cancel_item, invite, uninvite
from netzwerk.mail.delivery import deliver_waiting
from netzwerk.models import OutgoingMail
from tests.ground.calendars.makers import berlin, make_item, read_twice

pytestmark = pytest.mark.django_db

INA = Invitee("attendance:1", "ina@amt.example", "Ina Amt", user_id=4)
JO = Invitee("attendance:2", "jo@kita.example", "Jo Kita")
LATER = {"starts_at": berlin(2027, 4, 1, 9), "ends_at": berlin(2027, 4, 1, 12, 30)}
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def clock(monkeypatch):
    """Stands at NOW; `clock(HOUR)` lets time pass."""
    moments = [NOW]
    monkeypatch.setattr("django.utils.timezone.now", lambda: moments[-1])
    return lambda passed: moments.append(moments[-1] + passed)


@pytest.fixture
def post(mailoutbox, clock):
    """Lets an hour pass and the worker deliver; returns [(to, subject, event)] of what arrived, and forgets it."""

    def deliver(after=HOUR):
        clock(after)
        deliver_waiting()
        arrived = [received(message) for message in mailoutbox]
        mailoutbox.clear()
        return sorted(arrived, key=lambda mail: mail[0])

    return deliver


def received(message):
    """The message as a mail program reads it from the wire."""
    parsed = email.message_from_bytes(message.message().as_bytes(linesep="\r\n"), policy=policy.default)
    (part,) = [part for part in parsed.walk() if part.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()
    (event,) = read_twice(text)
    assert part.get_param("method") == event.method
    assert part.get_content_charset() == "utf-8"
    assert text.count("ATTENDEE") == 1
    assert parsed["To"] in text.replace("\r\n ", "")
    return parsed["To"], parsed["Subject"], event


def test_invitation_change_and_cancellation_reach_the_same_people_as_one_event(post):
    invite(make_item(), [INA, JO])
    first = post()
    invite(make_item(**LATER), [INA, JO])
    second = post()
    invite(cancel_item("meeting:1"), [INA, JO])
    third = post()

    assert [[to for to, _subject, _event in mails] for mails in (first, second, third)] == [[INA.email, JO.email]] * 3
    assert [mails[0][1] for mails in (first, second, third)] == [
        "Einladung: Netzwerktreffen, 2. März 2027",
        "Geändert: Netzwerktreffen, 1. April 2027",
        "Abgesagt: Netzwerktreffen, 1. April 2027",
    ]
    events = [event for mails in (first, second, third) for _to, _subject, event in mails]
    assert len({event.uid for event in events}) == 1
    assert [(event.method, event.sequence, event.starts) for event in events[::2]] == [
        ("REQUEST", 0, "2027-03-02 14:00 +0100"),
        ("REQUEST", 1, "2027-04-01 09:00 +0200"),
        ("CANCEL", 2, "2027-04-01 09:00 +0200"),
    ]


def test_a_version_goes_out_once(post):
    assert invite(make_item(), [INA]) == 1
    post()

    assert invite(make_item(description="Nur der Text ist neu"), [INA]) == 0
    assert invite(make_item(), [INA, JO]) == 1
    assert [to for to, _subject, _event in post()] == [JO.email]


def test_who_comes_later_is_invited_while_the_others_learn_of_the_change(post):
    invite(make_item(), [INA])
    post()
    invite(make_item(**LATER), [INA, JO])

    assert [subject.partition(":")[0] for _to, subject, _event in post()] == ["Geändert", "Einladung"]


def test_changes_before_the_mail_left_become_one_invitation(post):
    invite(make_item(), [INA])
    invite(make_item(**LATER), [INA])

    ((_to, subject, event),) = post()

    assert (subject, event.sequence) == ("Einladung: Netzwerktreffen, 1. April 2027", 1)


def test_changes_within_an_hour_become_one_mail_an_hour_after_the_first(post, clock):
    invite(make_item(), [INA])
    post()
    for minute in (15, 30, 45):
        invite(make_item(starts_at=LATER["starts_at"] + timedelta(minutes=minute), ends_at=LATER["ends_at"]), [INA])
        clock(timedelta(minutes=15))

    assert post(timedelta(minutes=14)) == []
    ((_to, subject, event),) = post(timedelta(minutes=1))
    assert (subject, event.sequence) == ("Geändert: Netzwerktreffen, 1. April 2027", 3)
    assert event.starts == "2027-04-01 09:45 +0200"
    assert post() == []


@pytest.mark.parametrize("days", [0.5, 100], ids=["to the day after", "away from it"])
def test_what_concerns_the_next_day_leaves_at_once(post, days):
    """Whoever is about to set out must not learn of it an hour late."""
    soon, late = ({"starts_at": NOW + timedelta(days=d), "ends_at": NOW + timedelta(days=d + 1)} for d in (0.8, 200))
    invite(make_item(**(late if days < 1 else soon)), [INA])
    post(timedelta())

    invite(make_item(**(soon if days < 1 else late)), [INA])

    assert [subject.partition(":")[0] for _to, subject, _event in post(timedelta())] == ["Geändert"]


@pytest.mark.parametrize("act", [uninvite, lambda item, who: invite(cancel_item("meeting:1"), who)])
def test_a_change_that_waits_gives_way_to_the_end(post, act):
    invite(make_item(), [INA])
    post()
    item = make_item(**LATER)
    invite(item, [INA])
    act(item, [INA])

    assert [event.method for _to, _subject, event in post(timedelta())] == ["CANCEL"]
    assert post() == []


def test_who_never_heard_of_a_date_is_not_told_that_it_is_cancelled(post):
    invite(make_item(), [INA])
    invite(cancel_item("meeting:1"), [INA])

    assert post() == []


def test_a_mail_that_was_tried_counts_as_heard(post):
    """The server may have taken it before it broke off."""
    invite(make_item(), [INA])
    OutgoingMail.objects.update(attempts=1)
    invite(cancel_item("meeting:1"), [INA])

    assert [subject for _to, subject, _event in post()] == ["Abgesagt: Netzwerktreffen, 2. März 2027"]


def test_cancelling_reaches_those_whose_invitation_the_outbox_has_forgotten(post):
    make_item()

    assert invite(cancel_item("meeting:1"), [INA]) == 1
    assert post()[0][2].method == "CANCEL"


def test_whoever_leaves_gets_a_cancellation_of_their_own_and_may_come_back(post):
    item = make_item()
    invite(item, [INA, JO])
    post()
    assert uninvite(item, [INA]) == 1
    ((to, subject, event),) = post()
    assert (to, subject) == (INA.email, "Abgemeldet: Netzwerktreffen, 2. März 2027")
    assert (event.method, event.status) == ("CANCEL", "CANCELLED")

    again = Invitee("attendance:3", INA.email, INA.name)
    invite(item, [again, JO])
    assert [(to, event.method) for to, _subject, event in post()] == [(INA.email, "REQUEST")]


def test_whoever_leaves_before_the_mail_left_gets_none(post):
    item = make_item()
    invite(item, [INA, JO])

    assert uninvite(item, [INA]) == 0
    assert [to for to, _subject, _event in post()] == [JO.email]


def test_the_mail_says_what_one_needs_to_know():
    item = make_item(
        description="Bitte Fragen mitbringen.",
        url="https://portal.example/intern/treffen/1/",
        organizer_name="Maren Tiemann",
        organizer_email="koordination@amt.example",
    )
    invite(item, [INA])

    mail = OutgoingMail.objects.get()

    assert (mail.kind, mail.recipient_id, mail.headers["Reply-To"]) == ("calendar", 4, "koordination@amt.example")
    for words in (
        "Guten Tag Ina Amt,",
        "Dienstag, 2. März 2027, 14:00 bis 16:00 Uhr",
        "Ort: Kreishaus, Raum 3",
        "Es lädt ein: Maren Tiemann",
        "Bitte Fragen mitbringen.",
        "https://portal.example/intern/treffen/1/",
    ):
        assert words in mail.text_body
    assert "\n\n\n" not in mail.text_body


def test_a_date_over_midnight_names_both_days():
    invite(make_item(ends_at=berlin(2027, 3, 3, 12)), [INA])

    text = OutgoingMail.objects.get().text_body
    assert "Dienstag, 2. März 2027, 14:00 Uhr bis Mittwoch, 3. März 2027, 12:00 Uhr" in text


def test_an_address_nobody_can_write_to_fails_alone(post):
    invite(make_item(), [Invitee("attendance:9", "kaputt", "Ohne Adresse"), INA])

    assert [to for to, _subject, _event in post()] == [INA.email]
    assert OutgoingMail.objects.get(state="failed").error


@pytest.mark.parametrize("count", [3, 300])
def test_queries_do_not_grow_with_the_invited(count, django_assert_num_queries):
    item = make_item()
    invitees = [Invitee(f"attendance:{number}", f"p{number}@amt.example") for number in range(count)]

    with django_assert_num_queries(8):  # lock, older mails, stop (2), who is known, save; savepoint begin and end
        assert invite(item, invitees) == count
