"""Tasks of the ground floor."""

from datetime import timedelta

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

from netzwerk.calendars.actions import delete_old_items
from netzwerk.jobs.actions import send_silent_jobs
from netzwerk.models import AuditEvent

HEARTBEAT_KEY = "worker:heartbeat"
HEARTBEAT_SECONDS = 60
EVENTS_KEPT = timedelta(days=365)


@shared_task
def beat_heartbeat():
    """Shows that beat sends and a worker works: `/bereit/` reads the mark, which lasts a minute."""
    cache.set(HEARTBEAT_KEY, timezone.now().isoformat(), HEARTBEAT_SECONDS)


@shared_task
def send_jobs_again():
    """Takes up jobs whose message or worker was lost; runs every minute."""
    send_silent_jobs()


@shared_task
def delete_old_events():
    """Ends the log after twelve months, as the privacy page says; runs every day."""
    AuditEvent.objects.filter(happened_at__lt=timezone.now() - EVENTS_KEPT).delete()


@shared_task
def delete_old_dates():
    """Ends calendar dates, as the privacy page says; runs every day."""
    delete_old_items()
