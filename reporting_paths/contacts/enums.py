"""Fixed choices of the contacts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a contact point is for."""

    COORDINATION = "coordination", _("Koordinierungsstelle")
    ASD = "asd", _("Jugendamt, Allgemeiner Sozialer Dienst")
    ON_CALL = "on_call", _("Rufbereitschaft des Jugendamts")
    INSOFA = "insofa", _("Insoweit erfahrene Fachkraft")
    OTHER = "other", _("Weitere Stelle")


class Scope(models.TextChoices):
    """How far a helpline reaches."""

    FEDERAL = "bund", _("bundesweit")
    STATE = "land", _("in Nordrhein-Westfalen")
    LOCAL = "lokal", _("vor Ort")
