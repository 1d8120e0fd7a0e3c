"""What attendance tells the rooms below."""

from django.utils.translation import gettext_lazy as _

from members.coverage import registry
from netzwerk.audit import name_events
from trainings.attendance import unnoted
from trainings.attendance.figures import last_attended


def register():
    """Names events and a reminder, and says when somebody of an organisation was last at a training."""
    registry.register(last_attended)
    unnoted.register()
    name_events(
        {
            "trainings.presence_noted": _("Teilnahme eingetragen"),
            "trainings.numbers_entered": _("Teilnahmezahlen einer externen Veranstaltung eingetragen"),
            "trainings.walk_in_added": _("Ohne Anmeldung gekommen, Teilnahme eingetragen"),
            "trainings.names_deleted": _("Namen einer Fortbildung nach Ablauf gelöscht"),
        }
    )
