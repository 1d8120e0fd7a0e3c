"""Dates, and the two readers of what is written about them: icalendar, and vobject, which knows nothing of it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
import vobject

from netzwerk.calendars import publish_item

BERLIN = ZoneInfo("Europe/Berlin")


def berlin(*parts):
    return datetime(*parts, tzinfo=BERLIN)


def make_item(key="meeting:1", **fields):
    fields = {
        "summary": "Netzwerktreffen",
        "starts_at": berlin(2027, 3, 2, 14),
        "ends_at": berlin(2027, 3, 2, 16),
        "scopes": ["members"],
        "location": "Kreishaus, Raum 3",
    } | fields
    return publish_item(key, **fields)


@dataclass(frozen=True)
class Read:
    """What a calendar would show; `starts` and `ends` are local time of Berlin with its distance from UTC."""

    method: str
    uid: str
    sequence: int
    status: str
    summary: str
    starts: str
    ends: str
    location: str
    description: str


def read_twice(text):
    """The events of `text` as both readers found them; they have to agree."""
    text = text.decode() if isinstance(text, bytes) else text
    first, second = list(by_icalendar(text)), list(by_vobject(text))
    assert first == second
    return first


def by_icalendar(text):
    calendar = icalendar.Calendar.from_ical(text)
    for event in calendar.walk("VEVENT"):
        yield Read(
            method=str(calendar["METHOD"]),
            uid=str(event["UID"]),
            sequence=int(event["SEQUENCE"]),
            status=str(event["STATUS"]),
            summary=str(event["SUMMARY"]),
            starts=local(event.decoded("DTSTART")),
            ends=local(event.decoded("DTEND")),
            location=str(event.get("LOCATION", "")),
            description=str(event.get("DESCRIPTION", "")),
        )


def by_vobject(text):
    """vobject takes local time from the VTIMEZONE in `text`, not from the machine's own tables."""
    for calendar in vobject.readComponents(text):
        for event in calendar.contents.get("vevent", []):
            yield Read(
                method=calendar.method.value,
                uid=event.uid.value,
                sequence=int(event.sequence.value),
                status=event.status.value,
                summary=event.summary.value,
                starts=local(event.dtstart.value),
                ends=local(event.dtend.value),
                location=event.location.value if "location" in event.contents else "",
                description=event.description.value if "description" in event.contents else "",
            )


def local(moment):
    """„2027-03-28 14:00 +02:00“, by the machine's own tables."""
    shown = moment.astimezone(UTC).astimezone(BERLIN)
    return f"{shown:%Y-%m-%d %H:%M %z}"
