"""What the pages add to the ground."""

from django.utils.translation import gettext_lazy as _

from netzwerk.audit import name_events

name_events(
    {
        "pages.barrier_answered": _("Barriere-Meldung beantwortet"),
        "pages.barriers_deleted": _("Alte Barriere-Meldungen gelöscht"),
    }
)
