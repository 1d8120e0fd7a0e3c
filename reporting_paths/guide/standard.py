"""Takes over the standard chapters as an edition of the Leitfaden; running it again changes nothing."""

from django.db import transaction

from reporting_paths.guide.actions import publish_edition
from reporting_paths.guide.files import STANDARD_FOLDER, read_chapters, text_digest
from reporting_paths.guide.models import FIRST_NUMBER, GUIDE_KEY, Chapter, Guide, GuideVersion
from reporting_paths.laws.actions import save_references
from reporting_paths.laws.citations import find_citations

TITLE = "Leitfaden Kinderschutz"
SUBTITLE = "Wahrnehmen, beraten, handeln: das gemeinsame Vorgehen im Netzwerk"


@transaction.atomic
def load_standard_guide(folder=STANDARD_FOLDER, *, publish=False):
    """A draft with the chapters of `folder`, or the edition that has these texts already.

    With `publish` the draft is put in force at once, as the first edition of a new network is. Raises
    StandardGuideInvalid, naming file and reason of every mistake, and then changes nothing.
    """
    chapters = read_chapters(folder)
    guide, _created = Guide.objects.get_or_create(key=GUIDE_KEY, defaults={"title": TITLE, "subtitle": SUBTITLE})
    version = _edition(guide, chapters)
    if publish and version.is_draft:
        note = "Neue Fassung der Standardtexte" if guide.versions.public().exists() else "Erste Fassung"
        version = publish_edition(version=version, change_note=note, by=None)
    return version


def _edition(guide, chapters):
    latest, digest = guide.versions.first(), text_digest(chapters)
    if latest is not None and latest.text_digest == digest:
        return latest
    if latest is None or not latest.is_draft:
        latest = GuideVersion(guide=guide, number=next_number(latest))
    latest.text_digest = digest
    latest.save()
    latest.chapters.all().delete()
    Chapter.objects.bulk_create(
        Chapter(version=latest, number=each.number, title=each.title, slug=each.slug, source=each.source)
        for each in chapters
    )
    save_references({citation.text for each in chapters for citation in find_citations(each.source)})
    return latest


def next_number(latest):
    """„1.0“, „1.1“ and so on."""
    if latest is None:
        return FIRST_NUMBER
    major, minor = latest.number.split(".")
    return f"{major}.{int(minor) + 1}"
