"""What the directory adds to the rooms below."""

from django.utils.translation import gettext_lazy as _

from netzwerk.audit import name_events

name_events(
    {
        "directory.visibility_changed": _("Sichtbarkeit geändert"),
        "directory.people_exported": _("Personenliste mitgenommen"),
    }
)
