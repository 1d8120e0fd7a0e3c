"""Reads CSV and xlsx as coordinators have them: texts in rows, nothing evaluated.

What a file is, its content says, never its name. Everything is bounded: bytes, unpacked bytes, rows and columns.
"""

import csv
import io
import zipfile
import zlib
from contextlib import contextmanager
from datetime import date, datetime, time

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 120
MAX_ROWS = 100_000
MAX_COLUMNS = 100
MAX_GAP = 5_000  # empty rows in a row after which a sheet counts as ended
MAX_CELL = 1_000
DELIMITERS = ";,\t|"
# What else people upload, by its first bytes.
FOREIGN = {
    b"\x89PNG": gettext_lazy("ein Bild"),
    b"\xff\xd8\xff": gettext_lazy("ein Bild"),
    b"GIF8": gettext_lazy("ein Bild"),
    b"%PDF": gettext_lazy("eine PDF-Datei"),
    b"{\\rtf": gettext_lazy("ein Textdokument"),
    b"<!DO": gettext_lazy("eine Internetseite"),
    b"<html": gettext_lazy("eine Internetseite"),
}
OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK"
BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
BROKEN = (LookupError, ValueError, TypeError, AttributeError, OSError, SyntaxError, EOFError, zlib.error)
BROKEN += (InvalidFileException, zipfile.BadZipFile)
GERMAN_MARKS = frozenset("äöüÄÖÜßé§€–„“”’ ´")
OLD_ENCODINGS = ["cp1252", "mac_roman", "cp850"]


class FileRefused(Exception):
    """The file can't be read; the message is German and says what to do."""


def sheet_titles(content):
    """Titles of the sheets; one without a title for CSV."""
    if not _is_xlsx(content):
        return [""]
    with _book(content) as book:
        return [sheet.title for sheet in book.worksheets]


def read_rows(content, sheet=0, *, limit=MAX_ROWS):
    """[(number, [texts])] of the non-empty rows of a sheet, at most `limit`; raises FileRefused."""
    rows = _xlsx_rows(content, sheet) if _is_xlsx(content) else _csv_rows(content)
    found = []
    for number, cells in rows:
        if len(found) >= limit:
            if limit < MAX_ROWS:
                break
            raise FileRefused(_("Die Datei hat mehr als 100.000 Zeilen. Teilen Sie sie auf."))
        found.append((number, cells))
    return found


def check_file(content):
    """Raises FileRefused for what is neither CSV nor xlsx, or is too large."""
    if len(content) > MAX_BYTES:
        raise FileRefused(_("Die Datei ist größer als 10 MB. Teilen Sie sie auf."))
    if not content.strip():
        raise FileRefused(_("Die Datei ist leer."))
    if not read_rows(content, limit=1) and len(sheet_titles(content)) == 1:
        raise FileRefused(_("Die Datei enthält keine Zeilen."))


def _is_xlsx(content):
    if not content.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
    except (zipfile.BadZipFile, NotImplementedError):
        raise FileRefused(_("Die Datei ist beschädigt. Speichern Sie sie noch einmal als .xlsx.")) from None
    return True


