"""Keeping the data true: confirmations twice a year, corrections from anybody."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    name = "members.upkeep"
    label = "upkeep"
    verbose_name = _("Pflege der Angaben")
