"""Own data: what is stored about me, who changed it, consents, deletion."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OwndataConfig(AppConfig):
    name = "members.owndata"
    label = "owndata"
    verbose_name = _("Eigene Daten")

    def ready(self):
        """Registers the parts of members and ground, and names the events."""
        from members.owndata.sections import register_all  # models can be imported only now
        from netzwerk.mail import register_mail_kind

        register_mail_kind("owndata", _("Eigene Daten"))
        register_all()
