"""What coordinators decide about the Leitfaden, and the building of its PDF."""

from django.db import transaction

from netzwerk.audit import record_event
from netzwerk.jobs.actions import queue_job
from reporting_paths.guide.models import Chapter, EditionClosed, GuideVersion
from reporting_paths.guide.records import Records
from reporting_paths.guide.render import contacts_fingerprint, render_chapter

PDF_TASK = "reporting_paths.guide.tasks.build_guide_pdf"
CONTACTS_MARK = "<!-- block: contacts -->"


@transaction.atomic
def publish_edition(*, version, change_note, by):
    """Renders every chapter of the draft once, puts it in force and has its PDF built. Raises EditionClosed."""
    version = GuideVersion.objects.select_for_update().select_related("guide").get(pk=version.pk)
    if not version.is_draft:
        raise EditionClosed
    records = Records()
    version.publish(
        cover=_cover(version, records),
        contacts_fingerprint=contacts_fingerprint(records),
        change_note=change_note,
    )
    chapters = list(version.chapters.all())
    for chapter in chapters:
        chapter.html = render_chapter(chapter.source, records, version)
    Chapter.objects.bulk_update(chapters, ["html"])
    record_event("guide.edition_published", target=version, by=by, number=version.number)
    queue_pdf(version=version, by=by)
    return version


def queue_pdf(*, version, by):
    """The job that builds the edition's PDF; the running one where there is one."""
    return queue_job(
        kind="guide_pdf",
        key=f"guide-pdf:{version.pk}",
        task=PDF_TASK,
        title=f"PDF des Leitfadens, Fassung {version.number}",
        by=by,
        version=version.pk,
    )


def contacts_have_changed(version, request=None):
    """Whether contacts or helplines are other ones than the edition shows."""
    return contacts_fingerprint(Records(request)) != version.contacts_fingerprint


def _cover(version, records):
    """What cover and margins say, kept with the edition."""
    network = records.network
    return {
        "title": version.guide.title,
        "subtitle": version.guide.subtitle,
        "network": network.name if network else "Netzwerk Kinderschutz",
        "operator": network.operator if network else "",
        "offices": [office.name for office in records.offices],
        "emergency": [{"label": str(each["label"]), "number": each["number"]} for each in records.emergency],
        "emergency_line": _emergency_line(version, records),
    }


def _emergency_line(version, records):
    """Foot of every page: the local number where there is one, otherwise where to find them."""
    local = [each["number"] for each in records.emergency[2:]]
    chapter = version.chapters.filter(source__contains=CONTACTS_MARK).order_by("-number").first()
    line = "Akute Gefahr: Polizei 110 · Rettungsdienst 112"
    if len(local) == 1:
        return f"{line} · Jugendamt {local[0]}"
    return f"{line} · Jugendamt: Kapitel {chapter.number}" if chapter else line
