"""Fixed choices of the members' app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody may do beyond reading as a member."""

    COORDINATOR = "coordinator", _("Koordination")
    EDITOR = "editor", _("Redaktion")


class Provider(models.TextChoices):
    """Who carries an organisation (Träger der öffentlichen und der freien Jugendhilfe, § 3 SGB VIII)."""

    PUBLIC = "public", _("öffentlich")
    INDEPENDENT = "independent", _("frei")
