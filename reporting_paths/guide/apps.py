"""The Leitfaden in editions, and the blank Mitteilungsbogen."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GuideConfig(AppConfig):
    name = "reporting_paths.guide"
    label = "guide"
    verbose_name = "Leitfaden"

    def ready(self):
        """Names the events of this room."""
        from netzwerk.audit import name_events  # models can be imported only now

        name_events(
            {
                "guide.edition_published": _("Ausgabe des Leitfadens veröffentlicht"),
            }
        )
