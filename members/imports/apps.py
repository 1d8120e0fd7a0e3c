"""Members from a file."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "members.imports"
    label = "imports"
    verbose_name = _("Import von Mitgliedern")

    def ready(self):
        """Names the events, and what is stored about people here."""
        from members import personal_data  # models can be imported only now
        from members.imports import own_data
        from netzwerk.audit import name_events

        personal_data.register(own_data.rows, covers=own_data.ROWS)
        personal_data.register(own_data.imports, covers=own_data.OWNED)
        personal_data.register_eraser(own_data.erase)
        for name in ("first", "second"):
            personal_data.not_personal(f"imports.DistinctPeople.{name}", "says only that two people are not the same")
        name_events(
            {
                "imports.import_created": _("Datei zum Import hochgeladen"),
                "imports.sheet_chosen": _("Tabellenblatt für den Import gewählt"),
                "imports.rows_decided": _("Über doppelte Zeilen entschieden"),
                "imports.import_discarded": _("Import verworfen"),
                "imports.import_applied": _("Import übernommen"),
                "imports.import_undone": _("Import rückgängig gemacht"),
                "imports.rows_deleted": _("Zeilen eines Imports gelöscht"),
                "imports.people_told_apart": _("Zwei Personen als verschieden vermerkt"),
            }
        )
