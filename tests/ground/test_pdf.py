"""The PDF function: tagged, and nothing but our own static files gets in."""

import io

import pytest
from django.template import engines
from pypdf import PdfReader

from netzwerk import pdf

PAGE = "<html lang='de'><head><title>Probe</title>{}</head><body><h1>Überschrift</h1>{}</body></html>"


@pytest.fixture
def render(monkeypatch):
    """render_pdf of a page written in the test."""

    def render(head="", body=""):
        template = engines["django"].from_string(PAGE.format(head, body))
        monkeypatch.setattr(pdf, "render_to_string", lambda name, context: template.render(context))
        return pdf.render_pdf("probe.html", {})

    return render


def test_pdf_is_tagged_and_says_its_language_and_title(render):
    reader = PdfReader(io.BytesIO(render()))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "de"
    assert reader.metadata.title == "Probe"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert "Überschrift" in reader.pages[0].extract_text()


def test_own_styles_and_fonts_get_in(render):
    head = '<link rel="stylesheet" href="static:css/fonts.css">'
    assert PdfReader(io.BytesIO(render(head))).pages


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:9/a.png",
        "https://example.org/a.png",
        "ftp://example.org/a.png",
        "file:///etc/passwd",
        "/etc/passwd",
        "static:../manage.py",
        "static:%2e%2e/manage.py",
        "static:/etc/passwd",
        "static:gibt/es/nicht.png",
    ],
)
def test_nothing_else_gets_in(render, url):
    with pytest.raises(pdf.ForeignFile):
        render(body=f'<img src="{url}" alt="">')


def test_inline_data_gets_in(render):
    svg = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
    assert render(body=f'<img src="{svg}" alt="Bild">')
