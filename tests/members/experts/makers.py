"""Makers of experts, duties and requests."""

import uuid
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from members.experts.actions.advice import ask_for_advice
from members.experts.models import ExpertDuty, ExpertHours, ExpertProfile
from netzwerk.models import OutgoingMail
from tests.factories import make_membership, make_organisation, make_person, make_user

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY_MORNING = datetime(2026, 11, 23, 10, tzinfo=BERLIN)
PHONE = "0221 4710-777"
FORM = "/insofa/anfrage/"


def make_expert(*, office=None, towns=(), hours=None, person=None, with_access=False, **fields):
    """`hours`: {weekday: (first hour, last hour)}; the person holds a seat of the expert's organisation."""
    person = person or make_person()
    if with_access:
        person.user = make_user(email=person.email)
        person.save()
    organisation = fields.pop("organisation", None) or make_organisation(youth_welfare_office=office)
    make_membership(person=person, organisation=organisation, since_on=timezone.localdate() - timedelta(days=90))
    fields = {"phone": "0221 4710-600", "person": person, "organisation": organisation} | fields
    expert = ExpertProfile.objects.create(youth_welfare_office=office, **fields)
    expert.municipalities.set(towns)
    for weekday, (opens, closes) in (hours or {}).items():
        ExpertHours.objects.create(expert=expert, weekday=weekday, opens=time(opens), closes=time(closes))
    return expert


def make_duty(expert, office, *, first=0, last=6):
    """From `first` to `last` day, counted from today."""
    today = timezone.localdate()
    return ExpertDuty.objects.create(
        expert=expert,
        youth_welfare_office=office,
        starts_on=today + timedelta(days=first),
        ends_on=today + timedelta(days=last),
    )


def in_hours(start, end):
    """A window that many hours from now."""
    now = timezone.now()
    return now + timedelta(hours=start), now + timedelta(hours=end)


def ask(town, **fields):
    """A request for advice in `town`."""
    fields = {"token": uuid.uuid4(), "profession": "school", "phone": PHONE, "window": in_hours(1, 3)} | fields
    return ask_for_advice(municipality=town, **fields)


def answers(**fields):
    """What a school in Oberstadt sends on Monday morning."""
    return {
        "token": str(uuid.uuid4()),
        "profession": "school",
        "town": "oberstadt",
        "phone": PHONE,
        "day": "2026-11-24",
        "starts": "9",
        "ends": "12",
    } | fields


def mails():
    return list(OutgoingMail.objects.order_by("pk"))
