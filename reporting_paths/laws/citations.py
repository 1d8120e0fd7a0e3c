"""Reads citations of law: „§ 8a Abs. 4 Satz 1 Nr. 1 SGB VIII“ → law, paragraph, link."""

import re
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

from reporting_paths.laws.registry import BY_CODE, LawEntry

GAP = r"[ \u00a0]"
NUMBER = r"\d+[a-z]?"
JOINER = rf"(?:,{GAP}?|{GAP}?[–-]{GAP}?|{GAP}(?:und|bis|oder){GAP})"
MORE = rf"(?:{JOINER}{NUMBER})*"
PART_WORDS = r"(?:Abs\.|Absatz|Absätze|Satz|Sätze|Nr\.|Nummer|Nummern|Buchst\.|Halbsatz)"
PART = rf"{GAP}{PART_WORDS}{GAP}(?:{NUMBER}{MORE}|[a-z]\b)"
PLACE = rf"(?:§§?|Art\.|Artikel){GAP}(?P<section>{NUMBER}){MORE}(?:{PART})*"
CODES = "|".join(re.escape(code).replace(r"\ ", GAP) for code in sorted(BY_CODE, key=len, reverse=True))
CITATION = re.compile(rf"{PLACE}{GAP}(?P<code>{CODES})(?!\w)")
ANY_GAP = re.compile(GAP)


class UnknownCitation(ValueError):
    """Not a citation of a law in the register."""


@dataclass(frozen=True)
class Citation:
    """One cited place; `text` has plain spaces."""

    text: str
    section: str
    law: LawEntry

    @property
    def url(self):
        return self.law.url(self.section)

    @property
    def sort_key(self):
        """Sorts § 4 before § 8a before § 42, and Abs. 2 before Abs. 10."""
        return re.sub(r"\d+", lambda number: number[0].zfill(4), self.text.lstrip("§Artikel. "))


def parse_citation(text):
    """The Citation that `text` is, as a whole. Raises UnknownCitation."""
    match = CITATION.fullmatch(text.strip())
    if match is None:
        raise UnknownCitation(text)
    return _as_citation(match)


def find_citations(text):
    """All citations in a running text, in order."""
    return [_as_citation(match) for match in CITATION.finditer(text)]


def link_citations(text):
    """`text` as safe HTML with every citation as a link that does not break."""
    parts, end = [], 0
    for match in CITATION.finditer(text):
        parts += [escape(text[end : match.start()]), citation_link(_as_citation(match))]
        end = match.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 - every part is escaped above


def citation_link(citation):
    return format_html('<a class="nk-cite" href="{}" rel="noreferrer">{}</a>', citation.url, unbroken(citation.text))


def unbroken(text):
    """A citation with non-breaking spaces."""
    return ANY_GAP.sub("\u00a0", text)


def _as_citation(match):
    plain = ANY_GAP.sub(" ", match[0])
    return Citation(plain, match["section"], BY_CODE[ANY_GAP.sub(" ", match["code"])])
