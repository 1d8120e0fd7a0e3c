"""Fixed choices of own data."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RequestState(models.TextChoices):
    """What became of a request for deletion."""

    OPEN = "open", _("offen")
    WITHDRAWN = "withdrawn", _("zurückgezogen")
    EXECUTED = "executed", _("ausgeführt")
    DECLINED = "declined", _("abgelehnt")


class FileKind(models.TextChoices):
    """How one takes one's data along; the value is the end of the file's name."""

    PDF = "pdf", "PDF"
    JSON = "json", "JSON"

    @property
    def content_type(self):
        return {"pdf": "application/pdf", "json": "application/json; charset=utf-8"}[self.value]


class LegalReason(models.TextChoices):
    """Why a deletion is refused (Art. 17 Abs. 3 DSGVO and § 10 DSG NRW)."""

    PUBLIC_TASK = "public-task", _("Die Angaben sind für eine öffentliche Aufgabe nötig (Art. 17 Abs. 3 lit. b DSGVO)")
    ARCHIVE = "archive", _("Die Unterlagen sind zuerst dem Archiv anzubieten (§ 10 DSG NRW)")
    CLAIMS = "claims", _("Die Angaben werden für Rechtsansprüche gebraucht (Art. 17 Abs. 3 lit. e DSGVO)")
    IDENTITY = (
        "identity",
        _("Es steht nicht fest, dass die Person selbst den Antrag gestellt hat (Art. 12 Abs. 6 DSGVO)"),
    )
