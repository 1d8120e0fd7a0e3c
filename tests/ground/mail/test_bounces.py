"""What comes back: read from a mailbox or told by a signed POST."""

import hashlib
import hmac
import json
import socketserver
import threading
import time
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone

from netzwerk.mail import mailbox
from netzwerk.mail.reports import bounce_of
from netzwerk.mail.tasks import read_bounces
from netzwerk.models import AuditEvent
from tests.factories import make_mail

pytestmark = pytest.mark.django_db

REPORT = """\
From: MAILER-DAEMON@mail.gegenseite.example
To: portal@netz.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.gegenseite.example

Final-Recipient: rfc822; ina@gegenseite.example
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1
 user unknown

--b
Content-Type: {kind}

{headers}
--b--
"""
HEADERS = "From: portal@netz.example\nSubject: Einladung\nMessage-ID:\n {id}\n\nGuten Tag\n"


def report(message_id, *, action="failed", kind="message/rfc822"):
    text = REPORT.format(action=action, kind=kind, headers=HEADERS.format(id=message_id))
    return text.replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_report_names_the_mail_and_the_reason(kind):
    bounce = bounce_of(report("<a@netz.example>", kind=kind))

    assert bounce.message_id == "<a@netz.example>"
    assert bounce.reason == "Der Mailserver der Gegenseite hat die E-Mail zurückgeschickt: 550 5.1.1 user unknown"


@pytest.mark.parametrize(
    "raw",
    [
        report("<a@netz.example>", action="delayed"),
        b"Subject: Abwesend\r\nMessage-ID: <a@netz.example>\r\n\r\nIch bin im Urlaub.",
        b"Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\n\r\n--b--",
        b"\xff\xfe\x00",
        b"",
    ],
)
def test_delays_and_letters_are_no_bounces(raw):
    assert bounce_of(raw) is None


class Imap(socketserver.StreamRequestHandler):
    """Just enough of an IMAP server for one reader (RFC 3501)."""

    def handle(self):
        self.say(b"* OK ready")
        while line := self.rfile.readline():
            tag, command, *words = line.decode().split()
            getattr(self, f"do_{command.lower()}", self.do_nothing)(words)
            self.say(f"{tag} OK done".encode())
            if command == "LOGOUT":
                return

    def say(self, line):
        self.wfile.write(line + b"\r\n")

    def do_nothing(self, words):
        pass

    def do_capability(self, words):
        self.say(b"* CAPABILITY IMAP4rev1")

    def do_login(self, words):
        self.server.login = words

    def do_select(self, words):
        self.server.selected = words
        self.say(f"* {len(self.server.mails)} EXISTS".encode())

    def do_search(self, words):
        self.say(b"* SEARCH " + " ".join(map(str, self.server.mails)).encode())

    def do_fetch(self, words):
        raw = self.server.mails[int(words[0])]
        self.say(f"* {words[0]} FETCH (RFC822 {{{len(raw)}}}".encode())
        self.wfile.write(raw + b")\r\n")

    def do_store(self, words):
        self.server.deleted.add(int(words[0]))

    def do_expunge(self, words):
        for number in self.server.deleted:
            self.server.mails.pop(number, None)

    def do_logout(self, words):
        self.say(b"* BYE")


@pytest.fixture
def imap(settings):
    """An IMAP server with `mails` {number: bytes}, set as mailbox of the portal."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Imap) as server:
        server.mails, server.deleted = {}, set()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        settings.BOUNCE_IMAP_URL = f"imap://ruecklauf:geheim%2F1@127.0.0.1:{port}/Eingang"
        yield server
        server.shutdown()


def test_mailbox_is_read_and_reports_leave_it(imap):
    back, other = (make_mail(state="sent", sent_at=timezone.now()) for _ in range(2))
    imap.mails = {1: b"Subject: Frage\r\n\r\nGuten Tag", 2: report(back.message_id), 3: report("<fremd@x.example>")}

    read_bounces()

    back.refresh_from_db()
    other.refresh_from_db()
    assert (back.state, other.state) == ("bounced", "sent")
    assert "550 5.1.1 user unknown" in back.error
    assert set(imap.mails) == {1, 3}, "what is no report about our mails stays"
    assert imap.login == ["ruecklauf", '"geheim/1"']
    assert imap.selected == ["Eingang"]
    assert AuditEvent.objects.get().kind == "netzwerk.mail_bounced"

    imap.mails = {4: report(back.message_id)}
    read_bounces()
    assert AuditEvent.objects.count() == 1


def test_mailbox_out_of_reach_is_no_fault_of_the_worker(settings, caplog):
    settings.BOUNCE_IMAP_URL = "imap://a:b@127.0.0.1:1/INBOX"

    read_bounces()

    assert "mailbox of bounces not reachable" in caplog.text


def test_without_a_mailbox_nothing_is_read(settings, monkeypatch):
    settings.BOUNCE_IMAP_URL = ""
    monkeypatch.setattr(mailbox, "_connect", lambda url: pytest.fail(urlsplit(url)))

    read_bounces()


SECRET = "ein Geheimnis"  # noqa: S105


def tell(client, body, *, secret=SECRET, moment=None, signature=None):
    moment = str(int(time.time()) if moment is None else moment)
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    digest = hmac.new(secret.encode(), moment.encode() + b"." + raw, hashlib.sha256).hexdigest()
    headers = {"X-Netzwerk-Timestamp": moment, "X-Netzwerk-Signature": signature or f"sha256={digest}"}
    return client.post(reverse("mail:bounce-report"), raw, content_type="application/json", headers=headers)


@pytest.fixture
def sent(settings):
    settings.MAIL_WEBHOOK_SECRET = SECRET
    return make_mail(state="sent", sent_at=timezone.now())


def test_signed_report_marks_the_mail(client, sent):
    response = tell(client, {"event": "bounced", "message_id": sent.message_id, "reason": "550 unknown"})

    sent.refresh_from_db()
    assert (response.status_code, sent.state) == (204, "bounced")
    assert sent.error.endswith("zurückgeschickt: 550 unknown")


@pytest.mark.parametrize(
    "fault",
    [
        {"secret": "ein anderes"},
        {"moment": 1},
        {"moment": "ä"},
        {"moment": "9" * 400},
        {"signature": "sha256=ä"},
        {"signature": "x"},
    ],
)
def test_unsigned_or_old_report_changes_nothing(client, sent, fault):
    response = tell(client, {"event": "bounced", "message_id": sent.message_id}, **fault)

    sent.refresh_from_db()
    assert (response.status_code, sent.state) == (403, "sent")


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"null", b'{"event": "bounced"}', b"\xff"])
def test_report_that_cannot_be_read_is_refused(client, sent, body):
    assert tell(client, body).status_code == 400


def test_other_events_and_other_mails(client, sent):
    assert tell(client, {"event": "opened", "message_id": sent.message_id}).status_code == 204
    assert tell(client, {"event": "bounced", "message_id": "<x@y.example>"}).status_code == 404
    sent.refresh_from_db()
    assert sent.state == "sent"


def test_without_a_secret_there_is_no_such_address(client, sent, settings):
    settings.MAIL_WEBHOOK_SECRET = ""

    assert tell(client, {"event": "bounced", "message_id": sent.message_id}).status_code == 404
