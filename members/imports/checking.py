"""Reads an uploaded file and judges every row; nothing of the network is changed."""

from collections import Counter

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from members.imports.enums import Decision, ImportStatus, Outcome
from members.imports.judging import Judge
from members.imports.matching import People, ref_of
from members.imports.models import ImportClosed, ImportRow, MemberImport
from members.imports.names import person_key, split_name
from members.imports.organisations import Organisations, RowRefused
from members.imports.reading import read_rows
from members.imports.values import Words, parse_row
from members.locks import lock_people
from members.models import Membership

STEP = 2_000


def check_import(member_import, progress):
    """Fills the import's rows anew; decisions made before stay. Raises FileRefused, ImportClosed."""
    progress(2, _("Die Datei wird gelesen"))
    seats_seen = _seats_seen()
    rows = [
        row
        for row in read_rows(bytes(member_import.file.content), member_import.sheet)
        if row[0] > member_import.header_row
    ]
    parsed = _parse(rows, member_import.mapping, progress)
    judged = _judge(member_import, parsed, progress)
    progress(80, _("Die Vorschau wird gespeichert"))
    _save(member_import, judged, seats_seen)


@transaction.atomic
def _seats_seen():
    """The highest id of a membership; under the lock, so that no import is just adding lower ones."""
    lock_people()
    return Membership.objects.aggregate(highest=Max("pk"))["highest"] or 0


def _parse(rows, mapping, progress):
    """[(number, cells, values, problems)]"""
    words, parsed = Words(), []
    for i, (number, cells) in enumerate(rows):
        if i % STEP == 0:
            progress(5 + 25 * i // len(rows), _("Zeile %(n)s von %(all)s wird gelesen") % {"n": i, "all": len(rows)})
        parsed.append((number, cells, *parse_row(cells, mapping, words)))
    return parsed


def _judge(member_import, parsed, progress):
    """ImportRows, not saved."""
    organisations = Organisations(member_import.youth_welfare_office_id, member_import.aliases)
    for _number, _cells, values, problems in parsed:
        if not problems:
            organisations.learn(values)
    judge, judged = Judge(People.all(), organisations), []
    for i, (number, cells, values, problems) in enumerate(parsed):
        if i % STEP == 0:
            progress(
                30 + 50 * i // len(parsed), _("Zeile %(n)s von %(all)s wird verglichen") % {"n": i, "all": len(parsed)}
            )
        judged.append(_row(member_import, judge, number, cells, values, problems))
    for row in judged:
        _check_deputy(row, judge)
    return judged


def _row(member_import, judge, number, cells, values, problems):
    row = ImportRow(member_import=member_import, number=number, cells=cells, values=values)
    row.seat = None
    if problems:
        row.outcome, row.problems = Outcome.BAD, [str(problem) for problem in problems]
        return row
    verdict = judge.judge(number, values)
    take(row, verdict)
    row.seat = verdict.seat
    if verdict.new_organisation:  # the row alone says all there is to know
        new = verdict.organisation
        told = {"group": new.group, "office": new.office, "town": new.town}
        row.values = values | {name: value for name, value in told.items() if value}
    return row


def take(row, verdict):
    """Writes what was judged into the row."""
    for name in ("outcome", "problems", "notes", "changes", "candidates", "new_organisation", "ref"):
        setattr(row, name, getattr(verdict, name))


def _check_deputy(row, judge):
    """Somebody's deputy needs that somebody, in the same organisation: in the portal or anywhere in the file."""
    if row.outcome == Outcome.BAD or not row.values.get("deputy_of"):
        return
    entry = holder_of(row.values, judge)
    if entry is None:
        text = _("„%s“ ist in dieser Einrichtung nicht zu finden.") % row.values["deputy_of"]
        row.outcome, row.problems = Outcome.BAD, [text]
    elif entry.ref == row.ref:
        row.outcome, row.problems = Outcome.BAD, [_("Niemand vertritt sich selbst.")]
    elif row.seat and row.seat.pk:
        _show_deputy(row, judge.people.owners.get(row.seat.deputy_of_id), entry)


def _show_deputy(row, old, new):
    """A seat of the portal gets somebody else to stand in for."""
    if old is not new:
        names = {"old": old.person.full_name if old else "", "new": new.person.full_name}
        row.changes.append({"of": "seat", "field": "deputy_of", **names})
        if row.outcome == Outcome.UNCHANGED:
            row.outcome = Outcome.CHANGED


def holder_of(values, judge):
    """The Entry of the person a deputy stands in for, or None."""
    try:
        organisation = judge.organisations.of(values)
    except RowRefused:
        return None
    _title, first, last = split_name(values["deputy_of"])
    return judge.people.named(person_key(first, last), ref_of(organisation)) if organisation else None


@transaction.atomic
def _save(member_import, rows, seats_seen):
    """Replaces the rows; what somebody decided about a duplicate before stays where it still is one."""
    locked = MemberImport.objects.select_for_update().get(pk=member_import.pk)
    if locked.status != ImportStatus.CHECKING:
        raise ImportClosed
    rows_before = locked.rows.exclude(decision="").values_list("number", "decision", "same_as")
    decided = {number: (decision, same_as) for number, decision, same_as in rows_before}
    for row in rows:
        decision, same_as = decided.get(row.number, ("", ""))
        refs = {candidate["ref"] for candidate in row.candidates}
        if row.candidates and (decision != Decision.SAME or same_as in refs):
            row.decision, row.same_as = decision, same_as
    locked.rows.all().delete()
    ImportRow.objects.bulk_create(rows, batch_size=2_000)
    counts = {"all": len(rows), **Counter(str(row.outcome) for row in rows)}
    made = {row.new_organisation for row in rows if row.outcome in (Outcome.NEW, Outcome.CHANGED)}
    counts["organisations"] = len(made - {""})
    locked.become(ImportStatus.READY, counts=counts, seats_seen=seats_seen)
