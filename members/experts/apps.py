from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    name = "members.experts"
    label = "experts"
    verbose_name = _("Insoweit erfahrene Fachkräfte")
