"""Answers to the question whether data are right, and the days it is asked on."""

from django.db import transaction
from django.utils import timezone

from members.upkeep.actions.asking import REMINDER, AlreadyAnswered
from members.upkeep.actions.corrections import propose_correction
from members.upkeep.enums import Answer, Source
from members.upkeep.models import Confirmation
from netzwerk.audit import record_event
from netzwerk.reminders import withdraw_reminders


@transaction.atomic
def confirm_data(*, confirmation, by=None, answer=Answer.CONFIRMED):
    """Notes that the data are right, by link or (with `by`) by phone. Raises AlreadyAnswered."""
    confirmation = _locked(confirmation)
    _settle(confirmation, answer)
    mark_confirmed(confirmation.record)
    record_event("upkeep.data_confirmed", target=confirmation.record, by=by, round=confirmation.round, answer=answer)


@transaction.atomic
def answer_with_correction(*, confirmation, reason, changes, reply_email=""):
    """Takes the correction from the page of the link, which has done its work then. Raises AlreadyAnswered."""
    confirmation = _locked(confirmation)
    _settle(confirmation, Answer.CORRECTED)
    return propose_correction(
        record=confirmation.record,
        reason=reason,
        changes=changes,
        source=Source.CONFIRMATION,
        reply_email=reply_email,
    )


@transaction.atomic
def change_settings(*, settings, by):
    """Saves the days of the rounds."""
    settings.save()
    record_event("upkeep.settings_changed", target=settings, by=by)


def mark_confirmed(record):
    """The record is right as of now; public pages say so."""
    record.confirmed_at = timezone.now()
    record.save(update_fields=["confirmed_at"])


def _settle(confirmation, answer):
    confirmation.settle(answer)
    withdraw_reminders(REMINDER, confirmation.reminder_key)


def _locked(confirmation):
    confirmation = Confirmation.objects.select_for_update(of=["self"]).get(pk=confirmation.pk)
    if confirmation.answered_at is not None:
        raise AlreadyAnswered
    return confirmation
