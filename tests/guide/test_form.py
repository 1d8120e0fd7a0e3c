"""The blank Mitteilungsbogen: fillable, labelled, tagged, its letters embedded, and nowhere to send it."""

import io
import re

import pikepdf
import pytest
from django.urls import get_resolver, reverse
from pypdf import PdfReader, PdfWriter

from reporting_paths.guide.notification_form import form_pdf, read_form

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(network):
    return form_pdf()


def form_fields():
    return [field for section in read_form()["sections"] for field in section["fields"]]


def test_every_field_is_there_with_name_and_tooltip(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        found = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        expected = {field["key"]: field for field in form_fields()}
        assert set(found) == set(expected)
        for key, field in found.items():
            widgets = list(field.get("/Kids", [field]))
            assert all(expected[key]["label"] in str(widget.get("/TU", "")) for widget in widgets), key
            assert len(widgets) == max(1, len(expected[key].get("options") or [])), key


def test_labels_can_be_read_on_the_page(content):
    text = re.sub(r"\W", "", "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages))

    for field in form_fields():
        assert re.sub(r"\W", "", field["label"]) in text


def test_form_is_tagged_in_the_order_of_reading(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert str(pdf.Root.Lang) == "de"
        assert pdf.Root.MarkInfo.Marked
        assert b"pdfuaid" in pdf.Root.Metadata.read_bytes()
        assert all(page.obj.Tabs == pikepdf.Name.S for page in pdf.pages)
        for page in pdf.pages:
            for mark in page.obj.get("/Annots", []):
                if mark.Subtype == pikepdf.Name.Widget:
                    assert "/StructParent" in mark


def test_letters_to_type_with_are_embedded(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        form = pdf.Root.AcroForm
        font = form.DR.Font.Fira
        assert font.Encoding == pikepdf.Name.WinAnsiEncoding
        assert len(font.FontDescriptor.FontFile2.read_bytes()) > 50_000
        widths = dict(enumerate(font.Widths, start=int(font.FirstChar)))
        assert all(widths[sign.encode("cp1252")[0]] > 0 for sign in "ÄÖÜäöüß€„“–")
        assert all("/Fira" in str(field.DA) for field in form.Fields if field.get("/FT") == pikepdf.Name.Tx)


def test_fields_can_be_filled(content):
    writer = PdfWriter(clone_from=io.BytesIO(content))
    writer.update_page_form_field_values(None, {"empfaenger": "Jugendamt Größe"}, auto_regenerate=False)
    filled = io.BytesIO()
    writer.write(filled)

    assert PdfReader(filled).get_form_text_fields()["empfaenger"] == "Jugendamt Größe"


def test_head_names_the_jugendamt(content, network):
    first = PdfReader(io.BytesIO(content)).pages[0].extract_text()

    assert "030 23125 101" in first
    assert "110" in first


def test_form_is_blank_and_sends_nothing(content):
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/AA" not in pdf.Root
        for field in pdf.Root.AcroForm.Fields:
            assert str(field.get("/V", "")) in ("", "/Off"), field.T
            assert "/A" not in field
            assert "/AA" not in field


def test_download_is_public_and_takes_nothing(client, network):
    address = reverse("guide:form-pdf")
    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert client.get(address).content == response.content
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]
    assert not [name for name in names if "upload" in name]
