"""To whom a message goes: deputies receive it while somebody is absent."""

from dataclasses import dataclass

from django.db.models import Prefetch

from members.models import Absence, Membership, Person


@dataclass(frozen=True)
class Recipient:
    """One who gets the mail, `for_person` being the one it concerns (the same person, or the absent one)."""

    person: Person
    for_person: Person

    @property
    def email(self):
        return self.person.email

    @property
    def stands_in(self):
        return self.person != self.for_person


def recipients_of(memberships, *, on=None):
    """Who gets a mail for `memberships` (a queryset) on the day `on` (today); a constant number of queries.

    An absent person's deputies of that very seat get it, or the person themselves where nobody else is reachable.
    People without an address are left out.
    """
    deputies = (
        Membership.objects.current(on)
        .select_related("person")
        .prefetch_related(Prefetch("person__absences", Absence.objects.current(on), to_attr="current_absences"))
    )
    seats = memberships.select_related("person").prefetch_related(
        Prefetch("person__absences", Absence.objects.current(on), to_attr="current_absences"),
        Prefetch("deputies", deputies, to_attr="current_deputies"),
    )
    found = {}
    for seat in seats:
        for person in _receiving(seat):
            if person.email:
                found.setdefault((person.pk, seat.person_id), Recipient(person, seat.person))
    return list(found.values())


def _receiving(seat):
    if not seat.person.current_absences:
        return [seat.person]
    present = [deputy.person for deputy in seat.current_deputies if not deputy.person.current_absences]
    return [person for person in present if person.email] or [seat.person]
