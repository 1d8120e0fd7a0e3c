"""Mail addresses: the one form they are stored and read in, and the one mail servers write."""

import contextlib

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EMAIL_WRONG = _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example.")


def normal_email(text):
    """As it is stored and read: no blanks around it, the domain in small letters, umlauts as such („müller.example“).

    Browsers hand over xn--… for them, files do not. What is no address stays: whoever checks it says what is wrong.
    """
    local, at, domain = text.strip().rpartition("@")
    domain = domain.lower()
    if not domain.isascii() or "xn--" in domain:
        with contextlib.suppress(idna.IDNAError):
            domain = idna.decode(domain, uts46=True)
    return f"{local}{at}{domain}"


def ascii_email(address):
    """As mail servers write it: the domain in ASCII letters (IDNA 2008, so „ß“ stays „ß“).

    Raises ValidationError for a domain that cannot exist.
    """
    local, at, domain = address.rpartition("@")
    try:
        return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"
    except idna.IDNAError as error:
        raise ValidationError(EMAIL_WRONG, code="invalid") from error
