"""Makers for tests of attendance and certificates."""

from datetime import timedelta

from django.utils import timezone

from members.enums import Role
from tests.factories import make_registration, make_training, make_user
from trainings.attendance.actions import set_presence
from trainings.enums import EventStatus, Presence

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def make_running(**fields):
    """A training that began an hour ago and lasts two more."""
    return make_training(**{"starts_at": timezone.now() - HOUR, "hours": 3} | fields)


def make_past(days=2, **fields):
    """A training that was `days` ago, entered as held."""
    return make_training(**{"starts_at": timezone.now() - days * DAY, "status": EventStatus.HELD} | fields)


def make_seat(event, presence="", **fields):
    """A confirmed seat; with a presence it was noted by the action, so certificates follow."""
    row = make_registration(event=event, **fields)
    return set_presence(registration=row, presence=presence, by=None) if presence else row


def make_present(event, **fields):
    return make_seat(event, Presence.PRESENT, **fields)


def make_coordinator(**fields):
    return make_user(role=Role.COORDINATOR, **fields)
