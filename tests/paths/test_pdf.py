"""The A4 sheet of a path: tagged, with edition, QR code and all numbers."""

import io
import re

import pikepdf
import pytest
from django.urls import reverse
from pypdf import PdfReader

from reporting_paths.paths.models import PathVersion


def sheet(client, slug="kita-jugendhilfe", **query):
    response = client.get(reverse("paths:path-pdf", args=[slug]), query)
    assert response["Content-Type"] == "application/pdf"
    return response


def text_of(response):
    pages = PdfReader(io.BytesIO(response.content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages)).replace("\u00a0", " ")


def test_pdf_is_tagged_german_a4(client, network):
    pdf = pikepdf.open(io.BytesIO(sheet(client).content))

    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "de"
    assert "/StructTreeRoot" in pdf.Root
    assert str(pdf.docinfo["/Title"]) == "Vorgehen in Kita, Jugendhilfe und Kindertagespflege"
    with pdf.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
    assert [round(float(size)) for size in pdf.pages[0].MediaBox[2:]] == [595, 842]


def test_pdf_has_edition_steps_emergency_and_the_whole_table(client, network):
    text = text_of(sheet(client))

    version = PathVersion.objects.published().get(path__slug="kita-jugendhilfe")
    for row in version.steps.all():
        assert row.title in text
    for words in ("Fassung 1", "Seite 1 von", "Akute Gefahr: Polizei 110", "030 23125 101", "030 23125 202", "Mo–Do"):
        assert words in text
    assert "{" not in text


def test_pdf_of_a_town_has_its_jugendamt_only(client, network):
    text = text_of(sheet(client, ort="dorf"))

    assert "030 23125 202" in text
    assert "030 23125 201" not in text


def test_qr_code_is_a_figure_with_words_and_leads_to_the_page(client, network, settings):
    response = sheet(client, ort="dorf")

    assert response.context["address"] == f"{settings.SITE_URL}/meldewege/kita-jugendhilfe/?ort=dorf"
    assert response.context["qr"].startswith("data:image/svg+xml")
    assert "QR-Code zur aktuellen Fassung" in str(_alternatives(pikepdf.open(io.BytesIO(response.content))))


def test_pdf_is_kept_like_a_page(client, network, django_assert_num_queries):
    first = sheet(client)

    with django_assert_num_queries(0):
        assert sheet(client).content == first.content


@pytest.mark.parametrize("slug", ["kinder-jugendliche", "nach-der-mitteilung", "sofortschutz"])
def test_every_kind_of_path_has_its_sheet(client, network, slug):
    assert len(PdfReader(io.BytesIO(sheet(client, slug).content)).pages) >= 1


def _alternatives(pdf):
    """Texts standing for pictures."""
    return [str(thing.Alt) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]
