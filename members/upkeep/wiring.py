"""What upkeep adds to the rooms below: names, reminders, and what is stored about people here."""

from django.utils.translation import gettext_lazy as _

from members import personal_data
from members.example import additions
from members.upkeep import own_data, reminders
from members.upkeep.example import load_upkeep
from netzwerk.audit import name_events
from netzwerk.mail import register_mail_kind

additions.register(load_upkeep)
register_mail_kind("upkeep", _("Pflege der Angaben"))
reminders.register()
personal_data.register(own_data.confirmations, covers=own_data.COVERS[:1])
personal_data.register(own_data.corrections, covers=own_data.COVERS[1:])
personal_data.register_eraser(own_data.erase)
name_events(
    {
        "upkeep.confirmation_asked_again": _("Noch einmal um Bestätigung gebeten"),
        "upkeep.data_confirmed": _("Angaben bestätigt"),
        "upkeep.settings_changed": _("Termine der Bestätigung geändert"),
        "upkeep.correction_proposed": _("Korrektur vorgeschlagen"),
        "upkeep.correction_applied": _("Korrektur übernommen"),
        "upkeep.correction_declined": _("Korrektur abgelehnt"),
    }
)
