"""Files of own data, in a worker."""

from celery import shared_task
from django.utils.translation import gettext as _

from members.owndata.actions import files
from netzwerk.jobs.runner import JobFailed, run_job


@shared_task
def build_file(job_id):
    """Builds the file `job.params["file"]` of the job's owner; a second run builds the same again."""
    run_job(job_id, _build)


@shared_task
def delete_old_files():
    """Deletes files of own data after a day; runs every quarter of an hour."""
    files.delete_outdated_files()


def _build(job, progress):
    if job.owner is None or not job.owner.is_active:
        raise JobFailed(_("Diesen Zugang gibt es nicht mehr."))
    progress(20, _("Ihre Daten werden zusammengestellt"))
    return files.build_file(user=job.owner, kind=job.params["file"]).get_absolute_url()
