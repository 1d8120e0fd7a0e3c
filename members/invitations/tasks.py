"""Inviting many people, in the background."""

from celery import shared_task
from django.urls import reverse
from django.utils.translation import gettext as _

from members.invitations.actions import invite_people
from members.models import Person, User
from netzwerk.jobs.runner import run_job

BATCH = 200


@shared_task
def invite_everybody(job_id):
    """Invites everybody the job's owner may invite; each batch is a transaction, so a second run goes on."""
    run_job(job_id, _invite)


def _invite(job, progress):
    by = User.objects.get(pk=job.owner_id)
    waiting = list(Person.objects.changeable_by(by).can_be_invited().order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(waiting), BATCH):
        progress(
            start * 100 // len(waiting), _("%(done)d von %(all)d eingeladen") % {"done": start, "all": len(waiting)}
        )
        invite_people(people=waiting[start : start + BATCH], by=by)
    return reverse("members:invitation-list")