def _check_archive(archive):
    names = set(archive.namelist())
    if not {"[Content_Types].xml", "xl/workbook.xml"} <= names:
        raise FileRefused(_("Das ist keine Excel-Tabelle. Speichern Sie die Tabelle als .xlsx oder .csv."))
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries) or 1
    if unpacked > MAX_UNPACKED or (unpacked > MAX_BYTES and unpacked / packed > MAX_RATIO):
        raise FileRefused(
            _("Die Datei ist ausgepackt zu groß. Löschen Sie leere Zeilen und Bilder, oder teilen Sie sie auf.")
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise FileRefused(_("Die Datei ist mit einem Kennwort geschützt. Speichern Sie sie ohne Kennwort."))
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.open(entry).read(65_536):
            raise FileRefused(_("Die Datei enthält etwas, das in eine Tabelle nicht gehört."))


@contextmanager
def _book(content):
    """The workbook, read only: formulas as text, no links followed, rows as they are asked for."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
    except BROKEN:
        raise FileRefused(_("Die Datei ist beschädigt. Speichern Sie sie noch einmal als .xlsx.")) from None
    try:
        yield book
    finally:
        book.close()


def _xlsx_rows(content, sheet):
    with _book(content) as book:
        if sheet >= len(book.worksheets):
            raise FileRefused(_("Dieses Blatt gibt es in der Datei nicht."))
        worksheet = book.worksheets[sheet]
        worksheet.reset_dimensions()  # what the file says about its size is often wrong
        gap = 0
        try:
            for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1):
                cells = _trimmed([_text_of(value) for value in values[:MAX_COLUMNS]])
                gap = 0 if cells else gap + 1
                if gap > MAX_GAP:
                    return
                if cells:
                    yield number, cells
        except BROKEN:
            raise FileRefused(_("Die Datei ist beschädigt. Speichern Sie sie noch einmal als .xlsx.")) from None


def _text_of(value):
    """A cell's value as the coordinator sees it; formulas stay texts."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, datetime | date):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = getattr(value, "text", value)  # array formulas are objects
    return str(text)[:MAX_CELL].strip()


def _csv_rows(content):
    text = _decoded(content)
    delimiter = _delimiter_of(text)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
            cells = _trimmed([cell[:MAX_CELL].strip(" \xa0\n\r") for cell in cells[:MAX_COLUMNS]])
            if cells:
                yield number, cells
    except csv.Error:
        raise FileRefused(
            _("Die Datei ist keine Tabelle, die sich lesen lässt. Speichern Sie sie als .xlsx.")
        ) from None


def _decoded(content):
    kind = _foreign_kind(content)
    if kind:
        raise FileRefused(
            _("Die Datei ist %(kind)s, keine Tabelle. Wählen Sie eine Datei .xlsx oder .csv.") % {"kind": kind}
        )
    encoding = next((name for bom, name in BOMS.items() if content.startswith(bom)), None)
    try:
        text = content.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = "" if encoding else _old_text(content)
    if not text or _odd_share(text) > 0.01:
        raise FileRefused(_("Die Datei ist keine Tabelle. Wählen Sie eine Datei .xlsx oder .csv."))
    return text


def _old_text(content):
    """Text of a file that is not UTF-8: Windows-1252 where that gives German letters, else what fits best."""
    text = content.decode("cp1252", "replace")
    strange = [c for c in text if c > "\x7f"]
    if sum(c in GERMAN_MARKS for c in strange) * 2 >= len(strange):
        return text
    best = from_bytes(content, cp_isolation=OLD_ENCODINGS).best()
    return str(best) if best else ""


def _foreign_kind(content):
    if content.startswith(OLE):
        return _("im alten Format .xls oder mit einem Kennwort geschützt")
    if content.startswith(b"RIFF") or content[4:8] == b"ftyp":
        return _("ein Bild oder ein Film")
    return next((kind for start, kind in FOREIGN.items() if content.startswith(start)), "")


def _odd_share(text):
    """Share of characters that no table has, in the beginning."""
    start = text[:20_000]
    return sum(c < " " and c not in "\t\r\n" or c in "\x7f\ufffd" for c in start) / len(start)


def _delimiter_of(text):
    """The mark that splits most of the first rows into the same number of several cells."""
    start = text[:50_000].splitlines(keepends=True)[:60]

    def score(delimiter):
        try:
            widths = [len(_trimmed(row)) for row in csv.reader(start, delimiter=delimiter) if any(row)]
        except csv.Error:
            return (0, 0)
        wide = [width for width in widths if width > 1]
        return (len(wide), max(wide, default=0))

    return max(DELIMITERS, key=score)


def _trimmed(cells):
    """`cells` without the empty ones at the end; [] for an empty row."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
