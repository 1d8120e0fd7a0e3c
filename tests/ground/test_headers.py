"""What every answer says to the browser, and how static files go out."""

import re
from contextlib import closing
from pathlib import Path

import pytest
import whitenoise.middleware
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import RequestFactory
from django.utils.module_loading import import_string

from netzwerk.settings import STORAGES
from tests.factories import make_network

PAGES = ["/", "/netzwerk/", "/konto/anmelden/", "/gibt-es-nicht/"]
CSP = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}


@pytest.mark.django_db
@pytest.mark.parametrize("address", PAGES)
def test_every_page_carries_the_strict_headers(client, address):
    make_network()
    for _ in range(2):  # rendered, then from the cache
        response = client.get(address)
        assert set(response["Content-Security-Policy"].split("; ")) == CSP
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert response["Referrer-Policy"] == "same-origin"
        assert response["Cross-Origin-Opener-Policy"] == "same-origin"


# No pages under the policy: the one file to take along and the frame of all mails, with their styles inside.
NOT_SERVED = {"path_pack.html", "frame.html"}


def test_templates_have_no_inline_code():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=\"|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
    folders = [folder for folder in Path(settings.BASE_DIR, "templates").iterdir() if folder.is_dir()]
    files = [file for folder in folders for file in folder.rglob("*.html") if file.name not in NOT_SERVED]
    assert [str(file) for file in files if inline.search(file.read_text())] == []


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as production serves them."""
    folder = tmp_path_factory.mktemp("static")
    patch = pytest.MonkeyPatch()
    patch.setattr(settings, "STATIC_ROOT", str(folder))
    storage = import_string(STORAGES["staticfiles"]["BACKEND"])(location=str(folder))
    found = {name: path for finder in finders.get_finders() for name, path in finder.list([])}
    ours = {name: (at, name) for name, at in found.items() if not name.startswith(("admin/", "account/"))}
    for name, (at, _) in ours.items():
        with at.open(name) as file:
            storage.save(name, file)
    processed = list(storage.post_process(ours))
    assert [str(result) for *_, result in processed if isinstance(result, Exception)] == []
    yield storage
    patch.undo()


@pytest.mark.parametrize("name", ["css/portal.css", "kern/kern.min.css", "js/portal.js"])
def test_text_is_hashed_and_compressed_both_ways(collected, name):
    hashed = collected.stored_name(name)
    assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", hashed)
    folder = Path(collected.location)
    plain = (folder / hashed).stat().st_size
    assert (folder / f"{hashed}.br").stat().st_size < (folder / f"{hashed}.gz").stat().st_size < plain


def test_fonts_are_hashed_and_named_by_their_hash_in_the_styles(collected):
    styles = Path(collected.location, collected.stored_name("css/fonts.css")).read_text()
    fonts = re.findall(r'url\("?([^")]+)"?\)', styles)
    assert fonts
    assert all(re.search(r"\.[0-9a-f]{12}\.woff2$", font) for font in fonts)


def test_styles_name_no_other_host(collected):
    for file in Path(collected.location).rglob("*.css"):
        foreign = re.findall(r"url\([\"']?(https?:)?//[^)]+\)|@import\s+[\"']?(?:https?:)?//", file.read_text())
        assert foreign == [], file


@pytest.mark.django_db  # closing the answer looks after the connections
@pytest.mark.parametrize(("coding", "ending"), [("br", "br"), ("gzip", "gzip"), ("", None)])
def test_hashed_file_is_immutable_and_goes_out_compressed(collected, monkeypatch, coding, ending):
    for name in ("WHITENOISE_AUTOREFRESH", "WHITENOISE_USE_FINDERS"):
        monkeypatch.setattr(settings, name, False)
    monkeypatch.setattr(whitenoise.middleware, "staticfiles_storage", collected)
    middleware = whitenoise.middleware.WhiteNoiseMiddleware(lambda request: None)
    hashed = collected.stored_name("css/portal.css")
    request = RequestFactory().get(f"/static/{hashed}", headers={"accept-encoding": coding})
    with closing(middleware(request)) as response:
        assert response.status_code == 200
        assert response["Cache-Control"] == "max-age=315360000, public, immutable"
        assert response.headers.get("Content-Encoding") == ending
