"""Tasks of the ground floor."""

from celery import shared_task
from django.core.cache import cache
from django.utils import timezone

HEARTBEAT_KEY = "worker:heartbeat"
HEARTBEAT_SECONDS = 60


@shared_task
def beat_heartbeat():
    """Shows that beat sends and a worker works: `/bereit/` reads the mark, which lasts a minute."""
    cache.set(HEARTBEAT_KEY, timezone.now().isoformat(), HEARTBEAT_SECONDS)
