"""Does a job in a Celery worker: once, with progress, and again after a killed worker.

A lock of the database session says who works on it. It ends with the process, however that ends, so a message
delivered twice finds either the lock taken, the job finished, or work that somebody has to take up.
"""

import logging
from contextlib import contextmanager

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.models import Job
from netzwerk.models.jobs import MAX_ATTEMPTS

logger = logging.getLogger(__name__)

LOCK_SPACE = 0x4E4B  # first half of the advisory lock's key: our jobs


class JobFailed(Exception):
    """The work can't be done; the message is German and for people."""


class JobCancelled(Exception):
    """The owner has stopped the job."""


def run_job(job_id, work):
    """Calls `work(job, progress)` unless the job is finished or in work; `work` returns the address of the result.

    `progress(percent, step)` tells how far it is and raises JobCancelled once the owner has stopped it.
    `work` may be called again after a killed worker: it starts over and finds what it did before.
    """
    with _lock(job_id) as is_ours:
        job = Job.objects.filter(pk=job_id).first()
        if not is_ours or job is None or not job.is_active:
            return
        if job.attempts >= MAX_ATTEMPTS:
            job.fail(_("Der Vorgang ist mehrmals abgebrochen. Bitte wenden Sie sich an die technische Betreuung."))
            return
        job.start()
        _do(job, work)


def _do(job, work):
    try:
        result_url = work(job, _progress_of(job))
    except JobCancelled:
        return
    except DatabaseError:
        raise
    except JobFailed as failure:
        job.fail(str(failure))
    except Exception:
        logger.exception("job failed", extra={"job": job.pk})
        job.fail(_("Dabei ist ein Fehler aufgetreten. Er ist vermerkt; bitte versuchen Sie es noch einmal."))
    else:
        if Job.objects.active().filter(pk=job.pk).exists():
            job.finish(result_url=result_url)


def _progress_of(job):
    def progress(percent, step):
        changed = Job.objects.filter(pk=job.pk, status=Job.Status.RUNNING).update(
            percent=percent, step=step, heartbeat_at=timezone.now()
        )
        if not changed:
            raise JobCancelled

    return progress


@contextmanager
def _lock(job_id):
    """Whether this process is the only one at the job; the lock lasts as long as the block or the process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, job_id % 2**31])
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, job_id % 2**31])
