"""The Leitfaden in editions, and the blank Mitteilungsbogen."""

from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "reporting_paths.guide"
    label = "guide"
    verbose_name = "Leitfaden"

    def ready(self):
        from netzwerk import usage
        from reporting_paths.contacts.models import ContactPoint
        from reporting_paths.guide.usages import usages_of_point

        usage.register(ContactPoint, usages_of_point)
