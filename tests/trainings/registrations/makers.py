"""Makers for tests of sign-ups."""

import itertools
from datetime import timedelta

from netzwerk.models import OutgoingMail
from tests.factories import make_category
from trainings.enums import RegistrationSource, RegistrationState
from trainings.registrations.actions import Applicant, register

_numbers = itertools.count(1)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED
RETURNED, EXPIRED, REPLACED = RegistrationState.RETURNED, RegistrationState.EXPIRED, RegistrationState.REPLACED


def make_applicant(category=None, **fields):
    number = next(_numbers)
    fields = {
        "first_name": "Ina",
        "last_name": f"Amt{number}",
        "email": f"ina{number}@amt.example",
        "actor_category": category or make_category(),
    } | fields
    return Applicant(**fields)


def book(event, *applicants, source=RegistrationSource.SELF, **options):
    return register(event=event, applicants=list(applicants), source=source, **options)


def sign_up(event, *categories, **fields):
    """Signs up one person of each of `categories`, one after the other; returns the registrations."""
    return [
        register(event=event, applicants=[make_applicant(category)], source=RegistrationSource.SELF, **fields)[0]
        for category in categories or (None,)
    ]


def states(event):
    """The states of the event's registrations in their order."""
    return list(event.registrations.order_by("number").values_list("state", flat=True))


def counts(event):
    """(taken, waiting, open) as the lists show them."""
    event.refresh_from_db()
    return event.taken_count, event.waiting_count, event.open_seats


def mails_to(registration):
    """The kinds of mails that have left or wait for one person: ["confirmed"]."""
    ours = OutgoingMail.objects.filter(key__startswith="training-", key__endswith=f":{registration.pk}")
    keys = ours.exclude(state=OutgoingMail.State.CANCELLED).order_by("pk").values_list("key", flat=True)
    return [key.removeprefix("training-").partition(":")[0] for key in keys]
