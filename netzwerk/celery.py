"""The Celery application: `celery -A netzwerk.celery worker` and `… beat`."""

import os

from celery import Celery
from celery.signals import worker_init

NICENESS = 10

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerk.settings")

app = Celery("netzwerk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def give_way(**_arguments):
    """Lets everything else go first where the processor is short: a reader waits for a page, nobody for a task."""
    os.nice(NICENESS)
