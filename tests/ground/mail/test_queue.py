"""Into the outbox: once a key, in the transaction, with an address somebody can be reached at."""

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from netzwerk.mail import Attachment, MailDraft, compose, queue, queue_mail, queue_mails, withdraw_mail
from netzwerk.mail.delivery import deliver
from netzwerk.mail.message import message_of
from netzwerk.models import OutgoingMail
from tests.factories import make_network

pytestmark = pytest.mark.django_db
TEMPLATE = "portal/email/test"
CONTEXT = {"path": "/koordination/technik/", "asked_at": timezone.now()}


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Tasks in the order in which they went to the broker."""
    tasks = []
    monkeypatch.setattr(queue, "_send", lambda task, *arguments, priority: tasks.append((_name(task), *arguments)))
    return tasks


def _name(task):
    return task.rpartition(".")[2]


def queue_one(**fields):
    return queue_mail(TEMPLATE, **{"to": "ina@amt.example", "key": "probe:1", "context": CONTEXT} | fields)


def test_mail_is_one_row_and_sent_after_the_commit(sent, django_capture_on_commit_callbacks):
    make_network(name="Netzwerk Kinderschutz Musterkreis")
    with django_capture_on_commit_callbacks(execute=True):
        first = queue_one(recipient_id=7)
        assert sent == []
        second = queue_one(to="wer.anders@amt.example")

    assert OutgoingMail.objects.get() == first == second
    assert sent == [("deliver_mail", first.pk)]
    assert (first.state, first.kind, first.recipient_id) == ("queued", "portal", 7)
    assert first.subject == "Probe: E-Mail aus dem Portal"
    assert f"{settings.SITE_URL}/koordination/technik/" in first.text_body
    assert "Netzwerk Kinderschutz Musterkreis" in first.html_body
    assert f'<a class="button" href="{settings.SITE_URL}/koordination/technik/">Zur Prüfseite im Portal</a>' in (
        first.html_body
    )


def test_nothing_stays_of_a_transaction_that_fails(sent, django_capture_on_commit_callbacks):
    def fail_after_queueing():
        with transaction.atomic():
            queue_one()
            raise IntegrityError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(IntegrityError):
        fail_after_queueing()

    assert (OutgoingMail.objects.count(), sent) == (0, [])


def test_taken_key_gives_the_older_mail_even_when_both_ask_at_once():
    older = queue_one()
    row = queue.row_of(
        MailDraft(template=TEMPLATE, to="ina@amt.example", key="probe:1", context=CONTEXT),
        sender="N",
        by=None,
        priority=5,
    )

    assert queue.save_mail(row) == older
    assert OutgoingMail.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("", "keine E-Mail-Adresse"),
        (None, "keine E-Mail-Adresse"),
        ("ina", "fehlt die Domain"),
        ("ina@", "fehlt die Domain"),
        ("ina@amt", "nicht vollständig"),
        ("ina@amt..example", "nicht vollständig"),
        ("ina@amt.example, ben@amt.example", "nicht vollständig"),
        ("ina@amt.example\nBcc: ben@amt.example", "nicht vollständig"),
        ("ina@amt.example\r\n", None),
        ("müller@amt.example", "Umlaute"),
        ("Ina <ina@amt.example>", "nicht vollständig"),
    ],
)
def test_address_nobody_can_write_to_fails_at_once_and_says_why(
    sent, address, reason, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        mail = queue_one(to=address)

    if reason is None:
        assert (mail.state, mail.to) == ("queued", "ina@amt.example")
        return
    assert mail.state == OutgoingMail.State.FAILED
    assert reason in mail.error
    assert "\n" not in mail.to
    assert sent == []


@pytest.mark.parametrize(
    ("written", "on_the_way"),
    [
        ("ina@jugendamt-köln.example", "ina@xn--jugendamt-kln-smb.example"),
        ("ina@straße.example", "ina@xn--strae-oqa.example"),
        ("ina@Jugendamt-KÖLN.example", "ina@xn--jugendamt-kln-smb.example"),
    ],
)
def test_domain_with_umlauts_is_translated_on_the_way(written, on_the_way):
    mail = queue_one(to=written)

    assert mail.to == written
    assert message_of(mail, sender="N").to == [on_the_way]


def test_nothing_in_names_becomes_a_header(settings, tmp_path, mailoutbox):
    (tmp_path / "trap_subject.txt").write_text("Neu: {{ name }}")
    (tmp_path / "trap_body.txt").write_text("Guten Tag {{ name }}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]
    name = "Ina\r\nBcc: ben@amt.example\r\n\r\nHallo\x00\u2028X"

    mail = queue_mail(
        "trap",
        to="ina@amt.example",
        key="a",
        context={"name": name},
        reply_to="koordination@amt.example\nCc: ben@amt.example",
        headers={"List-Unsubscribe": "<https://x.example>\nBcc: ben@amt.example"},
    )
    deliver(mail.pk)

    (message,) = mailoutbox
    assert message.recipients() == ["ina@amt.example"]
    parsed = message.message()
    assert parsed["Bcc"] is None
    assert parsed["Cc"] is None
    assert mail.subject == "Neu: Ina Bcc: ben@amt.example Hallo X"


@pytest.mark.parametrize("name", ["Bcc", "to", "Subject", "X Y", "X:Y", "Message-ID"])
def test_headers_that_say_who_writes_to_whom_are_refused(name):
    with pytest.raises(ValueError, match="header"):
        queue_one(headers={name: "x"})


def test_list_below_a_title_is_a_list_in_html():
    html = compose.html_from(
        "Einladung", "Netzwerktreffen\n- am 2. März\n- Ort: <b>Kreishaus</b>\nBis dann", sender="N"
    )

    assert (
        "<p>Netzwerktreffen</p><ul><li>am 2. März</li><li>Ort: &lt;b&gt;Kreishaus&lt;/b&gt;</li></ul><p>Bis dann</p>"
        in html
    )


@pytest.mark.parametrize("line", ["www.lwl.org", "ina@amt.example", "https://amt.example/a?b=1", "amt.org"])
def test_whatever_is_an_address_becomes_a_link(line):
    assert "<a href=" in compose.html_from("x", f"Siehe {line} dort\nund hier", sender="N").partition("</h1>")[2]


def test_text_is_not_escaped_and_html_is(settings, tmp_path):
    (tmp_path / "trap_subject.txt").write_text("{{ name }}")
    (tmp_path / "trap_body.txt").write_text("Guten Tag {{ name }}\n\n- eins\n- zwei {{ name }}")
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    mail = queue_mail("trap", to="ina@amt.example", key="a", context={"name": "<script>Müller & Söhne</script>"})

    assert mail.subject == "<script>Müller & Söhne</script>"
    assert "<script>" in mail.text_body
    assert "<script>" not in mail.html_body
    assert "<li>zwei &lt;script&gt;Müller &amp; Söhne&lt;/script&gt;</li>" in mail.html_body


def test_many_are_queued_in_the_same_few_queries(django_assert_num_queries, sent, django_capture_on_commit_callbacks):
    drafts = [
        MailDraft(template=TEMPLATE, to=f"p{number}@amt.example", key=f"m:{number}", context=CONTEXT)
        for number in range(400)
    ]
    queue_mails(drafts[:1])

    with django_capture_on_commit_callbacks(execute=True), django_assert_num_queries(3):
        new = queue_mails(drafts)

    assert new == 399
    assert OutgoingMail.objects.count() == 400
    assert sent == [("send_waiting_mails",)]
    assert queue_mails(drafts) == 0


def test_withdrawn_mail_is_never_sent(mailoutbox):
    mail = queue_one()

    assert withdraw_mail("probe:1")
    deliver(mail.pk)

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.CANCELLED
    assert mailoutbox == []
    assert not withdraw_mail("probe:1")
    assert not withdraw_mail("unbekannt")


def test_message_is_one_person_s_with_stable_id_and_says_it_is_automatic(mailoutbox):
    calendar = Attachment("termin.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "text/calendar; method=REQUEST")
    paper = Attachment("bescheinigung.pdf", b"%PDF-1.7", "application/pdf")
    mail = queue_one(attachments=[calendar, paper], reply_to="koordination@amt.example")
    deliver(mail.pk)

    (message,) = mailoutbox
    parsed = message.message()
    parts = {part.get_content_type(): part for part in parsed.walk()}
    assert parsed["Message-ID"] == mail.message_id
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Reply-To"] == "koordination@amt.example"
    assert (parsed["To"], parsed["Cc"], parsed["Bcc"]) == ("ina@amt.example", None, None)
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["application/pdf"].get_payload(decode=True) == b"%PDF-1.7"
    assert set(parts) >= {"text/plain", "text/html"}
    assert "ina" not in mail.message_id
