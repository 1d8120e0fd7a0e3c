"""Who of the portal's people a row means: certainly, likely, or nobody yet.

Certainly: the same address and a similar name; or the same name in the same organisation where no address contradicts.
Likely: the same address under another name; a similar name in the same organisation. The coordinator decides on these.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from members.imports.names import mail_key, person_key
from members.models import Membership, Person

CLOSE_ENOUGH = 86


@dataclass(eq=False)
class Entry:
    """A person of the portal, or one that a row of this file would make (then `person` has no key yet)."""

    ref: str
    person: Person
    name: str
    mail: str
    seats: dict = field(default_factory=lambda: defaultdict(list))  # {ref of the organisation: [Membership]}


def ref_of(organisation):
    """A text for an Organisation or a NewOrganisation."""
    return organisation.ref if hasattr(organisation, "ref") else f"o{organisation.pk}"


class People:
    """Entries by address and by organisation; in an organisation by the first letters of their names."""

    def __init__(self):
        self.by_ref, self.by_mail, self.by_seat = {}, {}, defaultdict(lambda: defaultdict(dict))
        self.owners = {}  # {id of a Membership: Entry}

    @classmethod
    def all(cls):
        """Everybody, for the preview of a whole file."""
        return cls()._load(Person.objects.all(), Membership.objects.all())

    @classmethod
    def of(cls, organisations):
        """Whoever has or had a seat in one of the `organisations` (ids)."""
        seats = Membership.objects.filter(organisation__in=organisations)
        return cls()._load(Person.objects.filter(pk__in=seats.values("person")), seats)

    @classmethod
    def around(cls, values, *, refs, since, but):
        """Whom rows with these `values` mean, for taking them over; locked until the transaction ends.

        The preview has compared them with everybody there was. So it takes those it found (`refs`), those who have one
        of the addresses, and those who came to a seat since: memberships above the id `since`, without the people
        `but` (a query), who come from the same file.
        """
        mails = {mail_key(row["email"]) for row in values if row.get("email")}
        keys = {int(ref[1:]) for ref in refs if ref.startswith("p")}
        came = Membership.objects.filter(pk__gt=since).exclude(person__in=but)
        near = Q(pk__in=keys) | Q(pk__in=came.values("person")) | Q(small_email__in=mails)
        people = Person.objects.alias(small_email=Lower("email")).filter(near).order_by("pk").select_for_update()
        people = list(people)
        return cls()._load(people, Membership.objects.filter(person__in=people))

    def _load(self, people, memberships):
        for person in people:
            self.add(
                Entry(f"p{person.pk}", person, person_key(person.first_name, person.last_name), mail_key(person.email))
            )
        for seat in memberships.order_by("pk"):
            if f"p{seat.person_id}" in self.by_ref:
                self.seat(self.by_ref[f"p{seat.person_id}"], f"o{seat.organisation_id}", seat)
        return self

    def add(self, entry):
        self.by_ref[entry.ref] = entry
        if entry.mail:
            self.by_mail[entry.mail] = entry

    def seat(self, entry, organisation_ref, membership):
        """`entry` sits in the organisation."""
        entry.seats[organisation_ref].append(membership)
        if membership.pk:
            self.owners[membership.pk] = entry
        for letter in _letters(entry.name):
            self.by_seat[organisation_ref][letter][entry.ref] = entry.name

    def rename(self, old_ref, new_ref):
        """A new organisation was made: who sits there sits in it now."""
        for letter, near in self.by_seat.pop(old_ref, {}).items():
            self.by_seat[new_ref][letter] |= near
        for entry in self.by_ref.values():
            if old_ref in entry.seats:
                entry.seats[new_ref] += entry.seats.pop(old_ref)

    def certain(self, name, mail, organisation_ref):
        """The Entry that a row surely means, or None."""
        entry = self.by_mail.get(mail) if mail else None
        if entry:
            return entry if fuzz.ratio(entry.name, name) >= CLOSE_ENOUGH else None
        same = [
            self.by_ref[ref]
            for ref, other in self._near(organisation_ref, name).items()
            if other == name and not (mail and self.by_ref[ref].mail)
        ]
        return same[0] if len(same) == 1 else None

    def likely(self, name, mail, organisation_ref):
        """[{"ref", "reason"}] of the entries a row may mean."""
        found = {}
        if mail in self.by_mail and mail:
            found[self.by_mail[mail].ref] = _("dieselbe E-Mail-Adresse")
        near = self._near(organisation_ref, name)
        for _other, _score, ref in process.extract(name, near, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=5):
            found.setdefault(ref, _("ähnlicher Name in derselben Einrichtung"))
        return [{"ref": ref, "reason": str(reason)} for ref, reason in found.items()]

    def named(self, name, organisation_ref):
        """The Entry in the organisation that is called `name`, exactly or nearly; None where it is not clear."""
        near = self._near(organisation_ref, name)
        exact = [ref for ref, other in near.items() if other == name]
        if not exact:
            close = process.extract(name, near, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=2)
            exact = [ref for _name, _score, ref in close]
        return self.by_ref[exact[0]] if len(exact) == 1 else None

    def _near(self, organisation_ref, name):
        """{ref: name} of those in the organisation who share a first letter of a name."""
        letters = self.by_seat.get(organisation_ref, {})
        return {ref: other for letter in _letters(name) for ref, other in letters.get(letter, {}).items()}


def _letters(name):
    return {word[0] for word in name.split()}
