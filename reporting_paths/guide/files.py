"""Reads the standard chapters: `standard/<NN>-<slug>.html`, checks every file, names every mistake."""

import hashlib
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.utils.translation import gettext as _

from reporting_paths.guide.blocks import is_block
from reporting_paths.paths.placeholders import unknown_placeholders

STANDARD_FOLDER = Path(__file__).resolve().parent / "standard"
FILE_NAME = re.compile(r"(?P<number>\d\d)-(?P<slug>[a-z0-9-]+)\.html")
TITLE = re.compile(r"<!-- titel: (?P<title>[^\n]+?) -->\n")
BLOCK = re.compile(r"^<!-- block: (?P<name>[a-z0-9_:-]+) -->$", re.MULTILINE)
TABLE_TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
TAGS = {"h2", "h3", "p", "ul", "ol", "li", "strong", "em", "blockquote", "aside"} | TABLE_TAGS
ATTRIBUTES = {"th": {"scope"}}


@dataclass(frozen=True)
class ChapterFault:
    """One mistake: `file` and a German reason."""

    file: str
    reason: str

    def __str__(self):
        return f"{self.file}: {self.reason}"


class StandardGuideInvalid(Exception):
    """The chapters can't be taken over; `faults` has every ChapterFault."""

    def __init__(self, faults):
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


@dataclass(frozen=True)
class ChapterText:
    """One chapter as its file has it; `source` is the checked HTML with block comments."""

    number: int
    slug: str
    title: str
    source: str


def read_chapters(folder=STANDARD_FOLDER):
    """The ChapterTexts of `folder` in order. Raises StandardGuideInvalid with the mistakes of all files."""
    files = sorted(Path(folder).glob("*.html"))
    faults = [] if files else [ChapterFault(str(Path(folder).name), _("Der Ordner enthält kein Kapitel."))]
    chapters = []
    for file in files:
        chapter, reasons = _read(file)
        faults += [ChapterFault(file.name, reason) for reason in reasons]
        chapters.append(chapter)
    if not faults:
        faults = _number_faults(files, chapters)
    if faults:
        raise StandardGuideInvalid(faults)
    return chapters


def text_digest(chapters):
    """The same for the same words in the same order."""
    parts = [f"{chapter.number}\0{chapter.slug}\0{chapter.title}\0{chapter.source}" for chapter in chapters]
    return hashlib.sha256("\1".join(parts).encode()).hexdigest()


def _read(file):
    """(ChapterText or None, reasons against it)."""
    name = FILE_NAME.fullmatch(file.name)
    if name is None:
        return None, [_("Der Dateiname muss wie „03-kurzer-titel.html“ aussehen.")]
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [_("Die Datei ist nicht in UTF-8 gespeichert.")]
    title = TITLE.match(text)
    if title is None:
        return None, [_("Die erste Zeile muss „<!-- titel: … -->“ sein.")]
    source = text[title.end() :].strip()
    return ChapterText(int(name["number"]), name["slug"], title["title"], source), source_faults(source)


def source_faults(source):
    """Reasons why `source` can't be a chapter: tags, nesting, placeholders, blocks."""
    checker = _Checker()
    checker.feed(source)
    checker.close()
    faults = checker.finished()
    faults += [_("Unbekannter Platzhalter: {{{name}}}").format(name=name) for name in unknown_placeholders(source)]
    blocks = BLOCK.findall(source)
    faults += [_("Unbekannter Baustein: {name}").format(name=name) for name in blocks if not is_block(name)]
    if checker.comments != len(blocks):
        faults.append(_("Kommentare sind nur als „<!-- block: NAME -->“ erlaubt, allein in einer Zeile."))
    return faults


def _number_faults(files, chapters):
    return [
        ChapterFault(file.name, _("Die Kapitel müssen von 1 an fortlaufend nummeriert sein."))
        for expected, (file, chapter) in enumerate(zip(files, chapters, strict=True), 1)
        if chapter.number != expected
    ]


class _Checker(HTMLParser):
    """Collects what is wrong with tags and their nesting; a heading may not skip a level."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.comments, self.level = [], [], 0, 1

    def handle_starttag(self, tag, attrs):
        if tag not in TAGS:
            self.fault(_("<{tag}> ist nicht erlaubt.").format(tag=tag))
        for name, _value in attrs:
            if name not in ATTRIBUTES.get(tag, ()):
                self.fault(_("{name} an <{tag}> ist nicht erlaubt.").format(name=name, tag=tag))
        if tag in ("h2", "h3"):
            if int(tag[1]) > self.level + 1:
                self.fault(_("Vor <{tag}> fehlt eine Überschrift der Ebene darüber.").format(tag=tag))
            self.level = int(tag[1])
        self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.fault(_("</{tag}> schließt nichts oder das Falsche.").format(tag=tag))

    def handle_comment(self, data):
        self.comments += 1

    def fault(self, reason):
        line, _column = self.getpos()
        self.faults.append(_("Zeile {line}: {reason}").format(line=line + 1, reason=reason))

    def finished(self):
        """All faults, with what was never closed."""
        return self.faults + [_("<{tag}> wird nicht geschlossen.").format(tag=tag) for tag in self.open]
