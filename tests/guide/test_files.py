"""Reading chapters: every mistake is named with its file, and nothing changes."""

import pytest

from reporting_paths.guide.files import StandardGuideInvalid, read_chapters, source_faults
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.notification_form import FormInvalid, read_form
from reporting_paths.guide.standard import load_standard_guide


def test_standard_chapters_are_the_eighteen_and_sound():
    chapters = read_chapters()

    assert [chapter.number for chapter in chapters] == list(range(1, 19))
    assert all(chapter.title and chapter.source for chapter in chapters)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<p>Text", "<p> wird nicht geschlossen"),
        ("<p>Text</li>", "schließt nichts"),
        ("<script>x</script>", "<script> ist nicht erlaubt"),
        ('<p class="x">Text</p>', "class an <p>"),
        ('<p onclick="x">Text</p>', "onclick an <p>"),
        ("<h3>Text</h3>", "Überschrift der Ebene darüber"),
        ("<p>{kindername}</p>", "Platzhalter: {kindername}"),
        ("<!-- block: agreements_note -->", "Baustein: agreements_note"),
        ("<p>x</p> <!-- heimlich -->", "Kommentare"),
        ("<p>x <!-- block: laws --></p>", "Kommentare"),
    ],
)
def test_fault_in_a_chapter_is_named(source, reason):
    assert any(reason in fault for fault in source_faults(source))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("kapitel.html", b"<!-- titel: A -->\n<p>x</p>", "Dateiname"),
        ("02-ohne-titel.html", b"<p>x</p>", "erste Zeile"),
        ("02-falsch-kodiert.html", "<!-- titel: Ä -->\n".encode("latin-1"), "UTF-8"),
        ("07-luecke.html", b"<!-- titel: A -->\n<p>x</p>", "fortlaufend"),
    ],
)
@pytest.mark.django_db
def test_bad_file_refuses_the_whole_folder(tmp_path, name, content, reason):
    (tmp_path / "01-gut.html").write_text("<!-- titel: Gut -->\n<p>x</p>", encoding="utf-8")
    (tmp_path / name).write_bytes(content)

    with pytest.raises(StandardGuideInvalid) as refused:
        load_standard_guide(tmp_path, publish=True)

    assert [fault.file for fault in refused.value.faults] == [name]
    assert reason in str(refused.value)
    assert not GuideVersion.objects.exists()


def test_empty_folder_is_refused(tmp_path):
    with pytest.raises(StandardGuideInvalid):
        read_chapters(tmp_path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{ key = "a", label = "", kind = "text", options = [] }', "Beschriftung"),
        ('{ key = "a", label = "A", kind = "upload", options = [] }', "Art upload"),
        ('{ key = "a", label = "A", kind = "radio", options = [] }', "Möglichkeiten"),
        ('{ key = "a", label = "A", kind = "text" }, { key = "a", label = "B", kind = "text" }', "doppelt"),
    ],
)
def test_fault_in_the_form_is_named(tmp_path, line, reason):
    file = tmp_path / "form.toml"
    file.write_text(f'title = "T"\n[[sections]]\nfields = [{line}]\n', encoding="utf-8")

    with pytest.raises(FormInvalid, match=reason):
        read_form(file)
