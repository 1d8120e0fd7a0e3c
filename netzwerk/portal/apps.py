"""The roof: start page and everything that shows several apps side by side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "netzwerk.portal"
    label = "portal"
    verbose_name = "Portal"

    def ready(self):
        """Names the events of this room."""
        from netzwerk.audit import name_events  # models can be imported only now

        name_events(
            {
                "portal.network_loaded": _("Netzwerk geladen"),
                "portal.test_mail_asked": _("Probe-E-Mail angefordert"),
            }
        )
