"""Words people use for themselves lead to the right path."""

import pytest
from django.urls import reverse

from reporting_paths.paths.models import PathVersion
from reporting_paths.paths.search import find_paths


@pytest.fixture
def versions(network):
    return list(PathVersion.objects.published())


@pytest.mark.parametrize(
    ("query", "number"),
    [
        ("Erzieherin", 3),
        ("erzieherin", 3),
        ("Erzieherinnen", 3),
        ("Erziherin", 3),
        ("Ich bin Erzieherin", 3),
        ("OGS", 3),
        ("Tagesmutter", 3),
        ("Trainer", 8),
        ("Trainr", 8),
        ("Hebamme", 1),
        ("Hebame", 1),
        ("Kinderärztin", 1),
        ("Kinderaerztin", 1),
        ("Lehrerin", 4),
        ("Lehrer", 4),
        ("Polizist", 6),
        ("Staatsanwalt", 5),
        ("Zoll", 7),
        ("Nachbarin", 9),
        ("Jobcenter", 8),
        ("Suchtberatung", 2),
        ("Notfall", 0),
    ],
)
def test_word_leads_to_its_path_first(query, number, versions):
    assert find_paths(versions, query)[0].path.number == number


@pytest.mark.parametrize("query", ["", " ", "x", "qwertzuiop", "'; DROP TABLE", "%", "\x00", "漢字", "a" * 10_000])
def test_senseless_words_find_nothing_and_break_nothing(query, versions):
    assert find_paths(versions, query) == []


def test_page_offers_the_hit_first_and_all_paths_below(client, versions):
    page = client.get(reverse("paths:path-list"), {"suche": "Hebamme"})

    html = page.content.decode()
    assert [version.path.number for version in page.context["found"]] == [1]
    assert html.index("Dieser Weg passt") < html.index("Alle Wege") < html.index("Zoll")


def test_page_without_hit_is_kind_and_shows_all_paths(client, versions):
    page = client.get(reverse("paths:path-list"), {"suche": "<b>qwertz"})

    html = page.content.decode()
    assert "keinen eigenen Weg gefunden" in html
    assert "&lt;b&gt;qwertz" in html
    assert html.count("nk-way") >= 11


def test_search_is_not_kept_by_the_page_cache(client, versions):
    assert not client.get(reverse("paths:path-list"), {"suche": "Zoll"}).has_header("ETag")
    assert client.get(reverse("paths:path-list")).has_header("ETag")
