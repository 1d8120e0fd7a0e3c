"""Contact points, their hours, and helplines."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContactsConfig(AppConfig):
    name = "reporting_paths.contacts"
    label = "contacts"
    verbose_name = "Kontakte"

    def ready(self):
        """Names the events of this room, where contact points are shown and where requests for advice may go."""
        from members.experts import fallbacks  # models can be imported only now
        from netzwerk import usage
        from netzwerk.audit import name_events
        from reporting_paths.contacts.mailboxes import advice_mailboxes
        from reporting_paths.contacts.models import ContactPoint
        from reporting_paths.contacts.usages import usages_of_point

        fallbacks.register(advice_mailboxes)
        usage.register(ContactPoint, usages_of_point)
        name_events(
            {
                "contacts.point_created": _("Kontaktstelle angelegt"),
                "contacts.point_changed": _("Kontaktstelle geändert"),
                "contacts.point_deleted": _("Kontaktstelle gelöscht"),
            }
        )
