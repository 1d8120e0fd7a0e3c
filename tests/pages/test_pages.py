"""Information pages: each is there, and what somebody has changed stays."""

import re
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import resolve

from netzwerk.pages.models import Page
from netzwerk.pages.placeholders import filled
from netzwerk.pages.standard import STANDARD_FOLDER, StandardPageInvalid, load_standard_pages
from tests.factories import make_network

SLUGS = sorted(file.stem for file in STANDARD_FOLDER.glob("*.html"))
ADDRESSES = {
    "/leichte-sprache/",
    "/gebaerdensprache/",
    "/impressum/",
    "/datenschutz/",
    "/barrierefreiheit/",
    "/lizenzen/",
    "/seite/fuer-kinder-und-jugendliche/",
    "/seite/beschwerde-und-ombudschaft/",
    "/seite/verfahren-strukturen-ansprechpersonen/",
}
IMPRINT = {
    "imprint_address": "Kreis Muster\nAm Platz 1\n12345 Muster",
    "imprint_representative": "die Landrätin",
    "imprint_email": "netz@muster.example",
    "imprint_phone": "0221 4710-700",
}


@pytest.fixture
def pages(db):
    make_network(**IMPRINT)
    load_standard_pages()
    return {page.slug: page for page in Page.objects.all()}


@pytest.fixture
def folder(tmp_path):
    write(tmp_path, "<p>Erste Fassung von {netzwerk}</p>")
    return tmp_path


def write(folder, body, name="probe.html"):
    head = "<!-- titel: Probe -->\n<!-- einleitung: Nur zur Probe. -->\n<!-- stand: 2026-11-03 -->\n"
    (folder / name).write_text(head + body, encoding="utf-8")


def test_all_addresses_have_a_page(pages):
    assert {page.get_absolute_url() for page in pages.values()} == ADDRESSES


@pytest.mark.parametrize("slug", SLUGS)
def test_page_is_whole(slug, pages, client):
    response = client.get(pages[slug].get_absolute_url())
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")]
    assert response.status_code == 200
    assert len(re.findall("<h1", html)) == 1
    assert "{" not in main
    assert "Stand: 22. November 2026" in main
    assert not response.cookies


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        if tag == "a":
            self.found.add(dict(attrs)["href"])


@pytest.mark.parametrize("slug", SLUGS)
def test_links_inside_lead_to_addresses(slug, pages):
    links = Links()
    links.feed(pages[slug].body)
    for address in links.found:
        if address.startswith("/"):
            resolve(address)
        else:
            assert address.startswith(("https://", "tel:", "mailto:"))


def test_page_has_one_address(pages, client):
    assert client.get("/seite/impressum/")["Location"] == "/impressum/"
    assert client.get("/seite/gibt-es-nicht/").status_code == 404


def test_imprint_names_the_operator(pages, client):
    html = client.get("/impressum/").content.decode()
    assert "Jugendamt des Musterkreises" in html
    assert "Kreis Muster<br>Am Platz 1<br>12345 Muster" in html
    assert 'href="mailto:netz@muster.example"' in html
    assert 'href="tel:+492214710700"' in html


@pytest.mark.django_db(transaction=True)
def test_changed_text_shows_at_once(client, folder):
    load_standard_pages(folder)
    assert "Erste Fassung" in client.get("/seite/probe/").content.decode()
    write(folder, "<p>Zweite Fassung</p>")
    load_standard_pages(folder)
    assert "Zweite Fassung" in Client().get("/seite/probe/").content.decode()


def test_missing_value_takes_its_line_along(db):
    network = make_network()
    html = "<p>Davor</p>\n<ul>\n<li>Telefon: {telefon}</li>\n<li>Bleibt</li>\n</ul>\n<p>{betreiber}</p>"
    assert filled(html, network).split("\n") == [
        "<p>Davor</p>",
        "<ul>",
        "<li>Bleibt</li>",
        "</ul>",
        "<p>Jugendamt des Musterkreises</p>",
    ]


def test_values_are_text(db):
    network = make_network(operator="<b>Amt</b>")
    assert filled("<p>{betreiber}</p>", network) == "<p>&lt;b&gt;Amt&lt;/b&gt;</p>"


def test_loading_again_changes_nothing(folder, db):
    assert [page.title for page in load_standard_pages(folder)[0]] == ["Probe"]
    assert load_standard_pages(folder) == ([], [])


def test_new_text_replaces_the_old_one(folder, db):
    load_standard_pages(folder)
    write(folder, "<p>Zweite Fassung</p>")
    load_standard_pages(folder)
    assert Page.objects.get().body == "<p>Zweite Fassung</p>"


@pytest.mark.parametrize("field", ["title", "lead", "body"])
def test_page_changed_by_hand_stays(field, folder, db):
    load_standard_pages(folder)
    page = Page.objects.get()
    setattr(page, field, "Von Hand")
    page.save()
    write(folder, "<p>Zweite Fassung</p>")
    assert load_standard_pages(folder) == ([], [page])
    assert getattr(Page.objects.get(), field) == "Von Hand"


@pytest.mark.parametrize(
    ("body", "reason"), [("<p>{jugendamt}</p>", "{jugendamt}"), ("<p>{}</p>", "{}"), ("<p>{Telefon}</p>", "{Telefon}")]
)
def test_unknown_placeholder_is_refused(body, reason, folder, db):
    write(folder, body, "zweite.html")
    with pytest.raises(StandardPageInvalid, match=re.escape(reason)):
        load_standard_pages(folder)
    assert not Page.objects.exists()


def test_file_without_its_head_is_refused(folder, db):
    (folder / "ohne.html").write_text("<p>Nur Text</p>")
    with pytest.raises(StandardPageInvalid, match=r"ohne\.html"):
        load_standard_pages(folder)


def test_saved_text_is_sanitised(db):
    page = Page(slug="x", title="X", body='<p onclick="a()">Gut<script>a()</script></p>', reviewed_on="2026-11-03")
    page.body += '<a href="javascript:a()">Link</a><style>p{}</style><iframe src="https://a.example"></iframe>'
    page.save()
    assert page.body == "<p>Gut</p><a>Link</a>"
