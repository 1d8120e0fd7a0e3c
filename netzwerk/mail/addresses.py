"""Which addresses a mail can go to, and how they are written on the way."""

import contextlib

import idna
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _


class AddressRefused(Exception):
    """No mail can go there; the message is German and for people."""


def checked_address(address):
    """`address` without blanks around it; raises AddressRefused."""
    address = str(address or "").strip()
    if not address:
        raise AddressRefused(_("Es ist keine E-Mail-Adresse hinterlegt."))
    ascii_address(address)
    return address


def readable_address(address):
    """`address` as people write it and as it is stored: small letters, domains with umlauts as such.

    Browsers hand over xn--… for them, files do not.
    """
    name, at, domain = address.strip().lower().rpartition("@")
    with contextlib.suppress(idna.IDNAError):  # whoever checks the address says what is wrong with it
        domain = idna.decode(domain, uts46=True)
    return name + at + domain


def ascii_address(address):
    """`address` as mail servers write it: domains with umlauts in their ASCII form (IDNA 2008)."""
    name, _at, domain = address.rpartition("@")
    if not name or not domain:
        raise AddressRefused(_("Der E-Mail-Adresse fehlt die Domain hinter dem @."))
    if not name.isascii():
        raise AddressRefused(_("Vor dem @ nimmt der Mailserver keine Umlaute oder Sonderzeichen an."))
    try:
        encoded = f"{name}@{idna.encode(domain, uts46=True).decode()}"
        validate_email(encoded)
    except (idna.IDNAError, ValidationError):
        raise AddressRefused(_("Die E-Mail-Adresse ist nicht vollständig oder enthält unzulässige Zeichen.")) from None
    return encoded
