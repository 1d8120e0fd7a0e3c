"""What this room stores about somebody, for their own page and for its deletion."""

from django.db.models import Q
from django.utils.translation import gettext as _

from members.imports.models import ImportChange, ImportRow, MemberImport
from members.personal_data import OpenData

COVERS = ("imports.MemberImport.owner", "imports.ImportRow.person", "imports.ImportRow.membership")


def imports(subject):
    """Imports the person uploaded, and rows about the person as long as they are kept."""
    uploaded = MemberImport.objects.filter(owner=subject.user) if subject.user else ()
    rows = _rows_about(subject.person).select_related("member_import") if subject.person else ()
    return OpenData(
        "imports",
        _("Importe von Mitgliedern"),
        (_("Hochgeladen"), _("Datei"), _("Inhalt")),
        [(entry.created_at, entry.file_name, _("von Ihnen hochgeladen")) for entry in uploaded]
        + [(row.member_import.created_at, row.member_import.file_name, "; ".join(row.cells)) for row in rows],
        _("Zeilen einer Datei werden spätestens nach 14 Tagen gelöscht."),
    )


def erase(subject):
    """Deletes rows about the person, and what undoing an import would have restored."""
    if not subject.person:
        return {}
    seats = list(subject.person.memberships.values_list("pk", flat=True))
    about = Q(target="person", target_id=subject.person.pk) | Q(target="membership", target_id__in=seats)
    ImportChange.objects.filter(about).delete()
    rows, _models = _rows_about(subject.person).delete()
    return {_("Zeilen von Importen"): rows}


def _rows_about(person):
    about = Q(person=person) | Q(membership__person=person)
    if person.email:
        about |= Q(values__email__iexact=person.email)
    return ImportRow.objects.filter(about)
