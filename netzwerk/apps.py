"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import m2m_changed

from netzwerk.celery import app as celery_app


class NetzwerkConfig(AppConfig):
    name = "netzwerk"
    verbose_name = "Netzwerk"

    def ready(self):
        """Makes our Celery app the one that `shared_task` uses, and lets changed links drop cached pages."""
        celery_app.set_default()
        from netzwerk.pagecache import links_changed  # models can be imported only now

        m2m_changed.connect(links_changed)
