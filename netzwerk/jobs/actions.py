"""Asking for long work, and stopping it."""

import logging
from datetime import timedelta

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerUnreachable

from netzwerk.audit import record_event
from netzwerk.models import Job

logger = logging.getLogger(__name__)

SILENT_AFTER = timedelta(minutes=3)


@transaction.atomic
def queue_job(*, kind, key, task, title, by=None, **params):
    """The job that does `task` (a Celery task taking the job's id) for `key`; sent once the transaction committed.

    Where a job for `key` is waiting or running already, that one comes back and nothing is queued.
    """
    try:
        with transaction.atomic():
            job = Job.objects.create(kind=kind, key=key, task=task, title=title, owner=by, params=params)
    except IntegrityError:
        return Job.objects.active().get(key=key)
    record_event("netzwerk.job_queued", target=job, by=by, work=kind)
    transaction.on_commit(lambda: send_job(job), robust=True)
    return job


def send_job(job):
    """Hands the job to a worker; without a broker it waits for `send_silent_jobs`."""
    try:
        current_app.send_task(job.task, args=[job.pk], retry=False)
    except (BrokerUnreachable, OSError):
        logger.warning("broker not reachable, job waits", extra={"job": job.pk})


def send_silent_jobs(now=None):
    """Sends again what nobody works on: lost messages, killed workers. A second message does no harm."""
    silent_since = (now or timezone.now()) - SILENT_AFTER
    waiting = Q(status=Job.Status.QUEUED, created_at__lt=silent_since)
    stopped = Q(status=Job.Status.RUNNING, heartbeat_at__lt=silent_since)
    for job in Job.objects.filter(waiting | stopped):
        send_job(job)


@transaction.atomic
def cancel_job(*, job, by):
    """Stops `job` unless it has ended meanwhile; returns it as it is now."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.is_active:
        job.cancel()
        record_event("netzwerk.job_cancelled", target=job, by=by)
    return job
