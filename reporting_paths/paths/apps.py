"""Reporting paths in published versions."""

from django.apps import AppConfig


class PathsConfig(AppConfig):
    name = "reporting_paths.paths"
    label = "paths"
    verbose_name = "Meldewege"
