"""What imports keep of somebody, for their own page and for its deletion; rows end by themselves after 14 days."""

from django.db.models import Q
from django.utils.translation import gettext as _

from members.imports.models import DistinctPeople, ImportChange, ImportRow, MemberImport
from members.personal_data import OpenData

ROWS = ("imports.ImportRow.person", "imports.ImportRow.membership")
OWNED = ("imports.MemberImport.owner",)


def rows(subject):
    """Rows of imported files that became the person or one of their seats."""
    found = _rows_of(subject.person).select_related("member_import") if subject.person else ()
    return OpenData(
        "import-rows",
        _("Zeilen aus importierten Dateien"),
        (_("Datei"), _("Zeile"), _("Übernommen"), _("Inhalt")),
        [
            (row.member_import.file_name, row.number, row.applied_at, ", ".join(filter(None, row.cells)))
            for row in found
        ],
    )


def imports(subject):
    """Files the user has imported."""
    found = MemberImport.objects.filter(owner=subject.user) if subject.user else ()
    return OpenData(
        "imports",
        _("Ihre Importe"),
        (_("Datei"), _("Stand"), _("Hochgeladen"), _("Übernommen")),
        [(row.file_name, row.get_status_display(), row.created_at, row.applied_at) for row in found],
    )


def erase(subject):
    """Takes the person out of imported rows and of what undoing would bring back."""
    if not subject.person:
        return {}
    seats = list(subject.person.memberships.values_list("pk", flat=True))
    done = ImportChange.objects.filter(
        Q(target=ImportChange.Target.PERSON, target_id=subject.person.pk)
        | Q(target=ImportChange.Target.MEMBERSHIP, target_id__in=seats)
    )
    told_apart = DistinctPeople.objects.filter(Q(first=subject.person) | Q(second=subject.person))
    count = done.delete()[0] + _rows_of(subject.person).delete()[0] + told_apart.delete()[0]
    return {_("Spuren von Importen"): count}


def _rows_of(person):
    return ImportRow.objects.filter(Q(person=person) | Q(membership__person=person))
