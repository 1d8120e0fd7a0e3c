"""PDF from a template; nothing is fetched but our own static files."""

from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

STATIC_SCHEME = "static:"


class ForeignFile(FatalURLFetchingError):
    """A template asked for something outside the portal's static files."""


class StaticFetcher(URLFetcher):
    """Opens `static:css/guide.css` and data: URIs; no network, no other file."""

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(STATIC_SCHEME)).lstrip("/")
        path = finders.find(name) if url.startswith(STATIC_SCHEME) else None
        if path is None:
            raise ForeignFile(url[:80])
        return super().fetch(f"file://{path}", headers)


def render_pdf(template, context):
    """Bytes of a tagged PDF/UA-1 file; styles and fonts are named as `static:…` in the template.

    Raises ForeignFile where the template names anything else.
    """
    html = HTML(
        string=render_to_string(template, context),
        base_url=STATIC_SCHEME,
        url_fetcher=StaticFetcher(allowed_protocols=["data", "file"]),
    )
    return html.write_pdf(pdf_variant="pdf/ua-1")
