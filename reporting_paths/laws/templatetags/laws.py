"""`{% load laws %}`: citations of law in texts."""

from django import template
from django.utils.safestring import SafeData, mark_safe

from reporting_paths.laws.citations import CITATION, link_citations, unbroken

register = template.Library()


@register.filter
def cite(text):
    """Plain text as HTML, citations linked to the law; text that is HTML already must not come here."""
    return link_citations(str(text))


@register.filter(is_safe=True)
def keep_citations(text):
    """Citations that do not break across lines, without links (headings, PDF)."""
    held = CITATION.sub(lambda match: unbroken(match[0]), str(text))
    return held if not isinstance(text, SafeData) else mark_safe(held)  # noqa: S308 - only spaces change


@register.filter
def cite_paragraphs(text):
    """Paragraphs (blank line between them) as `<p>`, citations linked."""
    paragraphs = [part.strip() for part in str(text).split("\n\n") if part.strip()]
    return mark_safe("".join(f'<p class="kern-body">{link_citations(part)}</p>' for part in paragraphs))  # noqa: S308
