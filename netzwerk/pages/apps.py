"""Information and duty pages, news."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    name = "netzwerk.pages"
    label = "pages"
    verbose_name = "Seiten"

    def ready(self):
        """Names the events of this room."""
        from netzwerk.audit import name_events  # models can be imported only now

        name_events(
            {
                "pages.barrier_answered": _("Barriere-Meldung beantwortet"),
                "pages.barriers_deleted": _("Alte Barriere-Meldungen gelöscht"),
            }
        )
