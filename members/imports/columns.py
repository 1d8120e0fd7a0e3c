"""Which column is what: the header row, guesses from its words, and what it was last time."""

import hashlib
import re
from collections import Counter

from rapidfuzz import fuzz, process

from members.imports.enums import Field
from members.imports.names import key_of

HEADER_WITHIN = 30  # rows
SAMPLES = 3
CLOSE_ENOUGH = 88
# Header words as `key_of` has them; the first field whose word fits takes the column.
WORDS = {
    Field.TITLE: ["titel", "akad titel", "akademischer titel", "grad"],
    Field.FIRST_NAME: ["vorname", "vornamen", "rufname"],
    Field.LAST_NAME: ["nachname", "familienname", "zuname", "nachnamen"],
    Field.FULL_NAME: [
        "name",
        "name vorname",
        "vor und nachname",
        "vor u nachname",
        "name und vorname",
        "vorname nachname",
        "nachname vorname",
        "ansprechpartner",
        "ansprechpartnerin",
        "ansprechperson",
        "teilnehmer",
        "teilnehmerin",
        "mitglied",
        "person",
        "kontaktperson",
        "vertreter",
        "vertreterin",
        "ansprechpartner in",
        "mitglied name",
        "vertreter in",
    ],
    Field.EMAIL: ["email", "e mail", "mail", "e mail adresse", "emailadresse", "mailadresse", "e mail dienstlich"],
    Field.MOBILE: [
        "mobil",
        "handy",
        "mobiltelefon",
        "handynummer",
        "mobilnummer",
        "mobilfunk",
        "diensthandy",
        "handy nr",
    ],
    Field.PHONE: [
        "telefon",
        "tel",
        "telefonnummer",
        "fon",
        "rufnummer",
        "festnetz",
        "telefon dienstlich",
        "tel nr",
        "durchwahl",
        "telefon nr",
    ],
    Field.ORGANISATION: [
        "einrichtung",
        "institution",
        "organisation",
        "dienststelle",
        "behoerde",
        "firma",
        "traeger",
        "dienst",
        "einrichtung institution",
        "name der einrichtung",
        "arbeitgeber",
        "schule",
        "einrichtung dienst",
    ],
    Field.DEPUTY_OF: [
        "vertritt",
        "stellvertretung von",
        "stellvertretung fuer",
        "vertretung von",
        "vertretung fuer",
        "stv von",
    ],
    Field.FUNCTION: ["funktion", "position", "aufgabe", "rolle", "taetigkeit", "beruf", "stelle", "berufsbezeichnung"],
    Field.KIND: [
        "art",
        "art der vertretung",
        "status",
        "mitgliedschaft",
        "art der mitgliedschaft",
        "vertretung",
        "stimmrecht",
    ],
    Field.GROUP: [
        "akteursgruppe",
        "gruppe",
        "akteur",
        "bereich",
        "kategorie",
        "gruppe nr",
        "akteursgruppe nr",
        "handlungsfeld",
        "gruppe 9 abs 4",
        "berufsgruppe",
        "nr akteursgruppe",
    ],
    Field.OFFICE: ["jugendamt", "jugendamtsbezirk", "zustaendiges jugendamt", "ja", "bezirk"],
    Field.TOWN: ["ort", "stadt", "gemeinde", "kommune", "wohnort", "plz ort", "sitz", "standort", "stadt gemeinde"],
    Field.SINCE: ["seit", "beginn", "mitglied seit", "eintritt", "von", "dabei seit", "ab", "eintrittsdatum"],
    Field.UNTIL: ["bis", "ende", "austritt", "mitglied bis", "ausgeschieden", "ausgeschieden am", "austrittsdatum"],
    Field.MULTIPLIER: ["multiplikator", "multiplikatorin", "multiplikator in", "multi"],
}
FIELD_OF_WORD = {word: field for field, words in WORDS.items() for word in words}
MAIL = re.compile(r"^\S+@\S+\.\S+$")


def guess(header):
    """The Field a header means, or ""."""
    key = key_of(header)
    if not key:
        return ""
    if key in FIELD_OF_WORD:
        return FIELD_OF_WORD[key]
    if len(key) < 4:
        return ""
    found = process.extractOne(key, FIELD_OF_WORD, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, processor=None)
    words = [FIELD_OF_WORD[word] for word in key.split() if len(word) > 3 and word in FIELD_OF_WORD]
    return FIELD_OF_WORD[_word_of(found)] if found else next(iter(words), "")


def _word_of(found):
    """rapidfuzz gives (value, score, key) for a mapping; the key is the word."""
    return found[2]


def find_header(rows):
    """Number of the row that holds the headers; 0 where the file has none."""
    best, best_score = 0, 0
    for number, cells in rows[:HEADER_WITHIN]:
        fields = {guess(cell) for cell in cells} - {""}
        score = len(fields) if not any(MAIL.match(cell) for cell in cells) else 0
        if score > best_score:
            best, best_score = number, score
    return best if best_score > 1 else _first_wide(rows)


def _first_wide(rows):
    """The first row as wide as most; 0 if it has an address in it, for then it is no header."""
    usual = Counter(len(cells) for _number, cells in rows[:200]).most_common(1)[0][0] if rows else 0
    number, cells = next(((n, c) for n, c in rows if len(c) >= min(usual, 2)), (0, []))
    return 0 if any(MAIL.match(cell) for cell in cells) else number


def columns_of(rows, header_row):
    """[{"header", "samples"}] of the columns; one without a header is called by its letter."""
    header = next((cells for number, cells in rows if number == header_row), [])
    body = [cells for number, cells in rows if number > header_row]
    width = max([len(header), *(len(cells) for cells in body[:500])], default=0)
    columns = []
    for i in range(width):
        values = [cells[i] for cells in body[:500] if i < len(cells) and cells[i]]
        title = " ".join(header[i].split()) if i < len(header) and header[i] else f"Spalte {letter_of(i)}"
        columns.append({"header": title[:80], "samples": list(dict.fromkeys(value[:60] for value in values))[:SAMPLES]})
    return columns


def letter_of(i):
    """What a spreadsheet program calls column `i` (from 0): A, B, … AA."""
    return (letter_of(i // 26 - 1) if i >= 26 else "") + chr(65 + i % 26)


def guess_mapping(columns):
    """A Field or "" for each column, each Field once; a column of addresses is one without a header too."""
    mapping, taken = [], set()
    for column in columns:
        field = guess(column["header"])
        if not field and column["samples"] and all(MAIL.match(text) for text in column["samples"]):
            field = Field.EMAIL
        mapping.append("" if field in taken else str(field))
        taken.add(field)
    return _without_doubt(mapping)


def _without_doubt(mapping):
    """„Name“ beside „Vorname“ is the last name."""
    if Field.FULL_NAME in mapping and Field.FIRST_NAME in mapping and Field.LAST_NAME not in mapping:
        mapping[mapping.index(Field.FULL_NAME)] = str(Field.LAST_NAME)
    return mapping


def signature_of(columns):
    """The same for files with the same headers in the same order."""
    return hashlib.sha256("\n".join(key_of(column["header"]) for column in columns).encode()).hexdigest()
