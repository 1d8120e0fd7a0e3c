"""The ground floor as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from netzwerk.celery import app as celery_app


class NetzwerkConfig(AppConfig):
    name = "netzwerk"
    verbose_name = "Netzwerk"

    def ready(self):
        """Makes our Celery app the one of `shared_task`, then lets each app's wiring.py register what it adds."""
        celery_app.set_default()
        autodiscover_modules("wiring")
