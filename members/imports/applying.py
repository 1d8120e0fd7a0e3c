"""Takes the rows of an import over into the network.

In steps of a thousand rows, each a transaction of its own that marks its rows as done: a killed worker loses at most
the step it was in, a second run finds what is left. Every step judges its rows again, under the lock for people: what
others have done since the preview is seen, and of a person's fields only what the preview showed is changed.
"""

from collections import defaultdict

from django.db import DatabaseError, IntegrityError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import MembershipKind
from members.imports.checking import holder_of
from members.imports.enums import Decision, ImportStatus, Outcome
from members.imports.judging import SEAT_FIELDS, Judge, day_of
from members.imports.matching import People, ref_of
from members.imports.models import ImportChange, ImportRow, MemberImport
from members.imports.names import slug_of
from members.imports.organisations import Organisations
from members.locks import lock_people
from members.models import Membership, Organisation, Person
from netzwerk.audit import record_event, record_events

CHUNK = 1_000
LATER = ("organisation", "deputy_of")  # shown as changes, done elsewhere
TRIES = 3


def apply_import(member_import, progress, *, by):
    """Takes over what is waiting; returns {outcome: number of rows} of the whole import."""
    waiting = member_import.rows.waiting()
    total, last = waiting.count(), 0
    for done in range(0, total, CHUNK):
        progress(5 + 85 * done // total, _("Zeile %(n)s von %(all)s wird übernommen") % {"n": done, "all": total})
        numbers = list(waiting.filter(number__gt=last).values_list("number", flat=True)[:CHUNK])
        if numbers:
            last = numbers[-1]
            _tried(lambda numbers=numbers: _apply_chunk(member_import.pk, numbers, by))
    progress(92, _("Stellvertretungen werden zugeordnet"))
    _tried(lambda: _link_deputies(member_import.pk))
    return _finish(member_import.pk, by)


def _tried(work):
    """Somebody may save a person in a form at the same moment: then once more, on what is there now."""
    for left in reversed(range(TRIES)):
        try:
            return work()
        except (IntegrityError, OperationalError):
            if not left:
                raise
    raise DatabaseError


@transaction.atomic
def _apply_chunk(pk, numbers, by):
    lock_people()
    member_import = MemberImport.objects.select_for_update().get(pk=pk)
    if member_import.status != ImportStatus.APPLYING:
        return
    rows = list(member_import.rows.waiting().filter(number__in=numbers))
    Step(member_import, rows, by).do()


class Step:
    """One transaction's rows."""

    def __init__(self, member_import, rows, by):
        self.member_import, self.rows, self.by, self.now = member_import, rows, by, timezone.now()
        self.organisations = Organisations(member_import.youth_welfare_office_id, member_import.aliases)
        self.people = self._people()
        self.judge = Judge(self.people, self.organisations)
        self.new_people, self.new_seats, self.changes = [], [], []
        self.changed_people, self.changed_seats = {}, {}

    def _people(self):
        """Those the rows may mean, among them what earlier steps made of rows that are named as „dieselbe wie“."""
        numbers = [int(row.same_as[1:]) for row in self.rows if row.same_as.startswith("r")]
        made = self.member_import.rows.filter(number__in=numbers, person__isnull=False)
        made = {f"r{number}": f"p{person}" for number, person in made.values_list("number", "person")}
        refs = {ref for row in self.rows for ref in (row.same_as, row.ref)} | set(made.values())
        people = People.around(
            [row.values for row in self.rows],
            refs=refs,
            since=self.member_import.seats_seen,
            but=self.member_import.rows.filter(person__isnull=False).values("person"),
        )
        people.by_ref |= {row: people.by_ref[ref] for row, ref in made.items() if ref in people.by_ref}
        return people

    def do(self):
        for row in self.rows:
            self._do(row)
        self._save()

    def _do(self, row):
        row.verdict = verdict = self.judge.judge(row.number, row.values, row.decision, row.same_as)
        if verdict.outcome in (Outcome.BAD, Outcome.DUPLICATE):
            row.problems = verdict.problems or [
                _("Inzwischen gibt es eine ähnliche Person. Laden Sie die Zeile noch einmal hoch.")
            ]
            return
        row.applied_at = self.now
        self._organisation(verdict)
        person = verdict.entry.person
        if person.pk is None and verdict.entry.ref == f"r{row.number}":
            self.new_people.append(person)
        elif person.pk is not None:
            self._change(person, self._agreed(row, verdict, "person"), self.changed_people)
        if verdict.makes_seat:
            verdict.seat.person, verdict.seat.organisation = person, verdict.organisation
            self.new_seats.append(verdict.seat)
        elif verdict.seat and verdict.seat.pk:
            self._change(verdict.seat, self._agreed(row, verdict, "seat"), self.changed_seats)

    def _agreed(self, row, verdict, of):
        """The changes that the coordinator saw: old and new as in the preview, or chosen with „dieselbe Person“."""
        changes = [change for change in verdict.changes if change["of"] == of and change["field"] not in LATER]
        return changes if row.decision == Decision.SAME else [change for change in changes if change in row.changes]

    def _change(self, record, changes, changed):
        before, after = changed.setdefault(record.pk, (record, {}, {}))[1:]
        for change in changes:
            name, value = change["field"], change["new"]
            before.setdefault(name, change["old"])
            after[name] = value
            setattr(record, name, day_of(value) if name.endswith("_on") else value)
        if isinstance(record, Membership) and record.kind != MembershipKind.DEPUTY and record.deputy_of_id:
            before["deputy_of_id"], after["deputy_of_id"] = record.deputy_of_id, None
            record.deputy_of_id = None

    def _organisation(self, verdict):
        """Makes the organisation of `verdict` where it is new."""
        new = verdict.organisation
        if new is None or isinstance(new, Organisation):
            return
        verdict.organisation = Organisation.objects.create(
            key=free_key(new.name),
            name=new.name,
            actor_category_id=new.group,
            youth_welfare_office_id=new.office,
            municipality_id=new.town,
        )
        self.organisations.add(verdict.organisation)
        self.people.rename(ref_of(new), ref_of(verdict.organisation))
        self._note(ImportChange.Target.ORGANISATION, [verdict.organisation])
        record_event("members.organisation_created", target=verdict.organisation, by=self.by, **self._source())

    def _save(self):
        Person.objects.bulk_create(self.new_people)
        Membership.objects.bulk_create(self.new_seats)
        self._note(ImportChange.Target.PERSON, self.new_people)
        self._note(ImportChange.Target.MEMBERSHIP, self.new_seats)
        self._save_changed(Person, ImportChange.Target.PERSON, self.changed_people)
        self._save_changed(Membership, ImportChange.Target.MEMBERSHIP, self.changed_seats)
        ImportChange.objects.bulk_create(self.changes)
        record_events("members.person_created", targets=self.new_people, by=self.by, **self._source())
        record_events("members.membership_created", targets=self.new_seats, by=self.by, **self._source())
        for row in self.rows:
            if row.applied_at:
                row.person, row.membership = row.verdict.entry.person, row.verdict.seat
        ImportRow.objects.bulk_create(  # an upsert: a bulk update takes several times as long
            self.rows,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["problems", "applied_at", "person", "membership"],
        )

    def _save_changed(self, model, target, changed):
        changed = {pk: parts for pk, parts in changed.items() if parts[2]}
        records = [record for record, _before, _after in changed.values()]
        fields = ["version"] if model is Person else ["version", "deputy_of", *SEAT_FIELDS]
        for record, before, after in changed.values():
            record.version += 1
            if model is Person:
                fields += [name for name in after if name not in fields]
            self._remember(target, record.pk, False, before, after)
        if records:
            model.objects.bulk_update(records, fields)
            self._record_changed("person" if model is Person else "membership", changed.values())

    def _record_changed(self, name, changed):
        """One event for each, with the fields; those with the same fields at once."""
        same = defaultdict(list)
        for record, _before, after in changed:
            same[tuple(after)].append(record)
        for fields, records in same.items():
            record_events(f"members.{name}_changed", targets=records, by=self.by, fields=list(fields), **self._source())

    def _note(self, target, made):
        for record in made:
            self._remember(target, record.pk, True, {}, snapshot(record))

    def _remember(self, target, pk, is_created, before, after):
        self.changes.append(
            ImportChange(
                member_import=self.member_import,
                target=target,
                target_id=pk,
                is_created=is_created,
                before=before,
                after=after,
            )
        )

    def _source(self):
        return {"member_import": self.member_import.pk}


def snapshot(record):
    """The record's own fields as texts: how one sees later that somebody has changed it."""
    return {
        field.attname: field.value_to_string(record)
        for field in record._meta.concrete_fields
        if not field.primary_key and not field.generated and field.name != "secret"
    }


def free_key(name):
    """A key for an organisation that none has."""
    start = slug_of(name)
    taken = set(Organisation.objects.filter(key__startswith=start).values_list("key", flat=True))
    return next(key for n in range(1, len(taken) + 2) if (key := start if n == 1 else f"{start}-{n}") not in taken)


@transaction.atomic
def _link_deputies(pk):
    """Now that everybody is there: who stands in for whom. Only seats of this import, and only where it is clear."""
    lock_people()
    member_import = MemberImport.objects.select_for_update().get(pk=pk)
    rows = member_import.rows.filter(values__has_key="deputy_of", membership__isnull=False)
    rows = list(rows.select_related("membership"))
    if not rows or member_import.status != ImportStatus.APPLYING:
        return
    organisations = Organisations(member_import.youth_welfare_office_id, member_import.aliases)
    ids = {row.membership.organisation_id for row in rows}
    judge = Judge(People.of(ids), organisations)
    changes = {
        change.target_id: change
        for change in member_import.changes.filter(target="membership", target_id__in=[r.membership_id for r in rows])
    }
    for row in rows:
        _link(member_import, row, holder_of(row.values, judge), changes.get(row.membership_id))


def _link(member_import, row, holder, change):
    seats = holder.seats.get(f"o{row.membership.organisation_id}", []) if holder else []
    seat = next((seat for seat in seats if seat.is_current), None)
    old = row.membership.deputy_of_id
    if seat is None or seat.pk in (row.membership_id, old) or row.membership.kind != MembershipKind.DEPUTY:
        return
    row.membership.deputy_of = seat
    row.membership.save(update_fields=["deputy_of"])
    change = change or ImportChange(
        member_import=member_import, target="membership", target_id=row.membership_id, is_created=False
    )
    if change.is_created:
        change.after = snapshot(row.membership)
    else:
        change.before |= {"deputy_of_id": old}
        change.after |= {"deputy_of_id": seat.pk}
    change.save()


@transaction.atomic
def _finish(pk, by):
    """The import is taken over; what it did is in its counts."""
    member_import = MemberImport.objects.select_for_update().get(pk=pk)
    if member_import.status != ImportStatus.APPLYING:
        return
    made = member_import.changes.filter(is_created=True)
    counts = {f"made_{target}": made.filter(target=target).count() for target in ImportChange.Target.values}
    changed = member_import.changes.filter(is_created=False).values("target", "target_id").distinct()
    counts["changed_records"] = changed.count()
    counts["left"] = member_import.rows.to_correct().count() + member_import.rows.undecided().count()
    member_import.become(ImportStatus.APPLIED, applied_at=timezone.now(), counts=member_import.counts | counts)
    record_event("imports.import_applied", target=member_import, by=by, **counts)
