"""What registrations tell the rooms below; called once, from the app's `ready`."""

from django.utils.translation import gettext_lazy as _

from members import locks, merging, open_matters, personal_data
from netzwerk.audit import name_events
from netzwerk.calendars import register_scopes
from netzwerk.mail import register_mail_kind
from trainings.models import Registration
from trainings.registrations import connections, reminding
from trainings.registrations.filling import lock_events_of
from trainings.registrations.mails import MAIL_KIND
from trainings.registrations.succession import merge_seats


def register():
    """Names mails and events, and what belongs to somebody here."""
    register_mail_kind(MAIL_KIND, _("Fortbildungen: Ihre Anmeldung"), is_duty=True)
    reminding.register()
    register_scopes(connections.scopes_of_user)
    locks.register(lock_events_of)
    merging.register(Registration, merge_seats)
    open_matters.register(
        connections.open_matters_of_seat, key=connections.MATTERS, take_back=connections.take_back_matters
    )
    personal_data.register(connections.own_registrations, covers=connections.COVERS[:2])
    personal_data.register(connections.booked_registrations, covers=connections.COVERS[2:])
    personal_data.register_eraser(connections.erase)
    name_events(
        {
            "trainings.registered": _("Zu einer Fortbildung angemeldet"),
            "trainings.seat_returned": _("Platz zurückgegeben oder Warteliste verlassen"),
            "trainings.seat_offered": _("Platz angeboten"),
            "trainings.offer_accepted": _("Angebotenen Platz angenommen"),
            "trainings.offer_expired": _("Angebot eines Platzes abgelaufen"),
            "trainings.seat_replaced": _("Platz an Ersatz weitergegeben"),
        }
    )
