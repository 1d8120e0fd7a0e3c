"""When attendance can be noted: from the first day of an event on, as long as it takes place."""

from datetime import timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trainings.enums import EventStatus

AT_THE_DOOR = timedelta(days=1)  # so long after the last session people may still be checked in


class PresenceRefused(Exception):
    """Nothing was saved; `text` is German and for people."""

    def __init__(self, text):
        super().__init__()
        self.text = text


def refusal_to_note(event):
    """Why nobody's attendance can be noted now; "" where it can."""
    if event.is_external:
        return _("Die Teilnahme führt der Veranstalter. Hier stehen keine Namen.")
    if event.status == EventStatus.CANCELLED:
        return _("Die Fortbildung ist abgesagt. Es gibt nichts einzutragen.")
    if event.status == EventStatus.DRAFT or event.starts_at is None:
        return _("Die Fortbildung ist noch ein Entwurf.")
    first = timezone.localdate(event.starts_at)
    if timezone.localdate() < first:
        return _("Eintragen können Sie ab dem ersten Tag der Veranstaltung: {day}.").format(day=_day(first))
    return ""


def refusal_to_enter_numbers(event):
    """Why nobody can enter how many came to an external event; "" where it can be done."""
    if not event.is_external:
        return _("Hier zählen die Namen, die Sie unter Teilnahme eintragen.")
    if event.status == EventStatus.CANCELLED:
        return _("Die Veranstaltung ist abgesagt. Es gibt nichts einzutragen.")
    if not event.has_begun:
        return _("Eintragen können Sie die Zahlen, sobald die Veranstaltung begonnen hat.")
    return ""


def refusal_to_check_in(event):
    """The same at the door: afterwards there is the list."""
    refusal = refusal_to_note(event)
    if not refusal and timezone.now() > event.ends_at + AT_THE_DOOR:
        last = timezone.localdate(event.ends_at)
        return _("Die Veranstaltung war am {day} zu Ende. Tragen Sie die Teilnahme in der Liste nach.").format(
            day=_day(last)
        )
    return refusal


def _day(day):
    return date_format(day, "l, j. F Y")
