"""What imports add to the rooms below: names of events, and what is stored about people here."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.imports import own_data
from netzwerk.audit import name_events

personal_data.register(own_data.imports, covers=own_data.COVERS)
personal_data.register_eraser(own_data.erase)
for side in ("first", "second"):
    personal_data.not_personal(f"imports.DistinctPeople.{side}", "says only that two entries are two people")
name_events(
    {
        "imports.import_created": _("Datei zum Import hochgeladen"),
        "imports.sheet_chosen": _("Blatt der Datei gewählt"),
        "imports.rows_decided": _("Über mögliche Dubletten entschieden"),
        "imports.import_applied": _("Import übernommen"),
        "imports.import_undone": _("Import rückgängig gemacht"),
        "imports.import_discarded": _("Import verworfen"),
        "imports.rows_deleted": _("Zeilen von Importen gelöscht"),
        "imports.people_told_apart": _("Zwei Personen als verschieden vermerkt"),
        "members.people_merged": _("Zwei Einträge einer Person zusammengeführt"),
    }
)
