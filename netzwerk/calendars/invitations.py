"""Dates by mail: invitation, change and cancellation, each version once to each invitee."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from netzwerk.calendars.actions import clean_text
from netzwerk.calendars.rendering import message_text, own_address
from netzwerk.mail.bundles import BUNDLED_FOR
from netzwerk.mail.compose import Attachment
from netzwerk.mail.queue import MailDraft, queue_mails, sender_name
from netzwerk.models import CalendarItem, OutgoingMail

KIND = "calendar"
FOLDER = "calendars/email"
State = OutgoingMail.State
WITHDRAWN = "withdrawn"
URGENT_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Invitee:
    """`key` names why somebody is invited ("attendance:4"): who comes back after a withdrawal has a new one.

    `user_id` is the id of their access, `context` what a caller's own templates need beside `item` and `invitee`.
    """

    key: str
    email: str
    name: str = ""
    user_id: int | None = None
    context: dict = field(default_factory=dict)


@transaction.atomic
def invite(item, invitees, *, folder=FOLDER, by=None):
    """Sends `item` as it now is: to those new to it an invitation, to all others the change or the cancellation.

    Call it after every publish_item and cancel_item with all who are invited: whoever has this version gets nothing,
    an older version that still waits is stopped, and who never heard of a cancelled date is left in peace. Several
    changes within an hour become one mail, an hour after the first; what concerns the next day leaves at once (give
    the item that publish_item returned: it knows from when it was moved). `folder` holds the templates invited, changed
    and cancelled (_subject.txt, _body.txt). Returns how many mails are new.
    """
    begins = min(filter(None, (item.starts_at, item.moved_from)))
    item = CalendarItem.objects.select_for_update().get(pk=item.pk)
    version = f"{_prefix(item)}{item.sequence}:"
    told, waits_until = _stop(item, but=version)
    drafts, organizer = [], _organizer(item)
    for invitee in invitees:
        if item.is_cancelled and not told.get(invitee.key, True):
            continue
        name = "cancelled" if item.is_cancelled else "changed" if told.get(invitee.key) else "invited"
        leaves_at = _leaves_at(begins, waits_until.get(invitee.key)) if name == "changed" else None
        drafts.append(_draft(item, invitee, f"{folder}/{name}", version + invitee.key, organizer, leaves_at))
    return queue_mails(drafts, by=by)


@transaction.atomic
def uninvite(item, invitees, *, folder=FOLDER, by=None):
    """Takes `item` out of the calendars of `invitees`, though it takes place for others (template withdrawn)."""
    item = CalendarItem.objects.select_for_update().get(pk=item.pk)
    invitees = list(invitees)
    (told, _waits), organizer = _stop(item, keys={invitee.key for invitee in invitees}), _organizer(item)
    drafts = [
        _draft(item, invitee, f"{folder}/{WITHDRAWN}", f"{_prefix(item)}{WITHDRAWN}:{invitee.key}", organizer)
        for invitee in invitees
        if told.get(invitee.key)
    ]
    return queue_mails(drafts, by=by)


def when_text(item):
    """„Dienstag, 2. März 2027, 14:00 bis 16:00 Uhr“, or with both days."""
    first, last = timezone.localtime(item.starts_at), timezone.localtime(item.ends_at)
    words = {"day": date_format(first, "l, j. F Y"), "start": f"{first:%H:%M}", "end": f"{last:%H:%M}"}
    if first.date() == last.date():
        return _("{day}, {start} bis {end} Uhr").format(**words)
    return _("{day}, {start} Uhr bis {last_day}, {end} Uhr").format(**words, last_day=date_format(last, "l, j. F Y"))


def _leaves_at(begins, first):
    """None for at once; `first` is when the change that is stopped now would have left."""
    now = timezone.now()
    return None if begins < now + URGENT_BEFORE else first or now + BUNDLED_FOR


def _organizer(item):
    return item.organizer_name or sender_name(), item.organizer_email or own_address()


def _draft(item, invitee, template, key, organizer, leaves_at=None):
    method = "CANCEL" if template.endswith(("cancelled", WITHDRAWN)) else "REQUEST"
    attendee = (clean_text(invitee.name, is_line=True), invitee.email)
    text = message_text(item, method=method, organizer=organizer, attendee=attendee)
    return MailDraft(
        template=template,
        kind=KIND,
        to=invitee.email,
        key=key,
        context={"item": item, "invitee": invitee, "when": when_text(item)} | invitee.context,
        recipient_id=invitee.user_id,
        reply_to=item.organizer_email,
        not_before=leaves_at,
        attachments=(Attachment("termin.ics", text, f"text/calendar; method={method}"),),
    )


def _prefix(item):
    return f"{KIND}:{item.pk}:"


def _stop(item, *, but="", keys=None):
    """Stops the mails of `item` that still wait (to the invitees `keys`), but not those whose key begins with `but`.

    Returns {invitee's key: whether one may have reached them}, without those who never had one, and {invitee's key:
    when what is stopped would have left}. A mail that was tried counts: servers break off after they have taken it.
    """
    found, prefix = [], _prefix(item)
    for mail in OutgoingMail.objects.filter(key__startswith=prefix).only("key", "state", "attempts", "next_try_at"):
        version, _colon, key = mail.key.removeprefix(prefix).partition(":")
        if version != WITHDRAWN and not (but and mail.key.startswith(but)) and (keys is None or key in keys):
            found.append((key, mail))
    stopped = _cancel_waiting(mail.pk for _key, mail in found if mail.state == State.QUEUED)
    told, waits_until = {}, {}
    for key, mail in found:
        is_leaving = mail.state == State.QUEUED and mail.pk not in stopped
        told[key] = told.get(key, False) or is_leaving or mail.attempts > 0
        if mail.pk in stopped:
            waits_until[key] = mail.next_try_at
    return told, waits_until


def _cancel_waiting(keys):
    """Those of the mails `keys` that no worker has in hand at this moment; they never leave."""
    waiting = OutgoingMail.objects.select_for_update(skip_locked=True).filter(pk__in=list(keys), state=State.QUEUED)
    stopped = set(waiting.values_list("pk", flat=True))
    OutgoingMail.objects.filter(pk__in=stopped).update(state=State.CANCELLED)
    return stopped
