"""The long work of an import, in a worker."""

from celery import shared_task
from django.utils.translation import gettext as _

from members.imports.actions import delete_outdated_rows
from members.imports.applying import apply_import
from members.imports.checking import check_import
from members.imports.enums import ImportStatus
from members.imports.models import ImportClosed, MemberImport
from members.imports.permissions import can_see_import
from members.imports.reading import FileRefused
from members.imports.undoing import undo_import
from netzwerk.jobs.runner import JobFailed, run_job


@shared_task
def check_rows(job_id):
    """Reads the file of `job.params["member_import"]` and makes the preview."""
    run_job(job_id, _check)


@shared_task
def apply_rows(job_id):
    """Takes over what is left of the import; a second run finds nothing."""
    run_job(job_id, _apply)


@shared_task
def undo_rows(job_id):
    """Takes the import back."""
    run_job(job_id, _undo)


@shared_task
def delete_old_rows():
    """Deletes uploaded rows when their time is over; runs every hour."""
    delete_outdated_rows()


def _check(job, progress):
    member_import = _import_of(job)
    if member_import.status != ImportStatus.CHECKING:
        return member_import.get_absolute_url()
    try:
        check_import(member_import, progress)
    except (FileRefused, ImportClosed) as refused:
        raise JobFailed(str(refused) or _("Der Import ist inzwischen weiter.")) from None
    return member_import.get_absolute_url()


def _apply(job, progress):
    member_import = _import_of(job)
    apply_import(member_import, progress, by=job.owner)
    return member_import.get_absolute_url()


def _undo(job, progress):
    member_import = _import_of(job)
    progress(10, _("Was der Import angelegt hat, wird geprüft und entfernt"))
    try:
        undo_import(member_import=member_import, by=job.owner)
    except ImportClosed:
        raise JobFailed(_("Der Tag zum Rückgängigmachen ist vorbei.")) from None
    return member_import.get_absolute_url()


def _import_of(job):
    """The import; its owner's rights are asked for again, for they may have ended since."""
    member_import = MemberImport.objects.filter(pk=job.params["member_import"]).first()
    if member_import is None or job.owner is None or not can_see_import(job.owner, member_import):
        raise JobFailed(_("Diesen Import gibt es nicht mehr."))
    return member_import
