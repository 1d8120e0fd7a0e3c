"""Names as people write them: taken apart, and made comparable."""

import re
import unicodedata

from django.utils.text import slugify

from netzwerk.addresses import normal_email

TITLE_STARTS = ("prof", "dr", "dipl", "mag", "pd")
TITLE_WORDS = {"med", "phil", "jur", "rer", "nat", "pol", "paed", "päd", "theol", "psych", "soz", "ing", "h.c", "habil"}
GLUED_TITLE = re.compile(r"\b(Prof|Dr)\.(?=\w)")
SALUTATION = re.compile(r"^(?:herrn?|frau|hr\.|fr\.)\s+", re.I)
GERMAN_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NOT_WORD = re.compile(r"[^\w]+")
NOBLE = {
    "von",
    "van",
    "zu",
    "zur",
    "zum",
    "vom",
    "der",
    "den",
    "de",
    "ten",
    "ter",
    "und",
    "el",
    "al",
    "da",
    "di",
    "le",
    "la",
}


def key_of(text):
    """`text` made comparable: small letters, umlauts as ae, other marks dropped, words with one blank between."""
    text = unicodedata.normalize("NFC", text).casefold().translate(GERMAN_LETTERS)
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return NOT_WORD.sub(" ", text).replace("_", " ").strip()


def person_key(first_name, last_name):
    """First and last name made comparable; the order of the words does not count."""
    return " ".join(sorted(key_of(f"{first_name} {last_name}").split()))


def mail_key(email):
    """An address made comparable: as it is stored, in small letters."""
    return normal_email(unicodedata.normalize("NFC", email)).lower()


def split_name(text):
    """(title, first name, last name) of „Dr. Maren Tiemann“, „Tiemann, Dr. Maren“ or „Tiemann“."""
    text = SALUTATION.sub("", text.strip())
    if "," in text:
        last, _comma, given = (part.strip() for part in text.partition(","))
        title, first = split_title(given)
        if not title:
            title, last = split_title(last)
        return title, first, last
    title, rest = split_title(text)
    words = rest.split()
    start = next((i for i, word in enumerate(words) if i and word.lower() in NOBLE), len(words) - 1)
    return title, " ".join(words[:start]), " ".join(words[start:])


def split_title(text):
    """(title, rest): „Prof. Dr. Maren“ → („Prof. Dr.“, „Maren“)."""
    words = GLUED_TITLE.sub(r"\1. ", SALUTATION.sub("", text.strip())).split()
    count = 0
    while count < len(words) and _is_title(words[count], is_first=count == 0):
        count += 1
    return " ".join(words[:count]), " ".join(words[count:])


def _is_title(word, *, is_first):
    parts = word.lower().rstrip(".").split(".-")
    return parts[0] in TITLE_STARTS or (not is_first and parts[0] in TITLE_WORDS)


def slug_of(name):
    """The beginning of an organisation's key, made from its name."""
    return slugify(name.casefold().translate(GERMAN_LETTERS))[:70] or "einrichtung"
