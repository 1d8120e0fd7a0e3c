"""Builds PDFs of the Leitfaden in a worker."""

from celery import shared_task
from django.utils.translation import gettext as _

from netzwerk.jobs.runner import JobFailed, run_job
from reporting_paths.guide.models import GuideVersion
from reporting_paths.guide.notification_form import form_pdf
from reporting_paths.guide.pdf import build_pdf


@shared_task
def build_guide_pdf(job_id):
    """The PDF of the edition `job.params["version"]`; a second run makes the same file again."""
    run_job(job_id, _build)


def _build(job, progress):
    version = GuideVersion.objects.public().select_related("guide").filter(pk=job.params["version"]).first()
    if version is None:
        raise JobFailed(_("Diese Fassung ist nicht veröffentlicht."))
    url = build_pdf(version, progress)
    progress(95, _("Der Mitteilungsbogen wird erstellt"))
    form_pdf()
    return url
