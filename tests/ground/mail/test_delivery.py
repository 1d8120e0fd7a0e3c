"""Out of the outbox, to a real SMTP server that refuses, hangs and drops; once, or honestly twice."""

import os
import signal
import smtplib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from netzwerk.mail import backend, delivery
from netzwerk.mail.delivery import deliver, deliver_waiting
from netzwerk.models import OutgoingMail
from tests.factories import make_mail, make_network

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


def test_mail_arrives_once(smtp):
    make_network(name="Netzwerk Kinderschutz Musterkreis")
    mail = make_mail(to="ina@jugendamt-köln.example")

    deliver(mail.pk)
    deliver(mail.pk)
    deliver_waiting()

    (message,) = smtp.messages
    assert message.envelope_to == ["ina@xn--jugendamt-kln-smb.example"]
    assert message["From"] == "Netzwerk Kinderschutz Musterkreis <portal@netzwerk-kinderschutz.example>"
    assert message["Message-ID"] == mail.message_id
    assert "hiermit laden wir Sie ein" in message.get_body(("plain",)).get_content()
    assert "<p>Guten Tag</p>" in message.get_body(("html",)).get_content()
    assert (state_of(mail), mail.attempts, mail.error, mail.is_kept) == ("sent", 1, "", False)
    assert mail.sent_at is not None


def test_bounces_go_to_their_own_address(smtp, settings):
    settings.BOUNCE_ADDRESS = "ruecklauf@netz.example"

    deliver(make_mail().pk)

    (message,) = smtp.messages
    assert message.envelope_from == "ruecklauf@netz.example"
    assert "portal@netzwerk-kinderschutz.example" in message["From"]


@pytest.mark.parametrize("name", ["unknown", "spam"])
def test_what_will_not_pass_fails_at_once(smtp, name):
    mail = make_mail(to=f"{name}@amt.example")

    deliver(mail.pk)

    assert (state_of(mail), mail.attempts) == ("failed", 1)
    assert mail.error.startswith("Der Mailserver nimmt")
    assert "55" in mail.error
    assert cache.get(delivery.PAUSE_KEY) is None
    assert smtp.messages == []


@pytest.mark.parametrize("name", ["later", "full", "busy", "hanging"])
def test_what_may_pass_waits_longer_each_time_and_is_given_up_after_a_day(smtp, at, name, settings):
    settings.EMAIL_TIMEOUT = 0.1
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)  # the night that follows has one hour twice
    mail = make_mail(to=f"{name}@amt.example", created_at=start, next_try_at=start, give_up_at=start + DAY)
    waits, clock = [], start
    while mail.is_waiting:
        at(clock)
        deliver(mail.pk)
        mail.refresh_from_db()
        waits.append((mail.next_try_at - clock).total_seconds() / 60)
        clock, last = mail.next_try_at, clock

    assert waits[:8] == [1, 2, 5, 10, 20, 40, 60, 60]
    assert state_of(mail) == "failed"
    assert mail.error.startswith(f"Aufgegeben nach {mail.attempts} Versuchen. Der Mailserver")
    assert timedelta(hours=22) < last - start <= DAY
    assert smtp.messages == []


def test_mail_is_not_tried_before_its_time(smtp):
    mail = make_mail(next_try_at=timezone.now() + timedelta(minutes=5))

    deliver(mail.pk)
    deliver_waiting()

    assert (state_of(mail), smtp.messages) == ("queued", [])


def test_greylisted_mail_arrives_with_a_later_attempt(smtp, at, monkeypatch):
    mail, start = make_mail(to="later@amt.example"), timezone.now()
    deliver(mail.pk)
    assert state_of(mail) == "queued"
    assert "450" in mail.error

    monkeypatch.setattr("tests.ground.mail.server.AT_RECIPIENT", {})
    at(start + timedelta(minutes=2))
    deliver_waiting()

    assert (state_of(mail), mail.attempts, mail.error, len(smtp.messages)) == ("sent", 2, "", 1)


