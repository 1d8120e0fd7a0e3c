"""Days on which somebody's mails go to the deputies."""

from django.db import transaction
from django.utils.translation import gettext as _

from members.models import Absence, Person
from netzwerk.audit import record_event


class AbsenceOverlaps(Exception):
    """Some of the days are in another absence; `other` says which."""

    def __init__(self, other):
        super().__init__(f"absence {other.pk}")
        self.text = _("Für diese Tage ist schon eine Abwesenheit eingetragen: %(days)s.") % {"days": other}


@transaction.atomic
def add_absence(*, person, starts_on, ends_on, by):
    """Enters an absence, first and last day included. Raises AbsenceOverlaps; the lock on the person decides races."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    other = person.absences.filter(starts_on__lte=ends_on, ends_on__gte=starts_on).first()
    if other:
        raise AbsenceOverlaps(other)
    absence = Absence.objects.create(person=person, starts_on=starts_on, ends_on=ends_on)
    record_event("members.absence_added", target=person, by=by)
    return absence


@transaction.atomic
def delete_absence(*, absence, by):
    """Deletes an absence; from now on the mails go to the person again."""
    record_event("members.absence_deleted", target=absence.person, by=by)
    absence.delete()
