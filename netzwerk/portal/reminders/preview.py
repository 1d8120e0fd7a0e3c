"""Whom a rule would reach today, from the same plan that the beat carries out."""

from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace

from django.utils import timezone

from netzwerk.portal.outbox.listing import with_people
from netzwerk.reminders.engine import planned

SHOWN = 50


@dataclass(frozen=True)
class Reach:
    """`count` people at `moment`; `mails` are the first ones with `recipient_name`, `to` and `is_weekly`, if asked."""

    moment: datetime
    count: int
    mails: list = field(default_factory=list)
    hidden: int = 0

    @property
    def is_today(self):
        return timezone.localdate(self.moment) == timezone.localdate()


def reach_of(rule):
    """The Reach of `rule`; nothing is written."""
    ((plan, moment),) = planned([rule], timezone.now())
    shown = [
        SimpleNamespace(
            to=mail.draft.to, recipient_id=mail.draft.recipient_id, kind=mail.draft.kind, is_weekly=mail.is_weekly
        )
        for mail in plan[:SHOWN]
    ]
    return Reach(moment, _people(plan), with_people(shown), len(plan) - len(shown))


def reaches_of(rules):
    """{rule: Reach} that only counts; one or two queries a rule, whomever they reach."""
    plans = planned(rules, timezone.now())
    return {rule: Reach(moment, _people(plan)) for rule, (plan, moment) in zip(rules, plans, strict=True)}


def _people(plan):
    return len({mail.draft.recipient_id or mail.draft.to.lower() for mail in plan})
