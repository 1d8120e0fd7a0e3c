"""Exported tables run nothing in a spreadsheet program."""

import csv
import io

import pytest
from openpyxl import load_workbook

from netzwerk.tables import csv_bytes, plain_cell, safe_cell, xlsx_bytes

FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", " =1+1", "＝1+1", "+49 571 23125"]


@pytest.mark.parametrize("text", FORMULAS)
def test_formula_becomes_text_and_comes_back(text):
    assert safe_cell(text) == f"'{text}"
    assert plain_cell(safe_cell(text)) == text


@pytest.mark.parametrize("value", ["Tiemann", "O'Neill", "'s Gravenhage", "", None, 5, -3, "0571 23125", "a=b"])
def test_other_values_stay(value):
    assert safe_cell(value) == value
    assert plain_cell("'s Gravenhage") == "'s Gravenhage"


def test_csv_opens_with_umlauts_and_without_formulas():
    content = csv_bytes([["Name", "Ort"], ["=1+1", 'Lübbecke; "Mitte"']])

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows == [["Name", "Ort"], ["'=1+1", 'Lübbecke; "Mitte"']]


def test_xlsx_has_no_formula_cell():
    book = load_workbook(io.BytesIO(xlsx_bytes({"Personen": [["Name"], ["=1+1"], ["Groß"]], "Leer": [["Kopf"]]})))

    assert book.sheetnames == ["Personen", "Leer"]
    cells = [row[0] for row in book["Personen"].iter_rows()]
    assert [(cell.value, cell.data_type) for cell in cells] == [("Name", "s"), ("'=1+1", "s"), ("Groß", "s")]
