"""Fixed choices of reporting paths."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VersionStatus(models.TextChoices):
    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    SUPERSEDED = "superseded", _("abgelöst")


class Address(models.TextChoices):
    """How a path speaks to its readers."""

    FORMAL = "sie", _("Sie")
    INFORMAL = "du", _("du")


class DutyLevel(models.TextChoices):
    """How far the law obliges those whom a path is for (domain 2.1)."""

    DUTY = "pflicht", _("Pflicht")
    SHOULD = "soll", _("Soll-Pflicht")
    MAY = "befugnis", _("Befugnis")
    RIGHT = "recht", _("Recht auf Beratung")
    NONE = "keine", _("keine Pflicht")


class StepKind(models.TextChoices):
    STEP = "step", _("Schritt")
    DECISION = "decision", _("Entscheidung")
    SPECIAL = "special", _("Sonderfall")


class Tone(models.TextChoices):
    DANGER = "danger", _("Sorge bleibt")
    SUCCESS = "success", _("Schutz ist erreicht")
