"""The kinds of reminders: what apps registered."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from netzwerk.mail.kinds import register_mail_kind
from netzwerk.reminders.rules import saved_rules, with_changes

_kinds = {}


@dataclass(frozen=True)
class To:
    """Who gets it; `user_id` where they have access."""

    address: str
    user_id: int | None = None


@dataclass(frozen=True)
class Due:
    """One record whose turn it is; each of `recipients` gets a mail of their own, none after `not_after`."""

    key: str
    recipients: list
    template: str
    context: dict = field(default_factory=dict)
    not_after: datetime | None = None


@dataclass(frozen=True)
class ReminderKind:
    key: str
    label: str
    defaults: tuple
    due: Callable
    is_duty: bool

    def rules(self, rows=None):
        """Its rules as they hold now; `rows` saves a query (see `saved_rules`)."""
        return with_changes(self.key, self.defaults, saved_rules() if rows is None else rows)


def register_reminder(kind, label, *, rules, due, is_duty=False, is_secret=False, is_before_access=False):
    """Adds a kind; see netzwerk.reminders. the other options are those of a kind of mail."""
    register_mail_kind(kind, label, is_secret=is_secret, is_duty=is_duty, is_before_access=is_before_access)
    _kinds[kind] = ReminderKind(kind, label, tuple(rules), due, is_duty)


def reminder_kinds():
    """All kinds by label."""
    return sorted(_kinds.values(), key=lambda kind: str(kind.label))


def reminder_kind(key):
    """The kind `key`, or None."""
    return _kinds.get(key)


def all_rules():
    """The rules of all kinds as they hold now, in one query."""
    rows = saved_rules()
    return [rule for kind in reminder_kinds() for rule in kind.rules(rows)]
