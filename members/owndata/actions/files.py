"""One's own data as a file: asked for, built in a worker, kept for a day."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.owndata.downloads import as_json, as_pdf
from members.owndata.enums import FileKind
from members.owndata.models import DataFile
from members.personal_data import subject_of
from netzwerk.audit import record_event
from netzwerk.jobs.actions import queue_job

RENDERERS = {FileKind.PDF: as_pdf, FileKind.JSON: as_json}


def request_file(*, kind, by):
    """The Job that builds the file of `kind`; the running one where there is one."""
    return queue_job(
        kind="own-data",
        key=f"own-data:{by.pk}:{kind}",
        task="members.owndata.tasks.build_file",
        title=_("Meine Daten als %s") % FileKind(kind).label,
        by=by,
        file=kind,
    )


@transaction.atomic
def build_file(*, user, kind):
    """Puts the file of `user` in the place of an older one; returns it."""
    content = RENDERERS[FileKind(kind)](subject_of(user))
    fresh = {"content": content, "created_at": timezone.now()}
    return DataFile.objects.update_or_create(user=user, kind=kind, defaults=fresh)[0]


@transaction.atomic
def take_file(*, file, by):
    """Records that somebody took their data along; returns the content."""
    record_event("owndata.downloaded", target=by, by=by, format=file.kind)
    return bytes(file.content)


def delete_outdated_files():
    """Deletes what is older than a day; a second run finds nothing to do."""
    DataFile.objects.outdated().delete()
