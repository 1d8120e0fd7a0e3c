"""A chapter's source becomes HTML once: placeholders filled, citations linked, record blocks set in."""

import hashlib
import html
import re

import nh3
from django.utils.html import strip_tags

from reporting_paths.guide.blocks import render_block
from reporting_paths.guide.files import ATTRIBUTES, BLOCK, TAGS
from reporting_paths.laws.citations import link_citations
from reporting_paths.paths.placeholders import fill

TAG = re.compile(r"(<[^>]*>)")
TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
HEAD_CELL = re.compile(r"<th[^>]*>(.*?)</th>", re.DOTALL)
CELL = re.compile(r"<(?:th|td)\b")
NO_LANDMARK = {"aside": {"role": "note"}}  # landmarks would need a name each
GAP_AFTER_TAG = re.compile(r"\n\s*\n+")


def render_chapter(source, records, version):
    """The chapter's HTML for page and PDF."""
    parts = BLOCK.split(source)  # text, block name, text, …
    rendered = [
        render_block(part, records, version) if index % 2 else render_text(part, records.placeholders)
        for index, part in enumerate(parts)
    ]
    joined = "\n".join(part.strip() for part in rendered if part.strip())
    return TABLE.sub(_label_cells, GAP_AFTER_TAG.sub("\n", joined))


def render_text(source, values):
    """Checked HTML with placeholders as escaped text and citations as links; tags stay as they are."""
    clean = nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, link_rel=None, set_tag_attribute_values=NO_LANDMARK)
    pieces = TAG.split(clean)
    return "".join(
        piece if index % 2 else str(link_citations(fill(html.unescape(piece), values)))
        for index, piece in enumerate(pieces)
    )


def _label_cells(table):
    """The table with the column's name at every cell: on a phone, where cells stand below each other, CSS shows it."""
    head, _end, body = table[0].partition("</thead>")
    labels = [html.escape(html.unescape(strip_tags(cell)).strip()) for cell in HEAD_CELL.findall(head)]

    def label_row(row):
        names = iter(labels)
        return CELL.sub(lambda cell: f'{cell[0]} data-label="{next(names, "")}"', row[0])

    return head + _end + ROW.sub(label_row, body)


def contacts_fingerprint(records):
    """The same as long as nothing has changed of contacts, hours, closures and helplines; the clock does not matter."""
    contacts = [
        (each.key, each.kind, each.name, each.phone, each.phone_label, each.email, each.address, each.note)
        + (each.youth_welfare_office_id, each.is_always_open, each.closed_on_holidays, each.hours_text)
        for each in records.contacts
    ]
    closures = sorted((str(each), each.is_yearly, each.contact_id or 0) for each in records.closures)
    helplines = [(each.key, each.name, each.phones, each.times, each.audience, each.url) for each in records.helplines]
    return hashlib.sha256(repr((contacts, closures, helplines)).encode()).hexdigest()
