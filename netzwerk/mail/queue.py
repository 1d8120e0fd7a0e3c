"""Writing mails into the outbox; everything here happens in the caller's transaction."""

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.utils import timezone
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerUnreachable

from netzwerk.mail.addresses import AddressRefused, checked_address
from netzwerk.mail.bundles import lock_bundles, take_place_of_older
from netzwerk.mail.choices import apply_choices
from netzwerk.mail.compose import (
    SUBJECT_LENGTH,
    checked_headers,
    html_from,
    message_id_of,
    one_line,
    render_text,
    stored_attachments,
)
from netzwerk.mail.kinds import ACCOUNT, is_duty_kind
from netzwerk.models import DigestItem, Network, OutgoingMail
from netzwerk.models.mail import KEY_LENGTH
from netzwerk.prepared import Prepared, Slot

logger = logging.getLogger(__name__)

TRIED_FOR = timedelta(days=1)
CODES_TRIED_FOR = timedelta(hours=1)  # codes and links to a new password are worthless afterwards
URGENT, SINGLE, MANY = 0, 5, 9  # of rows and of messages to the broker, where all other work has 0
BATCH = 500


@dataclass(frozen=True)
class MailDraft:
    """One mail to be queued; the fields are those of `queue_mail`."""

    template: str
    to: str
    key: str
    context: dict = field(default_factory=dict)
    kind: str = ""
    reply_to: str = ""
    headers: dict = field(default_factory=dict)
    attachments: tuple = ()
    recipient_id: int | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None
    outdated_at: datetime | None = None  # nobody needs it any more, not even in a digest
    bundle_key: str = ""
    unsubscribe_url: str = ""  # set by the recipient's choice

    def __post_init__(self):
        if not self.kind:
            object.__setattr__(self, "kind", self.template.partition("/")[0])


def absolute_url(path):
    """The full address of a path of the portal, for mails."""
    return f"{settings.SITE_URL}{path}"


def queue_mail(
    template,
    *,
    to,
    key,
    context=None,
    kind="",
    reply_to="",
    headers=None,
    attachments=(),
    recipient_id=None,
    by=None,
    not_before=None,
    not_after=None,
    bundle_key="",
    is_new=False,
):
    """Writes the mail of `<template>_subject.txt` and `<template>_body.txt`; delivered once the transaction committed.

    Where a mail with `key` exists, that one comes back and nothing is queued. An address nobody can write to gives
    a failed mail that says why. `kind` is by default the first part of `template`; `recipient_id` the user's id;
    after `not_after` (by default a day) it is given up. Templates know `site_url` beside `context`.
    Mails with the same `bundle_key` within an hour become one: the newest, an hour after the first.
    `is_new`: what `key` names is of this transaction, so nobody has written that mail, and it is not looked for.
    None comes back for a kind that is no duty if the recipient wants it weekly (the digest shows the lines of
    `<template>_digest.txt`, or else the text) or not at all.
    """
    if not is_new and _mails_with_key(key=key):
        return OutgoingMail.objects.get(key=key)
    draft = MailDraft(
        template=template,
        to=to,
        key=key,
        context=context or {},
        kind=kind,
        reply_to=reply_to,
        headers=headers or {},
        attachments=tuple(attachments),
        recipient_id=recipient_id,
        not_before=not_before,
        not_after=not_after,
        bundle_key=bundle_key,
    )
    return _queue_one(draft, by, is_new)


@Prepared
def _mails_with_key():
    return OutgoingMail.objects.filter(key=Slot("key", TextField())).values_list("pk")


def queue_mails(drafts, *, by=None):
    """Writes many mails in a few queries for every 500, as `queue_mail` does; returns how many were new."""
    drafts = {draft.key: draft for draft in drafts}
    sender, new = sender_name(), 0
    for batch in _batches(list(drafts.values())):
        new += _queue_batch(batch, sender, by)
    if new:
        transaction.on_commit(announce_many, robust=True)
    return new


def without_known(drafts):
    """Those `drafts` whose key is neither that of a mail nor that of something for a digest."""
    keys = [draft.key for draft in drafts]
    mails, items = (model.objects.filter(key__in=keys).order_by() for model in (OutgoingMail, DigestItem))
    known = set(mails.values_list("key", flat=True).union(items.values_list("key", flat=True)))
    return [draft for draft in drafts if draft.key not in known]


@transaction.atomic(savepoint=False)
def _queue_one(draft, by, is_new):
    sender = sender_name()
    at_once, weekly = apply_choices([draft] if is_duty_kind(draft.kind) else without_known([draft]))
    keep_for_digest(weekly, sender)
    if not at_once:
        return None
    row = row_of(at_once[0], sender=sender, by=by, priority=SINGLE)
    take_place_of_older([row])
    return save_mail(row, is_new=is_new)


@transaction.atomic(savepoint=False)
def _queue_batch(drafts, sender, by):
    at_once, weekly = apply_choices(without_known(drafts))
    rows = [row_of(draft, sender=sender, by=by, priority=MANY) for draft in at_once]
    take_place_of_older(rows)
    OutgoingMail.objects.bulk_create(rows, ignore_conflicts=True)
    keep_for_digest(weekly, sender)
    return len(rows) + len(weekly)


