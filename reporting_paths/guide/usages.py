"""Which chapters of the Leitfaden show a contact point."""

from django.utils.translation import gettext as _

from netzwerk.usage import Usage
from reporting_paths.contacts.enums import Kind
from reporting_paths.guide.models import GuideVersion
from reporting_paths.paths.usages import PLACEHOLDERS

# Blocks that set in a kind of contact point
BLOCKS = {
    Kind.COORDINATION: {"contacts"},
    Kind.ASD: {"contacts"},
    Kind.ON_CALL: {"contacts", "emergency"},
    Kind.INSOFA: {"experts"},
}


def usages_of_point(point):
    """Chapters of the edition in force; their text stays as printed until the next edition."""
    version = GuideVersion.objects.current()
    marks = [f"<!-- block: {name} -->" for name in BLOCKS.get(point.kind, ())]
    if point.kind in PLACEHOLDERS:
        marks.append(PLACEHOLDERS[point.kind])
    if version is None or not marks:
        return []
    shown = [chapter for chapter in version.chapters.all() if any(mark in chapter.source for mark in marks)]
    label = _("Leitfaden, Kapitel {number}: {title} (erst mit der nächsten Fassung neu)")
    return [
        Usage(label.format(number=chapter.number, title=chapter.title), chapter.get_absolute_url()) for chapter in shown
    ]
