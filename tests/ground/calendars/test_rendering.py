"""What is written about a date, read by two libraries that know nothing of each other."""

from datetime import datetime, timedelta

import pytest
import vobject

from netzwerk.calendars import cancel_item
from netzwerk.calendars.rendering import feed_text, message_text
from tests.ground.calendars.makers import BERLIN, berlin, make_item, read_twice

pytestmark = pytest.mark.django_db

ORGANIZER = ("Koordination", "koordination@amt.example")
ATTENDEE = ("Ina Amt", "ina@amt.example")


def request_of(item, method="REQUEST"):
    return message_text(item, method=method, organizer=ORGANIZER, attendee=ATTENDEE)


# Days around the last Sundays of March and October 2027, and the hours of the nights themselves.
@pytest.mark.parametrize(
    ("starts_at", "shown"),
    [
        (berlin(2027, 3, 27, 14), "2027-03-27 14:00 +0100"),
        (berlin(2027, 3, 28, 1, 59), "2027-03-28 01:59 +0100"),
        (berlin(2027, 3, 28, 3), "2027-03-28 03:00 +0200"),
        (berlin(2027, 3, 28, 14), "2027-03-28 14:00 +0200"),
        (berlin(2027, 7, 1, 9), "2027-07-01 09:00 +0200"),
        (berlin(2027, 10, 30, 14), "2027-10-30 14:00 +0200"),
        (berlin(2027, 10, 31, 1, 59), "2027-10-31 01:59 +0200"),
        (berlin(2027, 10, 31, 2, 30), "2027-10-31 02:30 +0200"),
        (datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=BERLIN), "2027-10-31 02:30 +0100"),
        (berlin(2027, 10, 31, 3), "2027-10-31 03:00 +0100"),
        (berlin(2027, 11, 1, 14), "2027-11-01 14:00 +0100"),
        (berlin(2042, 3, 30, 14), "2042-03-30 14:00 +0200"),
    ],
)
def test_local_times_hold_on_both_sides_of_a_summer_time_change(starts_at, shown):
    item = make_item(starts_at=starts_at, ends_at=datetime.fromtimestamp(starts_at.timestamp() + 5400, BERLIN))

    (event,) = read_twice(request_of(item))

    assert event.starts == shown
    took = datetime.strptime(event.ends, "%Y-%m-%d %H:%M %z") - datetime.strptime(event.starts, "%Y-%m-%d %H:%M %z")
    assert took == timedelta(minutes=90)


def test_the_second_reader_takes_the_times_from_our_own_zone():
    """Otherwise a wrong VTIMEZONE would go unnoticed: the rule for October is taken away, and it has to notice."""
    text = request_of(make_item(starts_at=berlin(2027, 11, 2, 14), ends_at=berlin(2027, 11, 2, 15)))
    own = text.replace("Europe/Berlin", "Probe/Winter")
    only_summer = text.replace("Europe/Berlin", "Probe/Sommer").replace("TZOFFSETTO:+0100", "TZOFFSETTO:+0200")

    offsets = [vobject.readOne(part).vevent.dtstart.value.strftime("%H:%M %z") for part in (own, only_summer)]

    assert offsets == ["14:00 +0100", "14:00 +0200"]


def test_create_move_and_cancel_are_one_event():
    created = request_of(make_item(starts_at=berlin(2027, 3, 25, 14), ends_at=berlin(2027, 3, 25, 16)))
    moved = request_of(make_item(starts_at=berlin(2027, 4, 1, 14), ends_at=berlin(2027, 4, 1, 16)))
    cancelled = request_of(cancel_item("meeting:1"), "CANCEL")

    events = [event for text in (created, moved, cancelled) for event in read_twice(text)]

    assert len({event.uid for event in events}) == 1
    assert [(event.method, event.sequence, event.status, event.starts) for event in events] == [
        ("REQUEST", 0, "CONFIRMED", "2027-03-25 14:00 +0100"),
        ("REQUEST", 1, "CONFIRMED", "2027-04-01 14:00 +0200"),
        ("CANCEL", 2, "CANCELLED", "2027-04-01 14:00 +0200"),
    ]
    assert [event.summary for event in events] == ["Netzwerktreffen"] * 2 + ["Abgesagt: Netzwerktreffen"]


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("Größe, Maß; und „Würde“ \\ Ziel", "Größe, Maß; und „Würde“ \\ Ziel"),
        ("👨‍👩‍👧‍👦 Familientag 🎉 " * 7, ("👨‍👩‍👧‍👦 Familientag 🎉 " * 7).strip()),
        ("لقاء شبكة حماية الطفل (Minden)", "لقاء شبكة حماية الطفل (Minden)"),
        ("Treffen\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:falsch", "Treffen END:VEVENT BEGIN:VEVENT SUMMARY:falsch"),
        ("Treffen\nATTENDEE:mailto:x@y.example", "Treffen ATTENDEE:mailto:x@y.example"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f\x00g\x1eh", "abcd e fgh"),
    ],
)
def test_titles_come_out_as_they_went_in_and_stay_one_line(given, read):
    item = make_item(summary=given, location=given)

    (event,) = read_twice(request_of(item))

    assert (event.summary, event.location) == (read, read)


def test_descriptions_keep_their_lines_and_bring_none_of_their_own():
    text = "Erstens: Ankommen\r\nZweitens, Meldewege; Fragen\n\nBEGIN:VALARM\nDESCRIPTION:böse\u2028Ende"

    (event,) = read_twice(request_of(make_item(description=text)))

    assert event.description == "Erstens: Ankommen\nZweitens, Meldewege; Fragen\n\nBEGIN:VALARM\nDESCRIPTION:böse\nEnde"


def test_names_and_addresses_bring_no_lines():
    item = make_item(url="https://portal.example/\r\nX-BAD:1", organizer_name='Zoë "Z"; X,\r\nX-BAD:2')
    organizer, attendee = (item.organizer_name, "zoe@jugendamt-lübbecke.example"), ('Ina\\n "A";', "nicht erreichbar")

    text = message_text(item, method="REQUEST", organizer=organizer, attendee=attendee)

    event = vobject.readOne(text).vevent
    assert event.organizer.value == "mailto:zoe@xn--jugendamt-lbbecke-d3b.example"
    assert event.attendee.value.startswith("mailto:portal@")  # the mail itself fails; nothing invalid is written
    assert "\nX-BAD" not in text
    read_twice(text)


def test_lines_are_folded_and_end_as_the_standard_asks():
    text = feed_text([make_item(summary="Ü" * 190, description="Zeile\n" * 40)], name="Netzwerk Kinderschutz")

    assert max(map(len, text.split(b"\r\n"))) <= 75
    assert b"\n" not in text.replace(b"\r\n", b"")


def test_an_empty_feed_can_be_read():
    assert read_twice(feed_text([], name="Netzwerk")) == []