def keep_for_digest(drafts, sender):
    """Writes what the recipients want with their next digest; of a bundle only the newest stays."""
    bundled = {draft.bundle_key: draft for draft in drafts if draft.bundle_key}
    if bundled:
        lock_bundles(bundled)
        DigestItem.objects.waiting().filter(bundle_key__in=list(bundled)).update(done_at=timezone.now(), text="")
    wanted = [draft for draft in drafts if not draft.bundle_key or bundled[draft.bundle_key] is draft]
    DigestItem.objects.bulk_create((_item_of(draft, sender) for draft in wanted), ignore_conflicts=True)


def _item_of(draft, sender):
    context = {"site_url": settings.SITE_URL, "network_name": sender} | draft.context
    templates = [f"{draft.template}_digest.txt", f"{draft.template}_body.txt"]
    return DigestItem(
        key=draft.key,
        bundle_key=draft.bundle_key,
        kind=draft.kind,
        to=draft.to,
        recipient_id=draft.recipient_id,
        owner=f"user:{draft.recipient_id}" if draft.recipient_id else draft.to.lower(),
        subject=one_line(render_text(f"{draft.template}_subject.txt", context), SUBJECT_LENGTH),
        text=render_text(templates, context),
        not_after=draft.outdated_at,
    )


@transaction.atomic
def withdraw_mail(key):
    """Stops the mail of `key` unless it has left or there is none; returns whether it was stopped."""
    if DigestItem.objects.waiting().filter(key=key).update(done_at=timezone.now(), text=""):
        return True
    mail = OutgoingMail.objects.select_for_update().filter(key=key, state=OutgoingMail.State.QUEUED).first()
    if mail is not None:
        mail.cancel()
    return mail is not None


def row_of(draft, *, sender, by, priority):
    """The unsaved row of `draft`, rendered."""
    context = {"site_url": settings.SITE_URL, "network_name": sender} | draft.context
    subject = one_line(render_text(f"{draft.template}_subject.txt", context), SUBJECT_LENGTH)
    text = render_text(f"{draft.template}_body.txt", context)
    if draft.unsubscribe_url:
        text = f"{text}\n\n{_('Seltener oder gar nicht bekommen')}: {draft.unsubscribe_url}"
    return make_row(
        draft,
        subject=subject,
        text_body=text,
        html_body=html_from(subject, text, sender=sender),
        created_by_id=by.pk if by is not None else None,
        priority=priority,
    )


def make_row(draft, *, priority, **fields):
    """The unsaved row with everything but its text."""
    if not 0 < len(draft.key) <= KEY_LENGTH:
        raise ValueError(f"key of {len(draft.key)} characters")
    start = draft.not_before or timezone.now()
    to, state, error = draft.to, OutgoingMail.State.QUEUED, ""
    try:
        to = checked_address(to)
    except AddressRefused as refusal:
        to, state, error = one_line(to or "", 320), OutgoingMail.State.FAILED, str(refusal)
    return OutgoingMail(
        key=draft.key,
        bundle_key=draft.bundle_key,
        kind=draft.kind,
        to=to,
        state=state,
        error=error,
        recipient_id=draft.recipient_id,
        headers=checked_headers(draft.headers, draft.reply_to),
        attachments=stored_attachments(draft.attachments),
        message_id=message_id_of(draft.key),
        priority=URGENT if draft.kind == ACCOUNT else priority,
        next_try_at=start,
        give_up_at=draft.not_after or start + (CODES_TRIED_FOR if draft.kind == ACCOUNT else TRIED_FOR),
        **fields,
    )


def save_mail(mail, *, is_new=False):
    """Saves a new row and has it delivered after the commit; returns the older one where its key is taken.

    With `is_new` (see `queue_mail`) it cannot be, and no savepoint waits for that.
    """
    try:
        with transaction.atomic(savepoint=not is_new):
            mail.save(force_insert=True)
    except IntegrityError:
        if is_new:
            raise
        return OutgoingMail.objects.get(key=mail.key)
    announce(mail)
    return mail


def announce(mail):
    """Tells a worker once the transaction committed; without a broker the mail waits for `send_waiting_mails`."""
    if mail.state == OutgoingMail.State.QUEUED and mail.next_try_at <= timezone.now():
        transaction.on_commit(
            lambda: _send("netzwerk.mail.tasks.deliver_mail", mail.pk, priority=mail.priority), robust=True
        )


def announce_many():
    """Has the waiting mails sent now instead of with the next beat."""
    _send("netzwerk.mail.tasks.send_waiting_mails", priority=MANY)


@Prepared
def _network_names():
    return Network.objects.order_by("pk").values_list("name")[:1]


def sender_name():
    """The network's name, or the portal's where none is loaded."""
    return next((name for (name,) in _network_names() if name), "Netzwerk Kinderschutz")


def _send(task, *arguments, priority):
    try:
        current_app.send_task(task, args=arguments, priority=priority, retry=False)
    except (BrokerUnreachable, OSError):
        logger.warning("broker not reachable, mail waits")


def _batches(items):
    return [items[start : start + BATCH] for start in range(0, len(items), BATCH)]
