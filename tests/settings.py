"""The portal's settings as the tests use them: real services, fast hashing, undefined template names fail."""

import os

from netzwerk.settings import *  # noqa: F403
from netzwerk.settings import CACHES, DATABASES, REDIS_URL, STORAGES, TEMPLATES
from tests.undefined import FailOnUndefined

# pytest-xdist: pytest-django gives each worker its own database; this gives it its own keys and its own broker queue.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
CACHES = {"default": CACHES["default"] | {"KEY_PREFIX": f"test-{WORKER}"}}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_DEFAULT_QUEUE = f"test-{WORKER}"
LOCAL_DIR = LOCAL_DIR / f"test-{WORKER}"
MEDIA_ROOT = f"{MEDIA_ROOT}/test-{WORKER}"

# The live server's threads would keep theirs open, and the test database could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
EMAIL_BACKEND = MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"

TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = FailOnUndefined()
