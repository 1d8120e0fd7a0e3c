"""Postponing: who keeps their seat, who hears of it how often, and what calendars say."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import CalendarItem, OutgoingMail
from tests.factories import make_category, make_mail, make_registration, make_user
from tests.trainings.planning.makers import (
    BASE,
    errors_of,
    expected,
    in_days,
    item_of,
    mails,
    make_draft,
    nine,
    published,
    session_data,
    stored,
)
from trainings.enums import RegistrationState
from trainings.planning.actions import postpone_event
from trainings.planning.refusals import EventRefused

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED


def row(days, hours=3):
    return {"title": "", "starts_at": nine(days), "ends_at": nine(days) + timedelta(hours=hours)}


def test_postponing_keeps_seats_and_tells_everyone_once(client):
    window = {"return_until_on": in_days(25), "closes_at": nine(28)}
    event = published(**window, maximum=2, reserved={make_category(): 1})
    release_on = event.reservations.get().release_on
    people = expected(event)
    before = item_of(event)
    data = session_data((in_days(44), "10:00", "15:00")) | {"note": "Der Saal ist frei."}

    response = client.post(f"{BASE}{event.pk}/verschieben/", data, follow=True)

    event, item = stored(event), item_of(event)
    assert "Die Fortbildung ist verschoben" in response.content.decode()
    assert timezone.localdate(event.starts_at) == in_days(44)
    assert (event.return_until_on, timezone.localdate(event.closes_at)) == (in_days(39), in_days(42))
    assert event.reservations.get().release_on == release_on + timedelta(days=14)
    assert mails("moved") == {people[state].email: 1 for state in (CONFIRMED, WAITING, OFFERED)}
    assert (item.uid, item.sequence) == (before.uid, before.sequence + 1)
    mail = OutgoingMail.objects.get(key__startswith=f"training-moved:{people[CONFIRMED].pk}:")
    assert "Der Saal ist frei." in mail.text_body
    assert "Bisher war geplant:" in mail.text_body
    assert "/platz/" in mail.text_body
    assert mail.attachments[0]["mimetype"] == "text/calendar; method=REQUEST"
    assert {row.state for row in event.registrations.live()} == {CONFIRMED, WAITING, OFFERED}


def test_postponing_stops_reminders_but_not_confirmations():
    event = published()
    seat = make_registration(event=event)
    for key in (f"training-confirmed:{seat.pk}", f"reminder:training-reminder:{seat.pk}:rule:week"):
        make_mail(key=key)

    postpone_event(event=event, sessions=[row(40)], by=make_user())

    states = {key.partition(":back:")[0]: state for key, state in OutgoingMail.objects.values_list("key", "state")}
    assert states[f"training-confirmed:{seat.pk}"] == "queued"
    assert states[f"reminder:training-reminder:{seat.pk}:rule:week"] == "cancelled"


def test_second_postponing_overtakes_the_first_mail_that_still_waits():
    event = published()
    seat = make_registration(event=event)

    for days in (40, 50):
        postpone_event(event=event, sessions=[row(days)], by=make_user())

    assert mails("moved") == {seat.email: 1}


def test_each_session_keeps_its_place_in_calendars():
    event = published()
    postpone_event(event=event, sessions=[row(40), row(47)], by=make_user())
    uids = dict(CalendarItem.objects.values_list("key", "uid"))

    postpone_event(event=event, sessions=[row(50)], by=make_user())

    key = event.calendar_key
    assert dict(CalendarItem.objects.values_list("key", "uid")) == uids
    assert set(uids) == {key, f"{key}:2"}
    assert dict(CalendarItem.objects.values_list("key", "status")) == {key: "confirmed", f"{key}:2": "cancelled"}


POSTPONED_WRONG = {
    "no date": ([], "__all__", "Tragen Sie mindestens einen Termin ein."),
    "the same": ([(30, "09:00", "12:00")], "termine-0-day", "Das ist der bisherige Termin. Geben Sie den neuen ein."),
    "past": ([(-2, "09:00", "10:00")], "termine-0-day", "Dieser Tag liegt schon zurück."),
    "end before start": ([(9, "12:00", "09:00")], "termine-0-ends", "Das Ende muss nach dem Beginn liegen."),
    "overlap": (
        [(9, "09:00", "12:00"), (9, "10:00", "11:00")],
        "termine-1-starts",
        "Dieser Termin überschneidet sich mit einem anderen.",
    ),
}


@pytest.mark.parametrize("name", POSTPONED_WRONG)
def test_wrong_new_date_stands_at_its_field(name, client):
    rows, field, text = POSTPONED_WRONG[name]
    event = published()
    data = session_data(*[(in_days(days), starts, ends) for days, starts, ends in rows])

    response = client.post(f"{BASE}{event.pk}/verschieben/", data | {"note": "Bitte beachten"})

    assert errors_of(response)[field] == [text]
    assert "Bitte beachten" in response.content.decode()
    assert stored(event).starts_at == event.starts_at


def test_postponing_to_the_same_date_tells_nobody():
    event = published()
    make_registration(event=event)

    with pytest.raises(EventRefused, match="bisherige Termin"):
        postpone_event(event=event, sessions=[row(30)], by=make_user())

    assert mails("moved") == {}


def test_draft_is_not_postponed():
    with pytest.raises(EventRefused):
        postpone_event(event=make_draft(), sessions=[row(40)], by=make_user())
