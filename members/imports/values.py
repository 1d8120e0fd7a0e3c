"""What the cells of a row mean: values for the fields, and German reasons where they mean nothing."""

import re
import unicodedata
from collections import defaultdict
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from members.enums import MembershipKind
from members.imports.enums import EMPTY_WORDS, KIND_WORDS, NO_WORDS, YES_WORDS, Field
from members.imports.names import key_of, split_name, split_title
from members.models import ActorCategory
from netzwerk.addresses import normal_email
from netzwerk.models import Municipality, PostalCode, YouthWelfareOffice
from netzwerk.tables import is_formula, plain_cell

LENGTHS = {"title": 40, "first_name": 80, "last_name": 80, "email": 254, "phone": 40, "mobile": 40}
LENGTHS |= {"organisation": 160, "function": 120, "deputy_of": 160}
# Marks that turn the direction of text around, and characters nobody sees.
UNSEEN = re.compile("[\u0000-\u001f\u007f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]")
PHONE = re.compile(r"^[+(\d][\d\s()/.+–-]{2,}(?:\D{0,12}\d*)$")
DAY = re.compile(r"^(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{2}|\d{4})$")
ISO_DAY = re.compile(r"^(\d{4})-(\d{2})-(\d{2})(?:[ T].*)?$")
MONTH = re.compile(r"^(\d{1,2})[./](\d{4})$")
YEAR = re.compile(r"^(\d{4})$")
MONTHS = ("januar", "februar", "maerz", "april", "mai", "juni", "juli")
MONTHS += ("august", "september", "oktober", "november", "dezember")
NUMBER = re.compile(r"^(?:(?:nr|nummer|gruppe|g)\.?\s*)?(\d{1,2}|w)\b", re.I)
FILLERS = re.compile(r"\b(jugendamt|ja|der|des|die|stadt|gemeinde|kreisstadt|landkreis)\b")
CLOSE_ENOUGH = 88
check_email = EmailValidator()


def clean(text):
    """`text` as it is stored: one way of writing umlauts, no unseen marks, single blanks; "" for „k. A.“."""
    text = unicodedata.normalize("NFC", plain_cell(text))
    text = " ".join(UNSEEN.sub(" ", text).split())
    return "" if text.casefold() in EMPTY_WORDS else text


class Words:
    """Jugendämter, towns and groups by the words people use for them; read once a file."""

    def __init__(self):
        self.offices = defaultdict(set)
        for office in YouthWelfareOffice.objects.all():
            for name in (office.name, office.short_name, office.key):
                self.offices[key_of(name)].add(office.pk)
        self.towns = defaultdict(set)
        for town in Municipality.objects.all():
            self.towns[key_of(town.name)].add(town.pk)
        self.codes = defaultdict(set)
        for code, town in PostalCode.objects.values_list("code", "municipality"):
            self.codes[code].add(town)
        self.groups, self.group_codes = defaultdict(set), {}
        for group in ActorCategory.objects.filter(is_active=True):
            self.group_codes[group.code.casefold()] = group.pk
            for name in (group.title, group.short_title, *group.examples.split(",")):
                self.groups[key_of(name)].add(group.pk)
        self.kept = {}

    def office(self, text):
        return self._found("office", self.offices, text)

    def group(self, text):
        code = NUMBER.match(text.strip())
        by_code = self.group_codes.get(code[1].casefold().lstrip("0")) if code else None
        return by_code or self._found("group", self.groups, text)

    def town(self, text):
        code = re.match(r"^(?:D-)?(\d{5})\b\s*", text)
        found = self._found("town", self.towns, text[code.end() :] if code else text)
        towns = self.codes.get(code[1], ()) if code and not found else ()
        return found or (next(iter(towns)) if len(towns) == 1 else None)

    def _found(self, kind, names, text):
        """The only row that `text` fits, or None."""
        if (kind, text) not in self.kept:
            self.kept[kind, text] = _fitting(names, key_of(text))
        return self.kept[kind, text]


def _fitting(names, key):
    if not key:
        return None
    short = " ".join(FILLERS.sub(" ", key).split())
    bare = {" ".join(FILLERS.sub(" ", name).split()): ids for name, ids in names.items() if len(ids) == 1}
    for found in (names.get(key), names.get(short), bare.get(short)):
        if found and len(found) == 1:
            return next(iter(found))
    close = process.extract(key, list(names), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=5)
    ids = {pk for name, _score, _i in close for pk in names[name]}
    return next(iter(ids)) if len(ids) == 1 else None


def parse_row(cells, mapping, words):
    """(values, problems) of a row.

    Values hold only what the row has: texts, "group"/"office"/"town" as keys, "since"/"until" as ISO dates,
    "multiplier" as bool, "kind" as MembershipKind.
    """
    texts, problems = _texts(cells, mapping)
    values = _name(texts)
    for field, text in texts.items():
        reader = READERS.get(field)
        value = reader(text, words) if reader else text
        if value is None:
            problems.append(_problem(field) % {"text": _short(text)})
        elif field not in NAME_FIELDS:
            values[field] = value
    problems += [
        _("„%(text)s“ ist zu lang: höchstens %(n)s Zeichen.") % {"text": _short(values[field]), "n": length}
        for field, length in LENGTHS.items()
        if len(values.get(field, "")) > length
    ]
    return values, problems + list(_contradictions(values, mapping))


