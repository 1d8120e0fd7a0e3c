"""Fixed choices of feedback and of the needs survey."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Moment(models.TextChoices):
    """When participants are asked about a training; each is asked once at each moment."""

    BEFORE = "before", _("vorher")
    AFTER = "after", _("direkt danach")
    LATER = "later", _("nach sechs bis acht Wochen")


class NeedState(models.TextChoices):
    """What the coordination answers to a wish for a training."""

    OPEN = "open", _("offen")
    PLANNED = "planned", _("geplant")
    FULFILLED = "fulfilled", _("erfüllt")
    DECLINED = "declined", _("abgelehnt")

    @classmethod
    def supportable(cls):
        """Those that still gain from another supporter."""
        return (cls.OPEN, cls.PLANNED)
