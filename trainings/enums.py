"""Fixed choices of trainings."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventStatus(models.TextChoices):
    """How far a training event has come; cancelled and held are final but can be taken back by their actions."""

    DRAFT = "draft", _("Entwurf")
    PUBLISHED = "published", _("veröffentlicht")
    CANCELLED = "cancelled", _("abgesagt")
    HELD = "held", _("durchgeführt")


class EventMode(models.TextChoices):
    """Where people take part."""

    ONSITE = "onsite", _("vor Ort")
    ONLINE = "online", _("online")
    HYBRID = "hybrid", _("vor Ort und online")


class RegistrationState(models.TextChoices):
    """Where a registration stands; an offered seat is held until the offer ends."""

    CONFIRMED = "confirmed", _("bestätigt")
    WAITING = "waiting", _("Warteliste")
    OFFERED = "offered", _("Platz angeboten")
    RETURNED = "returned", _("abgemeldet")
    EXPIRED = "expired", _("Angebot verfallen")
    REPLACED = "replaced", _("ersetzt")

    @classmethod
    def live(cls):
        """Those that hold or want a seat."""
        return (cls.CONFIRMED, cls.WAITING, cls.OFFERED)

    @classmethod
    def seated(cls):
        """Those that hold a seat."""
        return (cls.CONFIRMED, cls.OFFERED)


class RegistrationSource(models.TextChoices):
    """Who wrote the registration."""

    SELF = "self", _("selbst")
    COLLEAGUE = "colleague", _("durch Kollegin oder Kollegen")
    COORDINATION = "coordination", _("durch die Koordination")
    SUBSTITUTE = "substitute", _("als Ersatz")
    WALK_IN = "walk-in", _("ohne Anmeldung gekommen")


class Presence(models.TextChoices):
    """What was noted at the event about somebody with a seat."""

    PRESENT = "present", _("anwesend")
    EXCUSED = "excused", _("entschuldigt")
    ABSENT = "absent", _("abwesend")
    SUBSTITUTE = "substitute", _("Ersatz kam")


class MaterialTime(models.TextChoices):
    """From when participants see a material."""

    BEFORE = "before", _("vor der Veranstaltung")
    AFTER = "after", _("nach der Veranstaltung")
