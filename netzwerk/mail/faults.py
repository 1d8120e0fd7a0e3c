"""What a mail server's refusal means, and whether another attempt may help."""

import smtplib
from dataclasses import dataclass

from django.utils.translation import gettext as _

TOO_LARGE = 552


@dataclass(frozen=True)
class Fault:
    """`text` is German and for people; `may_pass`: try again; `is_server`: no other mail would get through either."""

    text: str
    may_pass: bool
    is_server: bool = False


def fault_of(error):
    """The Fault behind an exception of the transport."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()))
        return _answered(_("Der Mailserver nimmt die Adresse nicht an"), code, answer)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Fault(_("Der Mailserver lässt das Portal nicht hinein (Anmeldung abgelehnt)."), True, is_server=True)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError):
        return Fault(_("Der Mailserver weist die Verbindung ab."), True, is_server=True)
    if isinstance(error, smtplib.SMTPSenderRefused) and error.smtp_code != TOO_LARGE:
        return Fault(_("Der Mailserver nimmt den Absender des Portals nicht an."), True, is_server=True)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(_("Der Mailserver nimmt die E-Mail nicht an"), error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Fault(_("Der Mailserver bietet nicht an, was das Portal verlangt (TLS, Anmeldung)."), True, True)
    if isinstance(error, TimeoutError):
        return Fault(_("Der Mailserver antwortet nicht."), True, is_server=True)
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return Fault(_("Der Mailserver hat die Verbindung abgebrochen."), True, is_server=True)
    if isinstance(error, OSError):
        return Fault(_("Der Mailserver ist nicht erreichbar."), True, is_server=True)
    return Fault(_("Die E-Mail ließ sich nicht erstellen. Der Fehler ist vermerkt."), False)


def _answered(text, code, answer):
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else str(answer)
    return Fault(f"{text}: {code} {' '.join(words.split())}"[:500], may_pass=not 500 <= code < 600)
