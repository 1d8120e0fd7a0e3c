"""What each recipient wants to get of a kind: at once, in the weekly digest, or not at all.

The ground knows no person. Whoever keeps their choices registers a reader in its wiring.py:

    register_choice(reader)   # reader(drafts) returns {draft.key: Wish}; who is not in it gets everything at once

It is asked once for many drafts, and only about kinds that are no duty.
"""

from dataclasses import dataclass, replace

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.mail.kinds import is_duty_kind, is_secret_kind
from netzwerk.mail.weekly import coming_moment

_readers = []


class Choice(models.TextChoices):
    """How somebody wants one kind of message."""

    AT_ONCE = "at-once", _("sofort")
    WEEKLY = "weekly", _("einmal in der Woche")
    OFF = "off", _("gar nicht")


@dataclass(frozen=True)
class Wish:
    """The choice of one recipient for one kind; behind `unsubscribe_url` it can be changed without sign-in."""

    choice: str
    unsubscribe_url: str


def register_choice(reader):
    """Adds a reader; the same function counts once."""
    if reader not in _readers:
        _readers.append(reader)


def wishes_of(drafts):
    """{key: Wish} of those `drafts` (of MailDraft or DigestItem) that are no duty and whose recipient is known."""
    asked = [draft for draft in drafts if not is_duty_kind(draft.kind)]
    wishes = {}
    for reader in _readers if asked else ():
        wishes |= reader(asked)
    return wishes


def apply_choices(drafts):
    """(drafts to be sent at once, drafts for the digest); what is not wanted is in neither.

    What opens an access is never kept for a digest, nor what would come too late with the next one.
    """
    next_digest = coming_moment(timezone.now())
    wishes, at_once, weekly = wishes_of(drafts), [], []
    for draft in drafts:
        wish = wishes.get(draft.key)
        if wish is None:
            at_once.append(draft)
        elif wish.choice == Choice.WEEKLY and _can_wait(draft, next_digest):
            weekly.append(draft)
        elif wish.choice != Choice.OFF:
            at_once.append(_with_unsubscribe(draft, wish))
    return at_once, weekly


def _can_wait(draft, until):
    return not is_secret_kind(draft.kind) and (draft.outdated_at is None or draft.outdated_at > until)


def _with_unsubscribe(draft, wish):
    """One click in the mail program ends it (RFC 8058); the text names the same address."""
    headers = {
        "List-Unsubscribe": f"<{wish.unsubscribe_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    return replace(draft, headers=draft.headers | headers, unsubscribe_url=wish.unsubscribe_url)