def test_line_dropped_after_the_text_may_cost_this_one_mail_twice(smtp, at, monkeypatch):
    """The server has it, we can't know: it is sent again, with the same Message-ID."""
    mail = make_mail(to="dropped@amt.example")
    deliver(mail.pk)
    assert state_of(mail) == "queued"
    assert "Verbindung abgebrochen" in mail.error

    OutgoingMail.objects.filter(pk=mail.pk).update(to="ina@amt.example", next_try_at=timezone.now())
    cache.delete(delivery.PAUSE_KEY)
    deliver(mail.pk)

    assert state_of(mail) == "sent"
    assert smtp.ids == [mail.message_id, mail.message_id]


def test_unreachable_server_pauses_all_mail_and_loses_none(settings, smtp, at):
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    mails = [make_mail() for _ in range(3)]
    start = timezone.now()
    for mail in mails:
        deliver(mail.pk)

    tried = [mail for mail in mails if OutgoingMail.objects.get(pk=mail.pk).attempts]
    assert tried == mails[:1], "one attempt is enough to know that the server is away"
    assert "nicht erreichbar" in OutgoingMail.objects.get(pk=mails[0].pk).error

    settings.EMAIL_PORT = port
    at(start + timedelta(minutes=2))
    deliver_waiting()
    assert {state_of(mail) for mail in mails} == {"sent"}
    assert len(smtp.messages) == 3


@pytest.mark.parametrize(
    ("error", "words", "may_pass"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "Anmeldung abgelehnt", True),
        (smtplib.SMTPSenderRefused(550, b"no", "a@b.example"), "Absender", True),
        (smtplib.SMTPSenderRefused(552, b"too big", "a@b.example"), "552 too big", False),
        (smtplib.SMTPConnectError(421, b"no"), "weist die Verbindung ab", True),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "TLS", True),
        (smtplib.SMTPDataError(552, b"too\r\nbig"), "552 too big", False),
        (ValueError("geheim"), "ließ sich nicht erstellen", False),
    ],
)
def test_other_faults_say_what_they_are(monkeypatch, error, words, may_pass):
    def send(message):
        raise error

    monkeypatch.setattr("django.core.mail.EmailMessage.send", send)
    mail = make_mail()

    deliver(mail.pk)

    assert state_of(mail) == ("queued" if may_pass else "failed")
    assert words in mail.error
    assert "geheim" not in mail.error


def test_urgent_mail_goes_first(smtp):
    many, code = make_mail(priority=9), make_mail(priority=0)

    deliver_waiting()

    assert smtp.ids == [code.message_id, many.message_id]


def test_local_run_delivers_nothing_and_says_so(smtp, settings):
    settings.MAIL_IS_DELIVERED = False
    mail = make_mail(kind="account")

    deliver(mail.pk)

    assert (state_of(mail), mail.is_kept, smtp.messages) == ("sent", True, [])
    assert mail.text_body


def test_texts_that_open_an_access_are_forgotten_once_sent(smtp):
    code, letter = make_mail(kind="account"), make_mail()

    deliver_waiting()

    assert {state_of(code), state_of(letter)} == {"sent"}
    assert (code.text_body, code.html_body) == ("", "")
    assert letter.text_body


def test_mail_of_django_and_allauth_goes_through_the_outbox(settings, monkeypatch):
    settings.EMAIL_BACKEND = "netzwerk.mail.backend.OutboxBackend"
    message = django_mail.EmailMessage(
        "Ihr Code", "Guten Tag,\n\nIhr Code ist 123456.", None, ["ina@amt.example"], bcc=["ben@amt.example", "ohne"]
    )

    assert message.send() == 1

    mails = OutgoingMail.objects.order_by("pk")
    assert [(mail.to, mail.kind, mail.state) for mail in mails] == [
        ("ina@amt.example", "account", "queued"),
        ("ben@amt.example", "account", "queued"),
        ("ohne", "account", "failed"),
    ]
    assert {(mail.subject, mail.priority) for mail in mails} == {("Ihr Code", 0)}
    assert "<p>Ihr Code ist 123456.</p>" in mails[0].html_body
    assert mails[0].give_up_at - mails[0].created_at < timedelta(hours=1, minutes=1)
    assert backend.ACCOUNT in mails[0].key


