"""Record blocks of chapters: `<!-- block: contacts -->` becomes a piece of HTML from the records.

Each block is a template of its own in `templates/guide/blocks/`; its context comes from one Records.
"""

from django.template.loader import render_to_string

from reporting_paths.guide.models import GuideVersion

PATH_PREFIX = "path:"


def is_block(name):
    """Whether a chapter may name it; `path:<slug>` stands for one whole path."""
    return name in BLOCKS or name.startswith(PATH_PREFIX)


def render_block(name, records, version):
    """HTML of the block `name` for the edition `version`."""
    if name.startswith(PATH_PREFIX):
        context = {"paths": _paths(records, slug=name.removeprefix(PATH_PREFIX)), "is_whole": True}
        return render_to_string("guide/blocks/paths.html", context).strip()
    template, context = BLOCKS[name]
    return render_to_string(f"guide/blocks/{template}.html", context(records, version)).strip()


def _paths(records, *, slug=None, is_after_report=False):
    """PathReadings: the one named, the one after a report, or all others."""
    if slug:
        return [reading for reading in records.paths if reading.path.slug == slug]
    return [reading for reading in records.paths if reading.path.is_after_report == is_after_report]


def _editions(version):
    """Editions before `version` and itself, the newest first."""
    before = GuideVersion.objects.filter(guide_id=version.guide_id).public().exclude(pk=version.pk)
    return [version, *before]


BLOCKS = {
    "emergency": ("emergency", lambda records, version: {"emergency": records.emergency}),
    "paths": ("paths", lambda records, version: {"paths": _paths(records), "is_whole": False}),
    "after_report": (
        "paths",
        lambda records, version: {"paths": _paths(records, is_after_report=True), "is_whole": True},
    ),
    "contacts": (
        "contacts",
        lambda records, version: {"coordination": records.coordination, "offices": records.offices},
    ),
    "experts": ("experts", lambda records, version: {"experts": records.experts}),
    "helplines": ("helplines", lambda records, version: {"helplines": records.helplines}),
    "actors": ("actors", lambda records, version: {"categories": records.categories}),
    "laws": ("laws", lambda records, version: {"laws": records.laws}),
    "versions": ("versions", lambda records, version: {"editions": _editions(version)}),
}
