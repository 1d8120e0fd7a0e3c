"""Settings of the worker and beat processes that the long run starts and kills."""

import os

from tests.settings import *  # noqa: F403

MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
CELERY_TASK_DEFAULT_QUEUE = "mail-proof"
CELERY_BEAT_SCHEDULE = {"mail": {"task": "netzwerk.mail.tasks.send_waiting_mails", "schedule": 1}}
CELERY_BEAT_SCHEDULE_FILENAME = os.environ.get("BEAT_SCHEDULE", "")
