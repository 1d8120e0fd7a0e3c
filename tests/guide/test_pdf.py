"""The PDF of the Leitfaden: tagged, right page numbers, the same words as the pages, built twice the same."""

import html
import io
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags
from pypdf import PdfReader

from netzwerk.models import Job
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.pdf import build_pdf, pdf_context
from reporting_paths.guide.standard import load_standard_guide
from reporting_paths.guide.tasks import build_guide_pdf
from reporting_paths.paths.standard import load_standard_paths

HEAD_AND_FOOT = (60, 780)  # points from below between which the text of a page stands
NOT_A_WORD = re.compile(r"[\W\d_]+")  # numbers too: those of lists stand in the PDF's text only


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def no_progress(percent, step):
    """Nobody looks."""


def built(version):
    build_pdf(version, no_progress)
    version.refresh_from_db()
    with version.pdf.open("rb") as file:
        return file.read()


def body_text(page):
    """A page's words without running heads and feet."""
    parts = []

    def visit(text, cm, tm, _font, _size):
        low, high = HEAD_AND_FOOT
        if low < tm[4] * cm[1] + tm[5] * cm[3] + cm[5] < high:
            parts.append(text)

    page.extract_text(visitor_text=visit)
    return "".join(parts)


def letters(text):
    """Only what makes words: hyphenation, line ends and signs away."""
    return NOT_A_WORD.sub("", text)


@pytest.fixture
def full_edition(network):
    """The real chapters with the real paths."""
    load_standard_paths()
    return load_standard_guide(publish=True)


def test_contents_name_the_right_pages(full_edition):
    reader = PdfReader(io.BytesIO(built(full_edition)))
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    pages = {mark.title: reader.get_destination_page_number(mark) + 1 for mark in marks}
    contents = reader.pages[1].extract_text()

    for chapter in full_edition.chapters.all():
        page = pages[f"{chapter.number} {chapter.title}"]
        title = r"\s+".join(re.escape(word) for word in chapter.title.split())
        printed = re.search(rf"\b{chapter.number}\s+{title}\s+(\d+)", contents)
        assert printed, chapter.title
        assert int(printed[1]) == page, chapter.title
        assert letters(chapter.title) in letters(body_text(reader.pages[page - 1]))
    total = len(reader.pages)
    assert f"Seite {total} von {total}" in reader.pages[-1].extract_text()


def test_what_a_text_announces_follows(full_edition):
    chapters = "".join(chapter.html for chapter in full_edition.chapters.all())
    assert "Das dürfen Sie sagen:</p>" in chapters
    assert re.findall(r"[^>]{0,40}:</p>\s*<(?!ul|ol|table|section)[^>]*>", chapters) == []


def test_page_and_pdf_have_the_same_words(full_edition, client):
    reader = PdfReader(io.BytesIO(built(full_edition)))
    pdf_words = letters("".join(body_text(page) for page in reader.pages[2:]))

    html_words, heads = "", set()
    for chapter in full_edition.chapters.all():
        page = client.get(chapter.get_absolute_url()).content.decode()
        article = re.search(r"<article[^>]*>(.*)</article>", page, re.DOTALL)[1]
        heads |= {words_of(head) for head in re.findall(r"<thead>.*?</thead>", article, re.DOTALL)}
        html_words += words_of(article)

    assert len(html_words) > 50_000
    assert without_repeated_heads(pdf_words, html_words, heads) == html_words


def words_of(markup):
    return letters(html.unescape(strip_tags(markup)))


def without_repeated_heads(found, expected, heads):
    """`found` without the heads that a table repeats on its next page."""
    kept = ""
    while not expected.startswith(kept + found):
        same = next(
            (i for i, (one, two) in enumerate(zip(found, expected[len(kept) :], strict=False)) if one != two),
            len(found),
        )
        # The head may share its first letters with what should follow.
        places = ((start, head) for start in range(same, max(-1, same - 40), -1) for head in heads)
        start, head = next(((start, head) for start, head in places if found.startswith(head, start)), (None, ""))
        if start is None:
            break
        kept, found = kept + found[:start], found[start + len(head) :]
    return kept + found


def test_pdf_is_tagged_and_says_what_it_is(edition):
    reader = PdfReader(io.BytesIO(built(edition)))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "de"
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("Leitfaden Kinderschutz, Fassung 1.0")
    cover = reader.pages[0].extract_text()
    assert edition.identifier in "".join(cover.split())
    assert "Fassung 1.0" in cover
    assert all("Akute Gefahr: Polizei 110" in page.extract_text() for page in reader.pages)


def test_every_font_is_embedded(edition):
    reader = PdfReader(io.BytesIO(built(edition)))
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])


def test_qr_code_leads_to_the_status_page(edition, settings):
    context = pdf_context(edition)

    assert context["status_url"] == f"{settings.SITE_URL}/stand/{edition.identifier}/"
    assert context["qr"].startswith("data:image/svg+xml")


def test_building_twice_makes_the_same_file_and_keeps_one(edition, settings):
    first = built(edition)
    second = built(edition)

    assert first == second
    folder = edition.pdf.storage.path("leitfaden")
    assert len(edition.pdf.storage.listdir(folder)[1]) == 1


def test_worker_builds_and_readers_get_the_file(edition, client):
    job = Job.objects.get()

    build_guide_pdf(job.pk)

    job.refresh_from_db()
    address = reverse("guide:edition-pdf", args=["1.0"])
    assert (job.status, job.result_url, job.error) == (Job.Status.DONE, address, "")
    response = client.get(reverse("guide:guide-pdf"))
    content = b"".join(response.streaming_content)
    assert content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_killed_build_leaves_the_old_file_until_the_new_one_is_there(edition):
    before = built(edition)

    class Killed(BaseException):
        """What SIGKILL leaves: nothing after it runs."""

    def killed_at_saving(percent, step):
        if percent > 80:
            raise Killed

    with pytest.raises(Killed):
        build_pdf(edition, killed_at_saving)

    edition.refresh_from_db()
    with edition.pdf.open("rb") as file:
        assert file.read() == before


def test_draft_gets_no_pdf(edition):
    GuideVersion.objects.update(status="draft")
    job = Job.objects.get()

    build_guide_pdf(job.pk)

    job.refresh_from_db()
    assert job.status == Job.Status.FAILED
    assert "nicht veröffentlicht" in job.error
