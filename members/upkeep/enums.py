"""Fixed choices of looking after the data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Answer(models.TextChoices):
    """How somebody answered when asked whether their data are right."""

    CONFIRMED = "confirmed", _("bestätigt")
    BY_PHONE = "by-phone", _("telefonisch bestätigt")
    CORRECTED = "corrected", _("Korrektur gemeldet")


class Source(models.TextChoices):
    """Where a proposed correction came from."""

    PUBLIC = "public", _("öffentliche Seite")
    MEMBER = "member", _("angemeldete Person")
    CONFIRMATION = "confirmation", _("Bitte um Bestätigung")


class Reason(models.TextChoices):
    """Why somebody proposes a correction."""

    OUTDATED = "outdated", _("Die Angabe ist veraltet")
    WRONG = "wrong", _("Die Angabe ist falsch")
    MISSING = "missing", _("Eine Angabe fehlt")
    GONE = "gone", _("Gehört nicht mehr zum Netzwerk")


class State(models.TextChoices):
    """What became of a proposed correction."""

    OPEN = "open", _("offen")
    APPLIED = "applied", _("übernommen")
    DECLINED = "declined", _("abgelehnt")


class DeclineReason(models.TextChoices):
    """Why a correction is not taken over."""

    NOT_CONFIRMED = "not-confirmed", _("Die neue Angabe hat sich nicht bestätigt")
    ALREADY_CHANGED = "already-changed", _("Die Angabe war schon geändert")
    OTHER_RECORD = "other-record", _("Sie betrifft einen anderen Eintrag")
    NOT_SERIOUS = "not-serious", _("Sie war nicht ernst gemeint")
