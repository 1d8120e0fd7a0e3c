"""Information and duty pages, news."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "netzwerk.pages"
    label = "pages"
    verbose_name = "Seiten"
