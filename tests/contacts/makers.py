"""Makers of contact points."""

import itertools
from datetime import datetime, time
from zoneinfo import ZoneInfo

from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline, WeeklyHours

_numbers = itertools.count(1)
BERLIN = ZoneInfo("Europe/Berlin")


def make_contact(*, hours=None, towns=(), **fields):
    """`hours`: {weekday: [("8:30", "17:00"), …]}."""
    number = next(_numbers)
    fields = {
        "key": f"stelle-{number}",
        "kind": Kind.ASD,
        "name": f"Stelle {number}",
        "phone": "0221 4710-100",
    } | fields
    contact = ContactPoint.objects.create(**fields)
    contact.municipalities.set(towns)
    for weekday, spans in (hours or {}).items():
        for opens, closes in spans:
            WeeklyHours.objects.create(contact=contact, weekday=weekday, opens=_time(opens), closes=_time(closes))
    return contact


def make_on_call(office, **fields):
    fields = {"kind": Kind.ON_CALL, "is_always_open": True, "phone": "110", "name": "Rufbereitschaft"} | fields
    return make_contact(youth_welfare_office=office, **fields)


def make_closure(**fields):
    return Closure.objects.create(**{"reason": "Betriebsferien"} | fields)


def make_helpline(**fields):
    number = next(_numbers)
    return Helpline.objects.create(
        **{"key": f"telefon-{number}", "name": f"Telefon {number}", "phone": "116 111"} | fields
    )


def at(year, month, day, hour, minute=0, fold=0):
    """A moment in Berlin."""
    return datetime(year, month, day, hour, minute, tzinfo=BERLIN, fold=fold)


def _time(text):
    hour, minute = text.split(":")
    return time(int(hour), int(minute))


OFFICE_HOURS = {day: [("8:30", "17:00")] for day in range(4)} | {4: [("8:30", "12:00")]}
