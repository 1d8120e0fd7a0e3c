"""Reporting paths in published versions."""

from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "reporting_paths.paths"
    label = "paths"
    verbose_name = "Meldewege"

    def ready(self):
        from netzwerk import usage
        from reporting_paths.contacts.models import ContactPoint
        from reporting_paths.paths.usages import usages_of_point

        usage.register(ContactPoint, usages_of_point)
