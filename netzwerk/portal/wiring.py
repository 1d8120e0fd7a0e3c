"""What the roof adds to the rooms below."""

from django.utils.translation import gettext_lazy as _

from netzwerk.audit import name_events

name_events(
    {
        "portal.network_loaded": _("Netzwerk geladen"),
        "portal.test_mail_asked": _("Probe-E-Mail angefordert"),
    }
)
