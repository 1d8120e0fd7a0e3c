"""Tables that people open in a spreadsheet program: CSV and xlsx, with nothing in them that a program would run.

A text that begins like a formula gets an apostrophe in front, which such programs take as „this is text“.
"""

import csv
import io

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
MARK = "'"
MAX_WIDTH = 48


def is_formula(text):
    """Whether a spreadsheet program may take `text` for a formula; blanks in front do not hide it."""
    return text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)


def safe_cell(value):
    """`value` as it may stand in an exported cell: texts that look like a formula are marked as text."""
    if isinstance(value, str) and is_formula(value):
        return MARK + value
    return value


def plain_cell(text):
    """What `safe_cell` was given: the way back, for our own exports that are read in again."""
    return text[1:] if text.startswith(MARK) and is_formula(text[1:]) else text


def csv_bytes(rows):
    """`rows` (lists; the first is the header) as CSV the way German spreadsheet programs open it: semicolon, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_bytes(sheets):
    """`sheets` ({title: rows}, the first row of each is its header) as xlsx; the header stays in view."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        _fill(book.create_sheet(title), rows)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _xlsx_cell(value):
    """Control characters have no place in XML."""
    return ILLEGAL_CHARACTERS_RE.sub("", safe_cell(value)) if isinstance(value, str) else value


def _fill(sheet, rows):
    widths = {}
    for row in rows:
        sheet.append([_xlsx_cell(value) for value in row])
        for column, value in enumerate(row, start=1):
            widths[column] = max(
                widths.get(column, 8), min(len(str(value if value is not None else "")) + 2, MAX_WIDTH)
            )
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
