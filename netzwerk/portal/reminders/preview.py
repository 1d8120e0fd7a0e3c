"""Whom a rule would reach today, from the same plan that the beat carries out."""

from dataclasses import dataclass
from datetime import datetime
from types import SimpleNamespace

from django.utils import timezone

from netzwerk.portal.outbox.listing import with_people
from netzwerk.reminders.engine import planned

SHOWN = 50


@dataclass(frozen=True)
class Reach:
    """`count` people at `moment`; `mails` are the first ones with `recipient_name`, `to` and `is_weekly`."""

    moment: datetime
    count: int
    mails: list
    hidden: int

    @property
    def is_today(self):
        return timezone.localdate(self.moment) == timezone.localdate()


def reach_of(rule):
    """The Reach of `rule`; nothing is written."""
    plan, moment = planned(rule, timezone.now())
    shown = [
        SimpleNamespace(
            to=mail.draft.to, recipient_id=mail.draft.recipient_id, kind=mail.draft.kind, is_weekly=mail.is_weekly
        )
        for mail in plan[:SHOWN]
    ]
    people = {mail.draft.recipient_id or mail.draft.to.lower() for mail in plan}
    return Reach(moment, len(people), with_people(shown), len(plan) - len(shown))
