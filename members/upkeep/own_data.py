"""What this room stores about somebody, for their own page and for its deletion."""

from django.db.models import Q
from django.utils.translation import gettext as _

from members.personal_data import OpenData
from members.upkeep.models import Confirmation, Correction

COVERS = (
    "upkeep.Confirmation.person",
    "upkeep.Correction.person",
    "upkeep.Correction.proposed_by",
    "upkeep.Correction.decided_by",
    "upkeep.CorrectionChange.membership",
)


def confirmations(subject):
    """When the person was asked to confirm their data."""
    rows = Confirmation.objects.filter(person=subject.person) if subject.person else ()
    return OpenData(
        "confirmations",
        _("Bitten um Bestätigung"),
        (_("Runde"), _("Zuletzt gefragt"), _("Antwort"), _("Beantwortet")),
        [(row.round, row.asked_at, row.get_answer_display(), row.answered_at) for row in rows],
    )


def corrections(subject):
    """Corrections about the person or their seats, and those they proposed or decided."""
    rows = Correction.objects.filter(_concerning(subject)).distinct().prefetch_related("changes")
    return OpenData(
        "corrections",
        _("Korrekturen"),
        (_("Vorgeschlagen"), _("Eintrag"), _("Herkunft"), _("Anlass"), _("Stand"), _("Änderungen")),
        [
            (
                row.proposed_at,
                str(row.record),
                row.get_source_display(),
                row.get_reason_display(),
                row.get_state_display(),
                "; ".join(f"{change.old_value} → {change.new_value}" for change in row.changes.all()),
            )
            for row in rows.select_related("organisation", "person")
        ],
    )


def erase(subject):
    """Deletes what was asked of the person and proposed about them; what they proposed stays without their address."""
    if subject.user:
        Correction.objects.filter(proposed_by=subject.user).update(reply_email="")
    if not subject.person:
        return {}
    asked, _models = Confirmation.objects.filter(person=subject.person).delete()
    about = Q(person=subject.person) | Q(changes__membership__person=subject.person)
    proposed, _models = Correction.objects.filter(pk__in=Correction.objects.filter(about).values("pk")).delete()
    return {_("Bitten um Bestätigung"): asked, _("Korrekturen"): proposed}


def _concerning(subject):
    about = Q(proposed_by=subject.user) | Q(decided_by=subject.user) if subject.user else Q(pk=None)
    if subject.person:
        about |= Q(person=subject.person) | Q(changes__membership__person=subject.person)
    return about
