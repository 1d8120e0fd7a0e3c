from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "members.directory"
    label = "directory"
    verbose_name = _("Mitgliederverzeichnis")

    def ready(self):
        from netzwerk.audit import name_events  # models can be imported only now

        name_events(
            {
                "directory.visibility_changed": _("Sichtbarkeit geändert"),
                "directory.people_exported": _("Personenliste mitgenommen"),
            }
        )
