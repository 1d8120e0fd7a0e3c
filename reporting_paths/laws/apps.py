"""References to law that paths and the Leitfaden cite."""

from django.apps import AppConfig


class LawsConfig(AppConfig):
    name = "reporting_paths.laws"
    label = "laws"
    verbose_name = "Rechtsgrundlagen"
