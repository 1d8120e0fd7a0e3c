"""What signing up, giving back and handing over can be refused for; `text` is German and for people."""

from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trainings.enums import EventStatus


class SignUpRefused(Exception):
    """Base of all refusals; nothing was saved."""

    text = gettext_lazy("Das ist bei dieser Veranstaltung nicht möglich.")


class SignUpClosed(SignUpRefused):
    """Before or after the window, or nothing to sign up for here."""

    def __init__(self, event):
        super().__init__()
        self.text = _closed_text(event)


class NoRoomLeft(SignUpRefused):
    """The event and its waiting list are full; `room` is how many more people would fit in all."""

    def __init__(self, room=0):
        super().__init__()
        self.room = room
        self.text = _("Die Veranstaltung und ihre Warteliste sind voll.")
        if room:
            self.text = ngettext(
                "Es ist nur noch Platz für eine Person. Melden Sie bitte weniger Personen an.",
                "Es ist nur noch Platz für %(n)d Personen. Melden Sie bitte weniger Personen an.",
                room,
            ) % {"n": room}


class AlreadyRegistered(SignUpRefused):
    """`email` holds or wants a seat at the event already, or is given twice."""

    def __init__(self, email):
        super().__init__()
        self.email = email
        self.text = _(
            "Die E-Mail-Adresse {email} ist für diese Veranstaltung schon angemeldet. "
            "Den Stand finden Sie über den Link in der Bestätigung."
        ).format(email=email)


class NotLive(SignUpRefused):
    """Given back, expired or replaced already."""

    text = gettext_lazy("Diese Anmeldung ist schon beendet.")


class TooLate(SignUpRefused):
    """After the last day for it, or once the event has begun."""

    text = gettext_lazy("Die Frist dafür ist abgelaufen. Wenden Sie sich bitte an die Koordination.")


class OfferEnded(SignUpRefused):
    """The offered seat has gone to somebody else, or there was none."""

    text = gettext_lazy("Das Angebot gilt nicht mehr. Der Platz ist weitergegeben.")


class OtherOrganisation(SignUpRefused):
    """A substitute comes from the same house."""

    text = gettext_lazy("Ein Ersatz muss aus derselben Einrichtung kommen.")


def _closed_text(event):
    if event.status == EventStatus.CANCELLED:
        return _("Die Veranstaltung ist abgesagt.")
    if event.is_external:
        return _("Die Anmeldung läuft beim Veranstalter.")
    if event.status != EventStatus.PUBLISHED:
        return _("Für diese Veranstaltung kann man sich nicht anmelden.")
    if event.opens_at and event.opens_at > now():
        moment = localtime(event.opens_at)
        return _("Die Anmeldung beginnt am {day} um {time} Uhr.").format(
            day=date_format(moment, "j. F Y"), time=f"{moment:%H:%M}"
        )
    return _("Die Anmeldung ist beendet.")
