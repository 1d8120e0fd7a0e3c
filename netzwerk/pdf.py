"""PDF from a template; nothing is fetched but our own static files."""

import mimetypes
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from django.template.loader import render_to_string
from django.utils._os import safe_join
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
        path = static_path(name) if url.startswith((STATIC_SCHEME, STATIC_BASE)) else None
        if not path:
            raise ForeignFile(url[:80])
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return URLFetcherResponse(STATIC_BASE + name, Path(path).read_bytes(), {"Content-Type": kind})


def static_path(name):
    """Where the static file `name` lies: its source or, in an image without sources, the collected copy; or None."""
    try:
        candidates = [finders.find(name), safe_join(settings.STATIC_ROOT, name)]
    except SuspiciousFileOperation:
        return None
    return next((path for path in candidates if path and Path(path).is_file()), None)


def render_pdf(template, context, **options):
    """Bytes of a tagged PDF/UA-1 file from a template; styles and fonts are named as `static:…` in it.

    `options` go to WeasyPrint (`pdf_forms=True` makes form fields). Raises ForeignFile where the template names
    anything else.
    """
    return write_pdf(render_to_string(template, context), **options)


def write_pdf(html, **options):
    """The same from ready HTML."""
    document = HTML(string=html, base_url=STATIC_BASE, url_fetcher=StaticFetcher(allowed_protocols=["data"]))
    return document.write_pdf(pdf_variant="pdf/ua-1", **options)
