"""When a rule reminds: a span of days that are due now, never "today equals", so that a missed beat is caught up."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from enum import Enum

from django.utils.translation import ngettext

from netzwerk.hours import BERLIN, local_day, wall_moment
from netzwerk.models import ReminderRule

CAUGHT_UP_DAYS = 14  # what is older stays unsent: a portal that stood still, or is new


class Relation(Enum):
    """Where the reminder lies: before an event, after something without an answer, after a deadline."""

    BEFORE = "before"
    AFTER = "after"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Rule:
    """Reminds from `hour` o'clock on the day that lies `days` before or after the `anchor` (German, in the dative).

    `window` counts the days on which it may still go out; the next rule of the same relation ends it.
    """

    key: str
    relation: Relation
    days: int
    anchor: str
    hour: int = 9
    is_active: bool = True
    kind: str = ""
    window: int = CAUGHT_UP_DAYS
    is_changed: bool = False

    @property
    def offset(self):
        """From the anchor's day to the reminder's."""
        return timedelta(days=-self.days if self.relation is Relation.BEFORE else self.days)

    @property
    def text(self):
        """In words: „7 Tage vor dem Treffen“."""
        names = {"n": self.days, "anchor": self.anchor}
        if self.relation is Relation.BEFORE:
            return ngettext("%(n)d Tag vor %(anchor)s", "%(n)d Tage vor %(anchor)s", self.days) % names
        return ngettext("%(n)d Tag nach %(anchor)s", "%(n)d Tage nach %(anchor)s", self.days) % names

    def days_due(self, now):
        """(first, last) anchor's days whose reminder is due, both included."""
        today = local_day(now)
        last = today if now.astimezone(BERLIN).hour >= self.hour else today - timedelta(days=1)
        first = today - timedelta(days=self.window - 1)
        return first - self.offset, last - self.offset

    def moments_due(self, now):
        """(start, end) of the anchors' moments whose reminder is due; the end does not count."""
        first, last = self.days_due(now)
        return wall_moment(first, time.min), wall_moment(last + timedelta(days=1), time.min)


def with_changes(kind, rules, rows):
    """The `rules` of `kind` as they hold now; `rows` are {(kind, key): ReminderRule}."""
    return with_windows([_changed(replace(rule, kind=kind), rows.get((kind, rule.key))) for rule in rules])


def with_windows(rules):
    """Each rule ends where the next active one of its relation begins, one before an event with the event's day."""
    return [replace(rule, window=_window(rule, rules)) for rule in rules]


def _changed(rule, row):
    if row is None:
        return rule
    return replace(rule, days=row.offset_days, hour=row.send_at_hour, is_active=row.is_active, is_changed=True)


def _window(rule, rules):
    same = [other for other in rules if other.is_active and other.relation is rule.relation]
    gaps = [(other.offset - rule.offset).days for other in same if other.offset > rule.offset]
    until_anchor = [rule.days + 1] if rule.relation is Relation.BEFORE else []
    return min([CAUGHT_UP_DAYS, *gaps, *until_anchor])


def saved_rules():
    """{(kind, key): ReminderRule} in one query."""
    return {(row.kind, row.key): row for row in ReminderRule.objects.all()}
