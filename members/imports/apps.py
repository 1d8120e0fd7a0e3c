"""Members from files, and two entries of one person made one."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "members.imports"
    label = "imports"
    verbose_name = _("Import von Mitgliedern")
