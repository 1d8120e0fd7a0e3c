"""The ground floor as a Django app."""

from django.apps import AppConfig

from netzwerk.celery import app as celery_app


class NetzwerkConfig(AppConfig):
    name = "netzwerk"
    verbose_name = "Netzwerk"

    def ready(self):
        """Makes our Celery app the one that `shared_task` uses, in every process."""
        celery_app.set_default()
