"""Citations of law: read, linked, refused."""

import pytest

from reporting_paths.laws.actions import save_references
from reporting_paths.laws.citations import UnknownCitation, find_citations, link_citations, parse_citation
from reporting_paths.laws.models import Law, LegalReference
from reporting_paths.laws.registry import LAWS
from reporting_paths.laws.templatetags.laws import cite, keep_citations

FEDERAL = "https://www.gesetze-im-internet.de/"


@pytest.mark.parametrize(
    ("text", "code", "section", "url"),
    [
        ("§ 8a Abs. 4 Satz 1 Nr. 1 SGB VIII", "SGB VIII", "8a", FEDERAL + "sgb_8/__8a.html"),
        ("§ 4 Abs. 3 Satz 1–3 KKG", "KKG", "4", FEDERAL + "kkg/__4.html"),
        ("§ 64 Abs. 2a SGB VIII", "SGB VIII", "64", FEDERAL + "sgb_8/__64.html"),
        ("§§ 61–65 SGB VIII", "SGB VIII", "61", FEDERAL + "sgb_8/__61.html"),
        ("§ 34 StGB", "StGB", "34", FEDERAL + "stgb/__34.html"),
        ("§ 1666 BGB", "BGB", "1666", FEDERAL + "bgb/__1666.html"),
        ("§ 36 Abs. 1 SGB I", "SGB I", "36", FEDERAL + "sgb_1/__36.html"),
        ("§ 2 SGB IX", "SGB IX", "2", FEDERAL + "sgb_9_2018/__2.html"),
        ("Art. 6 Abs. 2 GG", "GG", "6", FEDERAL + "gg/art_6.html"),
        ("§ 42 Abs. 6 Satz 3 SchulG NRW", "SchulG NRW", "42", "https://recht.nrw.de/"),
        ("§ 9 Abs. 3 Landeskinderschutzgesetz NRW", "Landeskinderschutzgesetz NRW", "9", "https://recht.nrw.de/"),
        ("§ 32 Nr. 1 HeilBerG NRW", "HeilBerG NRW", "32", "https://recht.nrw.de/"),
        ("§\u00a08a Abs.\u00a04 SGB\u00a0VIII", "SGB VIII", "8a", FEDERAL + "sgb_8/__8a.html"),
    ],
)
def test_parse_citation_finds_law_paragraph_and_link(text, code, section, url):
    citation = parse_citation(text)

    assert (citation.law.code, citation.section, citation.url) == (code, section, url)


@pytest.mark.parametrize(
    "text", ["", "§ 5", "§ 5 XYZ", "SGB VIII", "§ 8a Abs. 4", "§ 8a SGB VIIIx", "siehe § 8a SGB VIII"]
)
def test_parse_citation_refuses_what_is_no_citation(text):
    with pytest.raises(UnknownCitation):
        parse_citation(text)


def test_find_citations_takes_the_longest_name_of_a_law():
    found = find_citations("Nach § 2 SGB IX und § 36 SGB I, aber auch § 8b Abs. 1 SGB VIII.")

    assert [citation.law.code for citation in found] == ["SGB IX", "SGB I", "SGB VIII"]


def test_link_citations_escapes_everything_else():
    html = link_citations("<script> & § 34 StGB")

    assert html == (
        '&lt;script&gt; &amp; <a class="nk-cite" href="https://www.gesetze-im-internet.de/stgb/__34.html" '
        'rel="noreferrer">§\u00a034\u00a0StGB</a>'
    )


def test_filters_hold_a_citation_together():
    assert "§\u00a08a\u00a0Abs.\u00a04\u00a0SGB\u00a0VIII</a>" in cite("siehe § 8a Abs. 4 SGB VIII")
    assert keep_citations("siehe § 4 KKG") == "siehe §\u00a04\u00a0KKG"


def test_save_references_makes_each_place_once_with_its_version(db):
    save_references(["§ 4 Abs. 4 KKG", "§ 4 Abs. 2 KKG"])
    save_references(["§ 4 Abs. 4 KKG"])

    assert Law.objects.count() == len(LAWS)
    references = LegalReference.objects.all()
    assert [reference.citation for reference in references] == ["§ 4 Abs. 2 KKG", "§ 4 Abs. 4 KKG"]
    assert {str(reference.text_version) for reference in references} == {"2026-01-01"}


def test_references_are_sorted_as_lawyers_count(db):
    save_references(["§ 42 SGB VIII", "§ 8a Abs. 10 SGB VIII", "§ 8a Abs. 2 SGB VIII", "§ 8 SGB VIII"])

    found = [reference.citation for reference in LegalReference.objects.all()]
    assert found == ["§ 8 SGB VIII", "§ 8a Abs. 2 SGB VIII", "§ 8a Abs. 10 SGB VIII", "§ 42 SGB VIII"]
