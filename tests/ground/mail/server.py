"""A real SMTP server on this machine; the name before the @ says how it behaves towards a mail."""

import asyncio
import logging
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of every mail

AT_RECIPIENT = {
    "unknown": "550 5.1.1 user unknown",
    "later": "450 4.2.0 greylisted, try again later",
    "full": "452 4.2.2 mailbox full",
}
AT_TEXT = {"spam": "554 5.7.1 message refused", "busy": "451 4.3.0 try again later"}
HANG_SECONDS = 30


class Mailbox:
    """Keeps what it accepted, as parsed messages in `messages`, and answers `answer_after` seconds later."""

    def __init__(self, answer_after):
        self.messages, self.answer_after = [], answer_after

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802 - aiosmtpd's name
        answer = AT_RECIPIENT.get(address.partition("@")[0])
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        name = envelope.rcpt_tos[0].partition("@")[0]
        if name in AT_TEXT:
            return AT_TEXT[name]
        if name == "hanging":
            await asyncio.sleep(HANG_SECONDS)
        if name == "slow":
            await asyncio.sleep(0.5)
        message = message_from_bytes(envelope.content, policy=policy.default)
        message.envelope_from, message.envelope_to = envelope.mail_from, envelope.rcpt_tos
        self.messages.append(message)
        await asyncio.sleep(self.answer_after)
        if name == "dropped":
            server.transport.abort()
        return "250 OK"

    @property
    def ids(self):
        return [message["Message-ID"].strip() for message in self.messages]


class Server(Controller):
    """Listens on a free port of this machine; use as a context manager that gives its Mailbox."""

    def __init__(self, answer_after=0):
        super().__init__(Mailbox(answer_after), hostname="127.0.0.1", port=0)

    def factory(self):
        return SMTP(self.handler, enable_SMTPUTF8=False, hostname="mail.netz.example")

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()
