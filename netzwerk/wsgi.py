"""Entry for the web server: `gunicorn netzwerk.wsgi`."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from netzwerk.celery import app as celery_app

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerk.settings")

application = get_wsgi_application()
len(get_resolver().url_patterns)  # imports all views now, not while the first reader waits
# What is loaded stays as it is: the workers that gunicorn parts off share its memory as long as nobody counts it over.
gc.collect()
gc.freeze()

__all__ = ["application", "celery_app"]
