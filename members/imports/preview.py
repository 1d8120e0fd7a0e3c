"""The rows of an import as a page shows them: in words, with the names of whom they may mean."""

from dataclasses import dataclass, field

from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from members.enums import MembershipKind
from members.imports.enums import Field, Outcome
from members.imports.judging import day_of, person_changes
from members.models import Person
from members.permissions import can_change_person

LABELS = {**dict(Field.choices), "since_on": Field.SINCE.label, "until_on": Field.UNTIL.label}
LABELS |= {"is_multiplier": Field.MULTIPLIER.label, "organisation": _("Neuer Sitz"), "title": _("Titel")}
LABELS |= {"kind": _("Art")}
# In this order: what needs a decision first.
FILTERS = {
    Outcome.DUPLICATE: _("Mögliche Dubletten"),
    Outcome.BAD: _("Fehlerhaft"),
    Outcome.NEW: _("Neu"),
    Outcome.CHANGED: _("Geändert"),
    Outcome.UNCHANGED: _("Unverändert"),
}


@dataclass
class Candidate:
    """Somebody a row may mean; `value` is what the form sends."""

    value: str
    name: str
    reason: str
    changes: list = field(default_factory=list)


@dataclass
class ShownRow:
    """A row in words; `chosen` is the value of the decision made."""

    row: object
    name: str
    changes: list
    candidates: list
    chosen: str
    email: str
    phone: str
    organisation: str
    function: str


def filters_of(member_import):
    """[(outcome, label, number)] of what there is."""
    counts = member_import.counts
    return [(str(outcome), label, counts[outcome]) for outcome, label in FILTERS.items() if counts.get(outcome)]


def found_rows(member_import, outcome, text):
    """The rows of one outcome with every word of `text` somewhere in their cells."""
    rows = member_import.rows.filter(outcome=outcome)
    if text:
        rows = rows.alias(text=Cast("cells", TextField()))
        for word in text.split()[:5]:
            rows = rows.filter(text__icontains=word)
    return rows


def shown_rows(rows, user):
    """ShownRows; a constant number of queries."""
    rows = list(rows)
    refs = {candidate["ref"] for row in rows for candidate in row.candidates}
    people = Person.objects.visible_to(user).with_seats().in_bulk([int(ref[1:]) for ref in refs if ref.startswith("p")])
    return [_shown(row, people, user) for row in rows]


def _shown(row, people, user):
    values = row.values
    name = " ".join(values[part] for part in ("title", "first_name", "last_name") if values.get(part))
    candidates = [_candidate(row, candidate, people, user) for candidate in row.candidates]
    chosen = f"same:{row.same_as}" if row.same_as else row.decision
    changes = [in_words(change) for change in row.changes]
    texts = {part: values.get(part, "") for part in ("email", "phone", "organisation", "function")}
    return ShownRow(row, name, changes, candidates, chosen, **texts)


def _candidate(row, candidate, people, user):
    ref, value = candidate["ref"], f"same:{candidate['ref']}"
    if ref.startswith("r"):
        return Candidate(value, _("Zeile %s dieser Datei") % ref[1:], candidate["reason"])
    person = people.get(int(ref[1:]))
    if person is None:  # of another Jugendamt, and not shown to everybody; or deleted meanwhile
        return Candidate(value, _("einer Person außerhalb Ihres Jugendamts"), candidate["reason"])
    seats = ", ".join(seat.organisation.name for seat in person.memberships.all() if seat.is_current)
    name = f"{person.full_name} ({seats})" if seats else person.full_name
    may_see = can_change_person(user, person)
    changes = [in_words(change) for change in person_changes(row.values, person)] if may_see else []
    return Candidate(value, name, candidate["reason"], changes)


def in_words(change):
    """{"label", "old", "new"} in German."""
    old, new = (_value_in_words(change["field"], change[side]) for side in ("old", "new"))
    return {"label": LABELS[change["field"]], "old": old, "new": new}


def _value_in_words(name, value):
    if value in ("", None):
        return ""
    if name.endswith("_on"):
        return format_date(day_of(value), "d.m.Y")
    if name == "kind":
        return MembershipKind(value).label
    return {True: _("ja"), False: _("nein")}.get(value, value) if isinstance(value, bool) else value


def problem_rows(member_import):
    """The rows to correct as a table with the file's own columns, then what is wrong."""
    headers = [column["header"] for column in member_import.columns]
    yield [_("Zeile"), *headers, _("Grund")]
    undecided = member_import.rows.undecided()
    for row in (member_import.rows.to_correct() | undecided).order_by("number").iterator(chunk_size=2_000):
        cells = (row.cells + [""] * len(headers))[: len(headers)]
        reasons = row.problems or [_("Mögliche Dublette ohne Entscheidung.")]
        yield [row.number, *cells, " ".join(reasons)]
