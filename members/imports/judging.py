"""What taking over a row would do. The preview asks for the whole file, taking over asks again for what it does."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import MembershipKind
from members.imports.enums import Decision, Outcome
from members.imports.matching import Entry, People, ref_of
from members.imports.names import mail_key, person_key
from members.imports.organisations import Organisations, RowRefused
from members.models import Membership, Organisation, Person

PERSON_FIELDS = ("title", "first_name", "last_name", "email", "phone", "mobile")
SEAT_FIELDS = ("function", "kind", "since_on", "until_on", "is_multiplier")


@dataclass
class Verdict:
    """`outcome` and what it rests on; `entry`, `organisation` and `seat` are for taking over."""

    outcome: str
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    changes: list = field(default_factory=list)
    candidates: list = field(default_factory=list)
    entry: Entry | None = None
    organisation: object = None
    seat: Membership | None = None
    makes_seat: bool = False

    @property
    def ref(self):
        return self.entry.ref if self.entry else ""

    @property
    def new_organisation(self):
        """Name of an organisation that would be made, or ""."""
        return getattr(self.organisation, "name", "") if hasattr(self.organisation, "ref") else ""


class Judge:
    """Judges rows in the order of the file: earlier rows count as people for later ones."""

    def __init__(self, people: People, organisations: Organisations):
        self.people, self.organisations = people, organisations
        self.seen = defaultdict(list)

    def judge(self, number, values, decision="", same_as=""):
        """The Verdict on a row with these `values`; a new person is known from then on."""
        try:
            organisation = self.organisations.of(values)
            entry, candidates = self._who(values, organisation, decision, same_as)
            if candidates:
                return Verdict(Outcome.DUPLICATE, candidates=candidates, organisation=organisation)
            verdict = self._known(values, entry, organisation) if entry else self._new(number, values, organisation)
            self._refuse_repeated(number, values, verdict, decision)
            _refuse_turned_dates(verdict)
        except RowRefused as refused:
            return Verdict(Outcome.BAD, problems=[str(refused)])
        self.people.by_ref.setdefault(f"r{number}", verdict.entry)
        return verdict

    def _who(self, values, organisation, decision, same_as):
        """(Entry or None, candidates)."""
        name, mail = keys_of(values)
        ref = ref_of(organisation) if organisation else ""
        if decision == Decision.SAME:
            if same_as not in self.people.by_ref:
                raise RowRefused(_("Die Person, die Sie gewählt haben, gibt es nicht (mehr)."))
            return self.people.by_ref[same_as], []
        if decision == Decision.CREATE:
            return None, []
        entry = self.people.certain(name, mail, ref)
        return entry, [] if entry else self.people.likely(name, mail, ref)

    def _new(self, number, values, organisation):
        """A person nobody knows yet."""
        notes = []
        fields = {name: values.get(name, "") for name in PERSON_FIELDS}
        name, mail = keys_of(values)
        if mail and mail in self.people.by_mail:
            fields["email"] = mail = ""
            notes.append(_("Die E-Mail-Adresse gehört schon einer anderen Person und bleibt weg."))
        entry = Entry(f"r{number}", Person(**fields), name, mail)
        self.people.add(entry)
        notes += _organisation_notes(values, organisation)
        verdict = Verdict(Outcome.NEW, notes=notes, entry=entry, organisation=organisation)
        self._sit_down(verdict, values)
        return verdict

    def _known(self, values, entry, organisation):
        """A person of the portal, or of an earlier row."""
        notes, changes = _organisation_notes(values, organisation), []
        if entry.ref.startswith("r"):
            notes.append(_("Dieselbe Person wie in Zeile %s.") % entry.ref[1:])
        elif self._may_change(entry):
            changes = person_changes(values, entry.person)
            changes = [change for change in changes if self._is_free(change, entry, notes)]
        elif person_changes(values, entry.person):
            notes.append(_("Die Angaben zur Person pflegt ein anderes Jugendamt; sie bleiben."))
        verdict = Verdict(Outcome.NEW, notes=notes, changes=changes, entry=entry, organisation=organisation)
        verdict.seat = self._seat(values, entry, organisation) if organisation else None
        if verdict.seat is None:
            self._sit_down(verdict, values)
        elif verdict.seat.pk:
            changes += seat_changes(values, verdict.seat)
        if entry.ref.startswith("p"):
            verdict.outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
        return verdict

    def _sit_down(self, verdict, values):
        """A new seat for the person of `verdict`, where the row names an organisation."""
        if verdict.organisation:
            verdict.seat, verdict.makes_seat = new_seat(values), True
            self.people.seat(verdict.entry, ref_of(verdict.organisation), verdict.seat)
            if verdict.entry.person.pk:
                new = verdict.organisation.name
                verdict.changes.append({"of": "seat", "field": "organisation", "old": "", "new": new})

    def _may_change(self, entry):
        """The coordination of a Jugendamt where the person sits; people without any seat belong to all of them."""
        office = self.organisations.office
        refs = [ref for ref, seats in entry.seats.items() if any(seat.is_current for seat in seats)]
        return not office or not refs or any(self._office_of(ref) == office for ref in refs)

    def _office_of(self, ref):
        found = self.organisations.by_pk.get(int(ref[1:])) if ref.startswith("o") else None
        return found.youth_welfare_office_id if found else None

    def _is_free(self, change, entry, notes):
        other = self.people.by_mail.get(mail_key(change["new"])) if change["field"] == "email" else None
        if other and other is not entry:
            notes.append(_("Die E-Mail-Adresse gehört schon einer anderen Person und bleibt weg."))
            return False
        return True

    def _seat(self, values, entry, organisation):
        """The Membership that the row means, of the portal or of an earlier row; None for a new one."""
        seats = entry.seats.get(ref_of(organisation), [])
        since, until = day_of(values.get("since")), day_of(values.get("until"))
        for fits in (
            lambda seat: since and seat.since_on == since,
            lambda seat: until and seat.until_on == until,
            lambda seat: seat.until_on is None and not (since and until and until < seat.since_on),
        ):
            found = next((seat for seat in seats if fits(seat)), None)
            if found:
                return found
        return None

    def _refuse_repeated(self, number, values, verdict, decision):
        """The same person in the same organisation twice in a file is a mistake, unless times differ or it was said."""
        key = (id(verdict.entry), verdict.organisation.name if verdict.organisation else "")
        times = (values.get("since", ""), values.get("until", ""))
        for earlier, its_times in self.seen[key]:
            if decision != Decision.SAME and (its_times == times or its_times[1] == times[1]):
                raise RowRefused(_("Diese Person steht für diese Einrichtung schon in Zeile %s.") % earlier)
        self.seen[key].append((number, times))


def _refuse_turned_dates(verdict):
    """What a row changes must fit what the seat has already."""
    if verdict.seat and not verdict.makes_seat:
        since, until = (changed_value(verdict.changes, f, getattr(verdict.seat, f)) for f in ("since_on", "until_on"))
        if until and until < since:
            raise RowRefused(_("Das Ende liegt vor dem Beginn des Sitzes (%s).") % f"{since:%d.%m.%Y}")


def keys_of(values):
    """(name, address) made comparable."""
    name = person_key(values.get("first_name", ""), values.get("last_name", ""))
    return name, mail_key(values["email"]) if values.get("email") else ""


def person_changes(values, person):
    """[change] of a person's fields; an empty cell changes nothing."""
    return [
        {"of": "person", "field": name, "old": getattr(person, name), "new": values[name]}
        for name in PERSON_FIELDS
        if values.get(name) and _plain(name, values[name]) != _plain(name, getattr(person, name))
    ]


