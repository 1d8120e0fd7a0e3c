"""Whose turn it is to answer, and until when."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from trainings.enums import EventStatus, Presence, RegistrationState
from trainings.feedback.enums import Moment
from trainings.feedback.models import AnswerMark
from trainings.models import Registration

CLOSED_AFTER = timedelta(days=120)  # counted from the end of the training; nobody answers about it any more
TAKES_PLACE = (EventStatus.PUBLISHED, EventStatus.HELD)


def closes_at(event, moment):
    """Until when one may answer about `event`."""
    return event.starts_at if moment == Moment.BEFORE else event.ends_at + CLOSED_AFTER


def is_open(registration, moment, now=None):
    """Whether `registration` may answer now: beforehand with a confirmed seat, later on who was there."""
    now, event = now or timezone.now(), registration.event
    if event.status not in TAKES_PLACE or now >= closes_at(event, moment):
        return False
    if moment == Moment.BEFORE:
        return registration.state == RegistrationState.CONFIRMED
    return registration.presence == Presence.PRESENT and event.ends_at <= now


def to_be_asked(moment, *, starts, ends, now):
    """The Registrations of trainings that begin (Moment.BEFORE) or end from `starts` until `ends` and may answer."""
    anchor = "starts_at" if moment == Moment.BEFORE else "ends_at"
    found = Registration.objects.confirmed().filter(
        **{f"event__{anchor}__gte": starts, f"event__{anchor}__lt": ends}, event__status__in=TAKES_PLACE
    )
    if moment == Moment.BEFORE:
        found = found.filter(event__starts_at__gt=now)
    else:
        found = found.filter(event__ends_at__lte=now, presence=Presence.PRESENT)
    answered = AnswerMark.objects.filter(registration=OuterRef("pk"), moment=moment)
    return found.filter(~Exists(answered)).exclude(email="").select_related("event").order_by("pk")
