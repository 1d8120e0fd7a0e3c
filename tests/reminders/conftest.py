"""A kind of reminder of our own, and a clock."""

from dataclasses import dataclass, field
from datetime import datetime

import pytest

from netzwerk.hours import BERLIN
from netzwerk.mail import kinds as mail_kinds
from netzwerk.reminders import Due, Relation, Rule, To, kinds, register_reminder

MONDAY = datetime(2026, 11, 23, 10, tzinfo=BERLIN)


@dataclass
class Event:
    """Something to be reminded of; `to` are addresses."""

    key: str
    starts_at: datetime
    to: tuple = ("ina@amt.example",)
    is_cancelled: bool = False


@dataclass
class Calendar:
    """The app behind the kind "probe": two rules before each of its events."""

    events: list = field(default_factory=list)

    def due(self, now, rule):
        starts, ends = rule.moments_due(now)
        for event in self.events:
            if starts <= event.starts_at < ends and not event.is_cancelled:
                yield Due(
                    key=event.key,
                    recipients=[To(address) for address in event.to],
                    template="portal/email/test",
                    context={"path": "/mein/", "asked_at": event.starts_at},
                    not_after=event.starts_at,
                )


@pytest.fixture
def calendar(monkeypatch):
    """The only kind there is."""
    monkeypatch.setattr(kinds, "_kinds", {})
    monkeypatch.setattr(mail_kinds, "_labels", dict(mail_kinds._labels))
    monkeypatch.setattr(mail_kinds, "_optional", set(mail_kinds._optional))
    calendar = Calendar()
    rules = [
        Rule("week", Relation.BEFORE, days=7, anchor="dem Termin"),
        Rule("day", Relation.BEFORE, days=1, anchor="dem Termin"),
    ]
    register_reminder("probe", "Erinnerung an einen Termin", rules=rules, due=calendar.due)
    return calendar
