"""Which addresses a mail can go to, and how they are written on the way."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from netzwerk.addresses import ascii_email


class AddressRefused(Exception):
    """No mail can go there; the message is German and for people."""


def checked_address(address):
    """`address` without blanks around it; raises AddressRefused."""
    address = str(address or "").strip()
    if not address:
        raise AddressRefused(_("Es ist keine E-Mail-Adresse hinterlegt."))
    ascii_address(address)
    return address


def ascii_address(address):
    """`address` as mail servers write it; raises AddressRefused where none would take it."""
    name, _at, domain = address.rpartition("@")
    if not name or not domain:
        raise AddressRefused(_("Der E-Mail-Adresse fehlt die Domain hinter dem @."))
    if not name.isascii():
        raise AddressRefused(_("Vor dem @ nimmt der Mailserver keine Umlaute oder Sonderzeichen an."))
    try:
        encoded = ascii_email(address)
        validate_email(encoded)
    except ValidationError:
        raise AddressRefused(_("Die E-Mail-Adresse ist nicht vollständig oder enthält unzulässige Zeichen.")) from None
    return encoded
