"""People, organisations and their roles in the network."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = "Mitglieder"

    def ready(self):
        from members.calendars import scopes_of_member
        from members.event_names import EVENTS
        from members.invitations import signals  # noqa: F401 - connects itself
        from members.memberships.matters import register_matters
        from netzwerk.audit import name_events
        from netzwerk.calendars.scopes import register_scopes
        from netzwerk.mail.kinds import register_mail_kind

        register_matters()
        register_scopes(scopes_of_member)
        name_events(EVENTS)
        register_mail_kind("invitation", _("Einladung in das Portal"), is_secret=True)
        register_mail_kind("roles", _("Rollen"))
