"""A chapter's source becomes HTML once: placeholders filled, citations linked, record blocks set in."""

import hashlib
import html
import re

import nh3

from reporting_paths.guide.blocks import CONTACT_BLOCKS, render_block
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


def contacts_fingerprint(records, version):
    """The same as long as no contact and no helpline in the Leitfaden has changed."""
    blocks = "\n".join(render_block(name, records, version) for name in CONTACT_BLOCKS)
    names = "\n".join(f"{name}={value}" for name, value in sorted(records.placeholders.items()))
    return hashlib.sha256(f"{blocks}\n{names}".encode()).hexdigest()
