"""What the coordination's pages about registrations tell the rooms below."""

from django.utils.translation import gettext_lazy as _

from netzwerk.audit import name_events
from netzwerk.mail import register_mail_kind
from trainings.participants.actions import MESSAGE_KIND


def register():
    """Names mails and events."""
    register_mail_kind(MESSAGE_KIND, _("Fortbildungen: Nachricht der Koordination"), is_duty=True)
    name_events(
        {
            "trainings.seat_given": _("Platz durch die Koordination vergeben"),
            "trainings.registration_changed": _("Angaben einer Anmeldung geändert"),
            "trainings.message_sent": _("Nachricht an Angemeldete gesendet"),
            "trainings.registrations_exported": _("Anmeldungen exportiert"),
        }
    )
