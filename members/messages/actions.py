"""Choosing how one is written to."""

from django.db import transaction

from members.messages.wishes import choices_of
from members.models import MessageChoice, Person
from netzwerk.audit import record_event
from netzwerk.mail import Choice
from netzwerk.mail.kinds import DIGEST, is_duty_kind


class IsDuty(Exception):
    """Nobody can do without this kind of message."""


@transaction.atomic
def change_choice(*, owner, kind, choice, by=None):
    """Notes how `owner` (a Person or a User) wants `kind`; without `by` by the link of a mail. Raises IsDuty."""
    if is_duty_kind(kind):
        raise IsDuty
    if choices_of(owner).get(kind, Choice.AT_ONCE) == choice:
        return
    holder = {"person": owner} if isinstance(owner, Person) else {"user": owner}
    MessageChoice.objects.update_or_create(**holder, kind=kind, defaults={"choice": choice})
    record_event("members.message_choice_changed", target=owner, by=by, message=kind, choice=choice)


@transaction.atomic
def unsubscribe(*, owner, kind):
    """Ends `kind` for `owner`; the digest with everything that was in it. Raises IsDuty."""
    kinds = [kind]
    if kind == DIGEST:
        kinds = [name for name, choice in choices_of(owner).items() if choice == Choice.WEEKLY]
    for name in kinds:
        change_choice(owner=owner, kind=name, choice=Choice.OFF)
