"""A chapter's source becomes HTML once: placeholders filled, citations linked, record blocks set in."""

import hashlib
import html
import re

import nh3

from reporting_paths.guide.blocks import render_block
from reporting_paths.guide.files import ATTRIBUTES, BLOCK, TAGS
from reporting_paths.laws.citations import link_citations
from reporting_paths.paths.placeholders import fill

TAG = re.compile(r"(<[^>]*>)")
GAP_AFTER_TAG = re.compile(r"\n\s*\n+")


def render_chapter(source, records, version):
    """The chapter's HTML for page and PDF."""
    parts = BLOCK.split(source)  # text, block name, text, …
    rendered = [
        render_block(part, records, version) if index % 2 else render_text(part, records.placeholders)
        for index, part in enumerate(parts)
    ]
    return GAP_AFTER_TAG.sub("\n", "\n".join(part.strip() for part in rendered if part.strip()))


def render_text(source, values):
    """Checked HTML with placeholders as escaped text and citations as links; tags stay as they are."""
    pieces = TAG.split(nh3.clean(source, tags=TAGS, attributes=ATTRIBUTES, link_rel=None))
    return "".join(
        piece if index % 2 else str(link_citations(fill(html.unescape(piece), values)))
        for index, piece in enumerate(pieces)
    )


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
