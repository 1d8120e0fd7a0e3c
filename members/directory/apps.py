from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DirectoryConfig(AppConfig):
    name = "members.directory"
    label = "directory"
    verbose_name = _("Mitgliederverzeichnis")

    def ready(self):
        from members.history import name_events

        name_events({"directory.visibility_changed": _("Sichtbarkeit geändert")})