def test_subject_with_a_line_break_stays_one_line_in_django_s_mail_too(settings):
    settings.EMAIL_BACKEND = "netzwerk.mail.backend.OutboxBackend"

    django_mail.EmailMessage("Code\r\nBcc: ben@amt.example", "x", None, ["ina@amt.example"]).send()

    assert OutgoingMail.objects.get().subject == "Code Bcc: ben@amt.example"


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_beats_send_it_once(smtp):
    mail = make_mail(to="slow@amt.example")

    def work(task):
        try:
            task()
        finally:
            connection.close()

    tasks = [lambda: deliver(mail.pk), lambda: deliver(mail.pk), deliver_waiting, deliver_waiting]
    with ThreadPoolExecutor(len(tasks)) as workers:
        list(workers.map(work, tasks))

    assert (state_of(mail), mail.attempts, smtp.ids) == ("sent", 1, [mail.message_id])


def test_two_workers_that_claim_one_after_the_other_send_it_once(smtp):
    """The second one claims between the two steps of the first one."""
    mail = make_mail()
    first = delivery._claim(OutgoingMail.objects.filter(pk=mail.pk))
    OutgoingMail.objects.update(claimed_at=timezone.now() - timedelta(minutes=1))
    second = delivery._claim(OutgoingMail.objects.filter(pk=mail.pk))

    delivery._send_claimed(first)
    assert smtp.messages == []
    delivery._send_claimed(second)
    delivery._send_claimed(first)

    assert (state_of(mail), mail.attempts, len(smtp.messages)) == ("sent", 2, 1)


DYING = """
import os, signal, sys, django
from django.conf import settings
django.setup()
settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", int(sys.argv[2])
settings.EMAIL_HOST_USER, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "", False, False
from netzwerk.mail.delivery import deliver
from netzwerk.models import OutgoingMail
OutgoingMail.mark_sent = lambda *_a, **_k: os.kill(os.getpid(), signal.SIGKILL)
deliver(int(sys.argv[1]))
"""


def database_address():
    values = connection.settings_dict
    return f"postgresql://{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}/{values['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_worker_killed_between_sending_and_marking_costs_this_mail_twice_and_no_other(smtp, settings):
    mail, other = make_mail(), make_mail()
    worker = subprocess.run(
        [sys.executable, "-c", DYING, str(mail.pk), str(settings.EMAIL_PORT)],
        env=os.environ | {"DATABASE_URL": database_address(), "DJANGO_SETTINGS_MODULE": "tests.settings"},
        check=False,
    )
    assert worker.returncode == -signal.SIGKILL
    assert (state_of(mail), smtp.ids) == ("sending", [mail.message_id])

    deliver_waiting()
    assert state_of(mail) == "sending", "left alone for half a minute: its worker may be between its two steps"
    assert state_of(other) == "sent"

    OutgoingMail.objects.filter(pk=mail.pk).update(claimed_at=timezone.now() - timedelta(minutes=1))
    deliver_waiting()
    deliver_waiting()

    assert (state_of(mail), mail.attempts) == ("sent", 2)
    assert sorted(smtp.ids) == sorted([mail.message_id, mail.message_id, other.message_id])


def test_mail_that_kills_its_worker_each_time_ends_after_a_day():
    past = timezone.now() - timedelta(hours=1)
    mail = make_mail(state="sending", attempts=30, claimed_at=past, give_up_at=past)

    deliver_waiting()

    assert state_of(mail) == "failed"
    assert "mehrmals abgebrochen" in mail.error