NAME_FIELDS = (Field.TITLE, Field.FIRST_NAME, Field.LAST_NAME, Field.FULL_NAME)


def _texts(cells, mapping):
    texts, problems = {}, []
    for i, field in enumerate(mapping):
        raw = cells[i] if field and i < len(cells) else ""
        text = clean(raw)
        if not text:
            continue
        if is_formula(raw) and not (field in (Field.PHONE, Field.MOBILE) and raw.startswith("+")):
            problems.append(
                _("„%(text)s“ sieht aus wie eine Formel. Formeln werden nicht berechnet; tragen Sie den Wert ein.")
                % {"text": _short(raw)}
            )
        else:
            texts[field] = text
    return texts, problems


def _name(texts):
    values = {field: texts[field] for field in NAME_FIELDS if field != Field.FULL_NAME and field in texts}
    if Field.FULL_NAME in texts:
        parts = zip(("title", "first_name", "last_name"), split_name(texts[Field.FULL_NAME]), strict=True)
        values = {field: part for field, part in parts if part} | values
    for field in ("first_name", "last_name"):  # „Dr. Maren“ in the column of first names
        title, rest = split_title(values.get(field, ""))
        if title and rest:
            values |= {field: rest, "title": values.get("title") or title}
    return {str(field): value for field, value in values.items()}


def _email(text, _words):
    text = text.removeprefix("mailto:").strip("<>; ")
    try:
        check_email(text)
    except ValidationError:
        return None
    return normal_email(text)


def _phone(text, _words):
    return text if PHONE.match(text) and sum(c.isdigit() for c in text) >= 3 else None


def _kind(text, _words):
    key = key_of(text)
    if key in KIND_WORDS:
        return str(KIND_WORDS[key])
    if key.startswith(("stellv", "stv")):
        return str(MembershipKind.DEPUTY)
    return None


def _yes_or_no(text, _words):
    key = text.casefold()
    return True if key in YES_WORDS else False if key in NO_WORDS else None


def read_day(text):
    """The date in `text` as people write it („1.9.24“, „September 2024“, „09/2024“, „2024“), or None."""
    text = text.strip()
    if found := DAY.match(text):
        day, month, year = map(int, found.groups())
        return _day(year + 2000 if year < 100 else year, month, day)
    if found := ISO_DAY.match(text):
        return _day(*map(int, found.groups()))
    if found := MONTH.match(text):
        return _day(int(found[2]), int(found[1]), 1)
    if found := YEAR.match(text):
        return _day(int(found[1]), 1, 1)
    month, _blank, year = key_of(text).partition(" ")
    numbers = [i for i, name in enumerate(MONTHS, start=1) if len(month) > 2 and name.startswith(month)]
    return _day(int(year), numbers[0], 1) if len(numbers) == 1 and YEAR.match(year) else None


def _day(year, month, day):
    try:
        return date(year, month, day) if 1950 <= year <= 2100 else None
    except ValueError:
        return None


def _iso_day(text, _words):
    found = read_day(text)
    return found.isoformat() if found else None


READERS = {
    Field.EMAIL: _email,
    Field.PHONE: _phone,
    Field.MOBILE: _phone,
    Field.KIND: _kind,
    Field.GROUP: lambda text, words: words.group(text),
    Field.OFFICE: lambda text, words: words.office(text),
    Field.TOWN: lambda text, words: words.town(text),
    Field.SINCE: _iso_day,
    Field.UNTIL: _iso_day,
    Field.MULTIPLIER: _yes_or_no,
}


def _problem(field):
    return {
        Field.EMAIL: _("„%(text)s“ ist keine E-Mail-Adresse."),
        Field.PHONE: _("„%(text)s“ ist keine Telefonnummer."),
        Field.MOBILE: _("„%(text)s“ ist keine Telefonnummer."),
        Field.KIND: _("Die Art „%(text)s“ ist unbekannt. Möglich sind Vertretung, Stellvertretung und Gast."),
        Field.GROUP: _("Die Akteursgruppe „%(text)s“ gibt es nicht. Schreiben Sie ihre Nummer oder Bezeichnung."),
        Field.OFFICE: _("Das Jugendamt „%(text)s“ gehört nicht zum Netzwerk."),
        Field.TOWN: _("Der Ort „%(text)s“ ist unbekannt."),
        Field.SINCE: _("„%(text)s“ ist kein Datum. Schreiben Sie es so: 01.09.2026."),
        Field.UNTIL: _("„%(text)s“ ist kein Datum. Schreiben Sie es so: 01.09.2026."),
        Field.MULTIPLIER: _("Bei Multiplikator/in steht „%(text)s“. Möglich sind ja und nein."),
    }[field]


def _contradictions(values, mapping):
    if not values.get("last_name"):
        yield _("Der Nachname fehlt.")
    if values.get("since") and values.get("until") and values["until"] < values["since"]:
        yield _("Das Ende liegt vor dem Beginn.")
    if values.get("deputy_of") and values.get("kind", MembershipKind.DEPUTY) != MembershipKind.DEPUTY:
        yield _("Nur eine Stellvertretung vertritt jemanden.")
    if not values.get("organisation") and Field.ORGANISATION in mapping:
        yield _("Die Einrichtung fehlt.")


def _short(text):
    return text if len(text) <= 60 else f"{text[:57]}…"
