"""Words of this room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BarrierKind(models.TextChoices):
    """What gets in the way."""

    READING = "reading", _("Text oder Bild ist schlecht zu erkennen")
    KEYBOARD = "keyboard", _("Mit der Tastatur nicht bedienbar")
    SPEECH = "speech", _("Vom Vorleseprogramm nicht richtig vorgelesen")
    LANGUAGE = "language", _("Text ist schwer zu verstehen")
    SIGN = "sign", _("Gebärdensprache oder Leichte Sprache fehlt")
    DOCUMENT = "document", _("PDF oder Formular ist nicht zugänglich")
    OTHER = "other", _("Etwas anderes")
