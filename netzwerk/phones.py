"""Telephone numbers as people write them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PHONE = re.compile(r"\+?[0-9][0-9 /()-]*")  # what a telephone can dial
CALLBACK = re.compile(r"(\+ ?|0[ /-]?)[1-9][0-9 /-]*")
CALLBACK_LENGTH = 40
FEWEST_DIGITS, MOST_DIGITS = 6, 15  # the longest number of the world has 15 (ITU-T E.164)


def check_phone(text):
    """Refuses what a telephone cannot dial."""
    if text and not PHONE.fullmatch(text):
        raise ValidationError(_("Geben Sie eine Telefonnummer ein, zum Beispiel „0221 4710-100“."))
    return text


def callback_number(text):
    """`text` as a number with area code that anybody can call: digits, „+“, „/“, „-“ and single spaces.

    „0049“ becomes „+49“, „+49 (0) 221“ „+49 221“. Raises ValidationError; no other text gets through.
    """
    plain = re.sub(r"\(0\)", " ", text.strip()) if text.strip().startswith(("+", "00")) else text
    plain = " ".join(re.sub(r"[()]", " ", plain).split())
    if plain.startswith("00"):
        plain = f"+{plain[2:].lstrip()}"
    digits = re.sub(r"\D", "", plain)
    if not CALLBACK.fullmatch(plain) or not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise ValidationError(_("Geben Sie die Nummer mit Vorwahl ein, zum Beispiel „0221 4710-100“."))
    if len(plain) > CALLBACK_LENGTH:
        raise ValidationError(_("Geben Sie die Nummer kürzer ein, höchstens 40 Zeichen."))
    return plain
