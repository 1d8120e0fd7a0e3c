"""The Leitfaden in editions, and the blank Mitteilungsbogen."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "reporting_paths.guide"
    label = "guide"
    verbose_name = "Leitfaden"
