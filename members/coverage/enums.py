"""Fixed choices of the coverage."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How well a group is represented for a Jugendamt."""

    PRESENT = "present", _("vertreten")
    SHARED = "shared", _("über das ganze Netzwerk vertreten")
    VACANT = "vacant", _("Einrichtung da, niemand vertritt sie")
    GAP = "gap", _("noch nicht vertreten")
    NONE = "none", _("keine eigene Einrichtung")
