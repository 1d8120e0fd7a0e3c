"""What contacts add to the rooms below: names, where they are shown, and where requests for advice may go."""

from django.utils.translation import gettext_lazy as _

from members.experts import fallbacks
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
