"""Asks all kinds what is due and queues what has no row yet: once, however often, by however many beats."""

import logging
from dataclasses import dataclass, replace
from itertools import islice

from django.db import transaction
from django.utils import timezone

from netzwerk.mail.choices import apply_choices
from netzwerk.mail.digest import register_digest_check
from netzwerk.mail.queue import BATCH, TRIED_FOR, MailDraft, queue_mails, without_known
from netzwerk.models import DigestItem, OutgoingMail
from netzwerk.reminders.kinds import all_rules, reminder_kind
from netzwerk.reminders.quiet import cannot_wait, is_quiet, next_moment

logger = logging.getLogger(__name__)

PREFIX = "reminder"
STILL_DUE_DAYS = 60  # how long a digest may have waited


@dataclass(frozen=True)
class Planned:
    """A mail that would go out; `is_weekly`: with the recipient's next digest."""

    draft: MailDraft
    is_weekly: bool


def send_reminders(now=None):
    """Queues everything that is due and has no row yet; returns how many. One kind that fails holds up no other."""
    now, count = now or timezone.now(), 0
    for rule in all_rules():
        if rule.is_active:
            try:
                count += _send(rule, now)
            except Exception:
                logger.exception("reminders not sent", extra={"kind": rule.kind, "rule": rule.key})
    return count


def _send(rule, now):
    found = list(due_of(rule, now))
    if is_quiet(now):
        found = [due for due in found if cannot_wait(due, now)]
    return sum(_queue(drafts) for drafts in _batches(_groups(found, rule, now)))


@transaction.atomic
def _queue(drafts):
    return queue_mails(drafts)


def planned(rules, now):
    """[([Planned], moment)]: what each of `rules` sends at the next moment at which it may; nothing is written.

    What was sent before and what recipients want is asked once for all rules.
    """
    moments = [next_sending(rule, now) for rule in rules]
    plans = {(rule.kind, rule.key): ([], moment) for rule, moment in zip(rules, moments, strict=True)}
    groups = (
        group
        for rule, moment in zip(rules, moments, strict=True)
        for group in _groups(due_of(rule, moment), rule, moment)
    )
    for drafts in _batches(groups):
        for is_weekly, chosen in enumerate(apply_choices(drafts)):
            for draft in chosen:
                plans[draft.kind, draft.context["rule"].key][0].append(Planned(draft, bool(is_weekly)))
    return list(plans.values())


def next_sending(rule, now):
    """Today at the rule's hour or, later on, now; on a day of rest the next one after it."""
    local = timezone.localtime(now)
    moment = max(now, local.replace(hour=rule.hour, minute=0, second=0, microsecond=0))
    resumed = next_moment(moment)
    if resumed == moment:
        return moment
    return max(resumed, timezone.localtime(resumed).replace(hour=rule.hour))


def due_of(rule, now):
    """The Due of `rule` that somebody can still use."""
    for due in reminder_kind(rule.kind).due(now, rule):
        if due.not_after is None or due.not_after > now:
            yield due


def drafts_of(due, rule, now):
    """A draft for each recipient; the first one's key stands for the whole Due."""
    base = f"{PREFIX}:{rule.kind}:{due.key}:rule:{rule.key}"
    ends = min(filter(None, (due.not_after, now + TRIED_FOR)))
    return [
        MailDraft(
            template=due.template,
            to=to.address,
            key=f"{base}:{number}" if number > 1 else base,
            context=due.context | {"rule": rule},
            kind=rule.kind,
            recipient_id=to.user_id,
            not_after=ends,
            outdated_at=due.not_after,
        )
        for number, to in enumerate(due.recipients, start=1)
    ]


def _groups(found, rule, now):
    """The drafts of each Due that has recipients."""
    return filter(None, (drafts_of(due, rule, now) for due in found))


def _batches(groups):
    """Lists of drafts, those of one Due together; a Due whose first mail is known was sent, whoever got it then."""
    waiting = iter(groups)
    while batch := list(islice(waiting, BATCH)):
        new = {draft.key for draft in without_known([drafts[0] for drafts in batch])}
        yield [draft for drafts in batch if drafts[0].key in new for draft in drafts]


@transaction.atomic
def withdraw_reminders(kind, key):
    """Stops what still waits of the record `key` (of Due), mails and entries of digests."""
    start, now = f"{PREFIX}:{kind}:{key}:rule:", timezone.now()
    mails = OutgoingMail.objects.select_for_update().filter(key__startswith=start, state=OutgoingMail.State.QUEUED)
    for mail in mails:
        mail.cancel()
    DigestItem.objects.waiting().filter(key__startswith=start).update(done_at=now, text="")


def no_longer_due(items, now):
    """Keys of those reminders among `items` of a digest that are answered, cancelled or switched off meanwhile."""
    reminders = [item for item in items if item.key.startswith(f"{PREFIX}:")]
    kinds, due = {item.kind for item in reminders}, set()
    for rule in all_rules() if kinds else ():
        if rule.kind in kinds and rule.is_active:
            wide = replace(rule, window=STILL_DUE_DAYS)
            due |= {draft.key for found in due_of(wide, now) for draft in drafts_of(found, wide, now)}
    return {item.key for item in reminders} - due


register_digest_check(no_longer_due)
