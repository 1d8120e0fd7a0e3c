"""The Leitfaden in editions, and the blank Mitteilungsbogen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "reporting_paths.guide"
    label = "guide"
    verbose_name = "Leitfaden"

    def ready(self):
        """Names the events of this room and says where contact points are shown."""
        from netzwerk import usage  # models can be imported only now
        from netzwerk.audit import name_events
        from reporting_paths.contacts.models import ContactPoint
        from reporting_paths.guide.usages import usages_of_point

        usage.register(ContactPoint, usages_of_point)

        name_events(
            {
                "guide.edition_published": _("Ausgabe des Leitfadens veröffentlicht"),
            }
        )
