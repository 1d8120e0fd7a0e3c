"""The people of the directory as a table: a row for each seat, however many there are."""

import csv
from io import BytesIO

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from members.enums import MembershipKind
from netzwerk.tables import safe_cell

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BOM = "\ufeff"  # without it Excel takes UTF-8 for Windows-1252
COLUMN_WIDTHS = {"A": 20, "B": 16, "D": 44, "E": 28, "F": 16, "G": 30, "H": 24, "I": 20, "J": 12, "K": 34, "L": 20}


def headers():
    return [
        _("Nachname"),
        _("Vorname"),
        _("Titel"),
        _("Einrichtung"),
        _("Funktion"),
        _("Art"),
        _("Akteursgruppe"),
        _("Jugendamt"),
        _("Ort"),
        _("Seit"),
        _("E-Mail-Adresse"),
        _("Telefon"),
        _("Mobiltelefon"),
    ]


def rows_of(entry):
    """A row for each seat of an Entry; formulas are made harmless."""
    person = entry.person
    for seat in entry.seats:
        cells = [
            person.last_name,
            person.first_name,
            person.title,
            seat["organisation"],
            seat["function"],
            MembershipKind(seat["kind"]).label,
            seat["group"],
            seat["office"] or _("Ganzes Netzwerk"),
            seat["town"] or "",
            date_format(seat["since_on"], "d.m.Y"),
            entry.email,
            entry.phone,
            entry.mobile,
        ]
        yield [safe_cell(ILLEGAL_CHARACTERS_RE.sub("", str(cell))) for cell in cells]


class _Pieces:
    """A file that hands on what is written to it."""

    def write(self, text):
        return text


def csv_lines(entries):
    """The file in pieces; semicolons, as German Excel expects."""
    writer = csv.writer(_Pieces(), delimiter=";")
    yield BOM + writer.writerow(headers())
    for entry in entries:
        for row in rows_of(entry):
            yield writer.writerow(row)


def xlsx_file(entries):
    """A file in memory, at its beginning; the rows themselves are not kept."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Verzeichnis"))
    sheet.freeze_panes = "A2"
    for column, width in COLUMN_WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.append(headers())
    for entry in entries:
        for row in rows_of(entry):
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    file.seek(0)
    return file
