"""Files are read as coordinators have them, and refused for what they are, not for what they are called."""

import io
import zipfile
from datetime import date, datetime

import pytest

from members.imports import reading
from members.imports.columns import columns_of, find_header, guess, guess_mapping, letter_of
from members.imports.reading import MAX_BYTES, FileRefused, check_file, read_rows, sheet_titles
from tests.members.imports.samples import csv_file, xlsx_file

TABLE = [["Name", "Ort", "Funktion"], ["Müller, Jörg", "Lübbecke", "Schulleitung"]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "cp850", "utf-16"])
def test_csv_with_any_delimiter_and_encoding(delimiter, encoding):
    content = csv_file(TABLE[1:], header=TABLE[0], delimiter=delimiter, encoding=encoding)

    assert [cells for _number, cells in read_rows(content)] == TABLE


def test_rows_keep_the_number_the_spreadsheet_shows():
    content = b'Netzwerkliste\n\nName;Ort\n;;;\n\n"Tiemann\nMaren";Minden\n'

    assert read_rows(content) == [(1, ["Netzwerkliste"]), (3, ["Name", "Ort"]), (6, ["Tiemann\nMaren", "Minden"])]


def test_xlsx_is_read_as_it_looks_and_runs_nothing():
    rows = [
        ["Liste", None, None],
        [None, None, None],
        ["=1+1", datetime(2026, 9, 1), 57123.0, True, date(2025, 1, 2), 1.5, None, " x "],
    ]

    assert read_rows(xlsx_file({"A": rows})) == [
        (1, ["Liste"]),
        (3, ["=1+1", "01.09.2026", "57123", "ja", "02.01.2025", "1.5", "", "x"]),
    ]


def test_sheets_are_read_one_by_one():
    content = xlsx_file({"Hinweise": [["Bitte lesen"]], "Mitglieder": TABLE})

    assert sheet_titles(content) == ["Hinweise", "Mitglieder"]
    assert read_rows(content, 1)[1] == (2, TABLE[1])
    with pytest.raises(FileRefused, match="gibt es in der Datei nicht"):
        read_rows(content, 2)


def packed(parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


XLSX_PARTS = {"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"}
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 200, "ein Bild"),
        (b"\xff\xd8\xff\xe0" + b"x" * 200, "ein Bild"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 200, "alten Format .xls"),
        (b"<!DOCTYPE html><table>", "Internetseite"),
        (b"", "leer"),
        (b" \n\n ", "leer"),
        (b";;;\n;;;\n", "keine Zeilen"),
        (bytes(range(256)) * 8, "keine Tabelle"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "keine Tabelle"),
        (b"PK\x03\x04 kaputt", "beschädigt"),
        (packed({"word/document.xml": "<x/>"}), "keine Excel-Tabelle"),
        (packed(XLSX_PARTS), "beschädigt"),
        (packed(XLSX_PARTS | {"xl/sharedStrings.xml": ENTITIES}), "nicht gehört"),
        (packed(XLSX_PARTS | {"xl/media.bin": b"0" * 40_000_000}), "ausgepackt zu groß"),
        (b"x" * (MAX_BYTES + 1), "größer als 10 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(content, reason):
    with pytest.raises(FileRefused, match=reason):
        check_file(content)


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    monkeypatch.setattr(reading.read_rows, "__kwdefaults__", {"limit": 3})

    with pytest.raises(FileRefused, match="100.000 Zeilen"):
        read_rows(b"a\nb\nc\nd\n")


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nachname", "last_name"),
        ("Name", "full_name"),
        ("Vor- u. Nachname", "full_name"),
        ("E-Mail (dienstl.)", "email"),
        ("Handy-Nr.", "mobile"),
        ("Tel.-Nr.", "phone"),
        ("Einrichtung / Institution", "organisation"),
        ("Akteursgruppe Nr.", "group"),
        ("Jugendamt (zuständig)", "office"),
        ("PLZ/Ort", "town"),
        ("Stellvertretung von", "deputy_of"),
        ("Mitglied seit", "since"),
        ("Bemerkung", ""),
        ("", ""),
    ],
)
def test_header_words_are_understood(header, field):
    assert guess(header) == field


def test_name_beside_first_name_is_the_last_name():
    columns = [{"header": header, "samples": []} for header in ("Vorname", "Name", "Mail", "Mail privat")]

    assert guess_mapping(columns) == ["first_name", "last_name", "email", ""]


def test_header_is_found_below_titles_and_columns_without_one_have_letters():
    rows = [
        (1, ["Netzwerk Kinderschutz"]),
        (2, ["Stand 2026"]),
        (4, ["", "Name", "Ort"]),
        (5, ["1", "Maren", "Minden"]),
    ]

    assert find_header(rows) == 4
    assert columns_of(rows, 4) == [
        {"header": "Spalte A", "samples": ["1"]},
        {"header": "Name", "samples": ["Maren"]},
        {"header": "Ort", "samples": ["Minden"]},
    ]


def test_file_without_header_shows_its_first_row_as_content():
    rows = [(1, ["Maren", "Tiemann", "m@netz.example"]), (2, ["Jan", "Ott", "j@netz.example"])]

    assert find_header(rows) == 0
    columns = columns_of(rows, 0)
    assert [column["header"] for column in columns] == ["Spalte A", "Spalte B", "Spalte C"]
    assert guess_mapping(columns) == ["", "", "email"]


def test_columns_beyond_z_have_two_letters():
    assert [letter_of(i) for i in (0, 25, 26, 51, 52)] == ["A", "Z", "AA", "AZ", "BA"]
