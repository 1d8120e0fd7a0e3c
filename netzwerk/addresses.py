"""Mail addresses as they are stored and as people read them."""

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

EMAIL_WRONG = _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example.")


def normal_email(text):
    """As it is stored: the domain in small ASCII letters („müller.example“ is xn--mller-kva.example).

    Raises ValidationError for a domain that cannot exist (IDNA 2008, so „ß“ stays „ß“).
    """
    local, at, domain = text.strip().rpartition("@")
    if not at:
        return text.strip()
    try:
        return f"{local}@{idna.encode(domain, uts46=True).decode().lower()}"
    except idna.IDNAError as error:
        raise ValidationError(EMAIL_WRONG, code="invalid") from error


def readable_email(address):
    """As people write it: „müller.example“."""
    local, at, domain = address.rpartition("@")
    if "xn--" not in domain:
        return address
    try:
        return f"{local}{at}{idna.decode(domain)}"
    except idna.IDNAError:
        return address
