"""PDF from a template; nothing is fetched but our own static files."""

from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils._os import safe_join
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
        path = static_path(name) if url.startswith(STATIC_SCHEME) else None
        if path is None:
            raise ForeignFile(url[:80])
        return super().fetch(f"file://{path}", headers)


def static_path(name):
    """Where the static file `name` lies: its source or, in an image without sources, the collected copy; or None."""
    candidates = [finders.find(name), safe_join(settings.STATIC_ROOT, name)]
    return next((path for path in candidates if path and Path(path).is_file()), None)


def render_pdf(template, context, **options):
    """Bytes of a tagged PDF/UA-1 file from a template; styles and fonts are named as `static:…` in it.

    `options` go to WeasyPrint (`pdf_forms=True` makes form fields). Raises ForeignFile where the template names
    anything else.
    """
    return write_pdf(render_to_string(template, context), **options)


def write_pdf(html, **options):
    """The same from ready HTML."""
    document = HTML(
        string=html,
        base_url=STATIC_SCHEME,
        url_fetcher=StaticFetcher(allowed_protocols=["data", "file"]),
    )
    return document.write_pdf(pdf_variant="pdf/ua-1", **options)
