"""Own data: what is stored about me, who changed it, consents, deletion."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OwndataConfig(AppConfig):
    name = "members.owndata"
    label = "owndata"
    verbose_name = _("Eigene Daten")
