"""PDF from a template; nothing is fetched but our own static files."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote

from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

STATIC_SCHEME = "static:"
# What relative addresses inside our files (a font named in a stylesheet) are resolved against; nobody answers there.
STATIC_BASE = "https://static.invalid/"


class ForeignFile(FatalURLFetchingError):
    """A template asked for something outside the portal's static files."""


class StaticFetcher(URLFetcher):
    """Opens `static:css/guide.css` and data: URIs; no network, no other file."""

    def fetch(self, url, headers=None):
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = unquote(url.removeprefix(STATIC_SCHEME).removeprefix(STATIC_BASE)).lstrip("/")
        path = _find(name) if url.startswith((STATIC_SCHEME, STATIC_BASE)) else None
        if not path:
            raise ForeignFile(url[:80])
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(STATIC_BASE + name, Path(path).read_bytes(), {"Content-Type": kind})


def _find(name):
    try:
        return finders.find(name)
    except SuspiciousFileOperation:
        return None


def render_pdf(template, context):
    """Bytes of a tagged PDF/UA-1 file; styles and fonts are named as `static:…` in the template.

    Raises ForeignFile where the template names anything else.
    """
    html = HTML(
        string=render_to_string(template, context),
        base_url=STATIC_BASE,
        url_fetcher=StaticFetcher(allowed_protocols=["data"]),
    )
    return html.write_pdf(pdf_variant="pdf/ua-1")