def _plain(name, text):
    if name == "email":
        return mail_key(text)
    if name in ("phone", "mobile"):
        return "".join(c for c in text.replace("+49", "0") if c.isdigit()).replace("00", "0", 1)
    return text


def seat_changes(values, seat):
    """[change] of a seat's fields; dates as ISO texts."""
    fields = seat_fields(values)
    return [
        {"of": "seat", "field": name, "old": _json(getattr(seat, name)), "new": _json(value)}
        for name, value in fields.items()
        if value != getattr(seat, name)
    ]


def seat_fields(values):
    """{field of Membership: value} for what a row says about the seat."""
    kind = values.get("kind") or (MembershipKind.DEPUTY if values.get("deputy_of") else "")
    fields = {
        "function": values.get("function"),
        "kind": str(kind),
        "since_on": day_of(values.get("since")),
        "until_on": day_of(values.get("until")),
        "is_multiplier": values.get("multiplier"),
    }
    return {name: value for name, value in fields.items() if value not in (None, "")}


def new_seat(values):
    """A Membership as the row says, still without person and organisation; since today where it does not say."""
    fields = seat_fields(values)
    today = timezone.localdate()
    fields.setdefault("since_on", min(today, fields.get("until_on", today)))
    return Membership(**fields)


def changed_value(changes, name, old):
    """The value of a date field of a seat after `changes`."""
    return next((day_of(change["new"]) for change in changes if change["field"] == name), old)


def day_of(text):
    return date.fromisoformat(text) if text else None


def _json(value):
    return value.isoformat() if isinstance(value, date) else value


def _organisation_notes(values, organisation):
    """What a row says differently about an organisation that the portal has; it stays as it is."""
    if not isinstance(organisation, Organisation):
        return []
    notes = []
    if values.get("group") and values["group"] != organisation.actor_category_id:
        notes.append(_("Die Einrichtung steht im Portal in einer anderen Akteursgruppe; das bleibt so."))
    if values.get("office") and values["office"] != organisation.youth_welfare_office_id:
        notes.append(_("Die Einrichtung gehört im Portal zu einem anderen Jugendamt; das bleibt so."))
    return notes
