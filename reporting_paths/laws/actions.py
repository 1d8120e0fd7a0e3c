"""Brings the register of laws and the cited places into the database."""

from reporting_paths.laws.citations import parse_citation
from reporting_paths.laws.models import Law, LegalReference
from reporting_paths.laws.registry import LAWS, TITLES


def load_laws():
    """One row per law of the register; returns {code: Law}."""
    for sort, entry in enumerate(LAWS):
        Law.objects.update_or_create(
            code=entry.code,
            defaults={"title": entry.title, "url": entry.home, "text_version": entry.text_version, "sort": sort},
        )
    return {law.code: law for law in Law.objects.all()}


def save_references(citations):
    """The LegalReference of each citation text, new ones made; {citation: LegalReference}. Raises UnknownCitation."""
    laws = load_laws()
    for citation in (parse_citation(text) for text in sorted(set(citations))):
        LegalReference.objects.update_or_create(
            citation=citation.text,
            defaults={
                "law": laws[citation.law.code],
                "section": citation.section,
                "title": TITLES.get((citation.law.code, citation.section), ""),
                "url": citation.url,
                "text_version": citation.law.text_version,
                "sort_key": citation.sort_key,
            },
        )
    return {reference.citation: reference for reference in LegalReference.objects.filter(citation__in=set(citations))}
