"""Keys made from German names."""

from django.utils.text import slugify

GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})


def key_from(name, *, length=80):
    """„Jugendamt Lübbecke“ becomes "jugendamt-luebbecke"; "" for a name without Latin letters."""
    return slugify(name.translate(GERMAN_LETTERS))[:length]
