"""Asking everybody, twice a year, whether their data are right: one mail for each record and round, however often."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members.enums import MembershipKind
from members.models import Membership, Organisation, Person
from members.recipients import recipients_of
from members.upkeep.models import Confirmation, ConfirmationSettings
from netzwerk.audit import record_event
from netzwerk.mail import queue_mail, withdraw_mail
from netzwerk.reminders import withdraw_reminders
from netzwerk.signed_links import make_link

PURPOSE = "confirm-data"
REMINDER = "upkeep-reminder"
CAUGHT_UP_FOR = timedelta(days=30)  # a portal that stood still, or is new, does not ask for a round long past
LINK_DAYS = 90


class NoAddress(Exception):
    """Nobody can be written to; the coordinator has to call."""


class AlreadyAnswered(Exception):
    """The data were confirmed, or a correction was sent, in the meantime."""


class SentToday(Exception):
    """A mail went out today; another one would only confuse."""


def ask_everybody(now=None):
    """Asks all records of the present round that were not asked yet, each in its own transaction; returns how many.

    What another worker asks at the same time, or an earlier, killed run asked, is left alone.
    """
    today = timezone.localdate(now)
    settings = ConfirmationSettings.current()
    key, begins = settings.latest_round(today)
    if today - begins > CAUGHT_UP_FOR:
        return 0
    due_on = today + timedelta(days=settings.answer_days)
    asked = 0
    for found in (organisations_to_ask(key, begins), people_to_ask(key, begins)):
        for pk in found.values_list("pk", flat=True):
            asked += _ask_first(found.model, pk, round_key=key, due_on=due_on)
    return asked


def organisations_to_ask(key, begins):
    """Those that take part, were not asked in the round and have not confirmed since it began."""
    return (
        Organisation.objects.active()
        .exclude(confirmed_at__gte=_moment(begins))
        .exclude(confirmations__round=key)
        .order_by("pk")
    )


def people_to_ask(key, begins):
    """The same for people whom no organisation speaks for; a person without any contact data has nothing to confirm."""
    return (
        Person.objects.unseated()
        .exclude(Q(email="", phone="", mobile=""))
        .filter(created_at__lt=_moment(begins))
        .exclude(confirmed_at__gte=_moment(begins))
        .exclude(confirmations__round=key)
        .order_by("pk")
    )


@transaction.atomic
def ask_again(*, confirmation, by):
    """Sends another mail; its link replaces the older one. Raises AlreadyAnswered, SentToday or NoAddress."""
    confirmation = Confirmation.objects.select_for_update(of=["self"]).get(pk=confirmation.pk)
    if confirmation.answered_at is not None:
        raise AlreadyAnswered
    if confirmation.times_sent and timezone.localdate(confirmation.asked_at) == timezone.localdate():
        raise SentToday
    withdraw_mail(confirmation.mail_key)
    withdraw_reminders(REMINDER, confirmation.reminder_key)
    days = ConfirmationSettings.current().answer_days
    if not _send(confirmation, due_on=timezone.localdate() + timedelta(days=days), by=by):
        raise NoAddress
    record_event("upkeep.confirmation_asked_again", target=confirmation.record, by=by, round=confirmation.round)


def address_of(record):
    """(mail address, user id or None) for the question to `record`: its own, or that of its first holder in reach."""
    if record.email:
        return record.email, getattr(record, "user_id", None)
    if isinstance(record, Person):
        return "", None
    holders = Membership.objects.current().filter(organisation=record, kind=MembershipKind.HOLDER)
    first = next(iter(recipients_of(holders)), None)
    return (first.email, first.person.user_id) if first else ("", None)


@transaction.atomic
def _ask_first(model, pk, *, round_key, due_on):
    record = model.objects.select_for_update().filter(pk=pk).first()
    if record is None:
        return False
    confirmation, is_new = Confirmation.objects.get_or_create(
        **{model._meta.model_name: record}, round=round_key, defaults={"due_on": due_on}
    )
    return is_new and _send(confirmation, due_on=due_on)


def _send(confirmation, *, due_on, by=None):
    """Queues the mail with a fresh link; False where nobody can be written to."""
    address, user_id = address_of(confirmation.record)
    if not address:
        return False
    confirmation.ask(due_on=due_on)
    link = make_link(PURPOSE, confirmation, days=LINK_DAYS, view_name="upkeep:confirmation")
    queue_mail(
        "upkeep/email/confirmation",
        to=address,
        key=confirmation.mail_key,
        context={"confirmation": confirmation, "link": link},
        recipient_id=user_id,
        by=by,
    )
    return True


def _moment(day):
    return timezone.make_aware(datetime.combine(day, time.min))
