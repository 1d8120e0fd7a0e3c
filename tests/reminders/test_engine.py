"""Each reminder once, in time, for those who still need it."""

import threading
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from members.messages.actions import change_choice
from netzwerk.hours import BERLIN
from netzwerk.models import DigestItem, OutgoingMail, ReminderRule
from netzwerk.reminders import engine, withdraw_reminders
from netzwerk.reminders.engine import planned, send_reminders
from netzwerk.reminders.kinds import all_rules
from tests.factories import make_person, make_user
from tests.reminders.conftest import MONDAY, Event

pytestmark = pytest.mark.django_db


def sent():
    """{(address, key without its beginning)} of the outbox."""
    return {(mail.to, mail.key.removeprefix("reminder:probe:")) for mail in OutgoingMail.objects.all()}


def berlin(*parts):
    return datetime(*parts, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("now", "rules"),
    [
        (berlin(2026, 11, 24, 8, 59), set()),
        (berlin(2026, 11, 24, 9, 0), {"week"}),
        (berlin(2026, 11, 27, 12, 0), {"week"}),  # beats were missed for three days
        (berlin(2026, 11, 30, 8, 59), set()),  # the next rule's day has come, its hour has not
        (berlin(2026, 11, 30, 9, 0), {"day"}),  # nobody gets both
        (berlin(2026, 12, 1, 13, 59), {"day"}),
        (berlin(2026, 12, 1, 14, 0), set()),  # it has begun
        (berlin(2026, 12, 2, 9, 0), set()),
    ],
)
def test_rule_reminds_from_its_hour_until_the_next_one(now, rules, calendar):
    calendar.events = [Event("7", berlin(2026, 12, 1, 14))]

    send_reminders(now)

    assert sent() == {("ina@amt.example", f"7:rule:{rule}") for rule in rules}


def test_two_weeks_of_beats_send_each_rule_once(calendar):
    calendar.events = [Event("7", berlin(2026, 12, 1, 14), to=("ina@amt.example", "jo@amt.example"))]

    for quarter in range(14 * 24):
        send_reminders(berlin(2026, 11, 19, 0) + timedelta(hours=quarter))

    assert sent() == {
        ("ina@amt.example", "7:rule:week"),
        ("jo@amt.example", "7:rule:week:2"),
        ("ina@amt.example", "7:rule:day"),
        ("jo@amt.example", "7:rule:day:2"),
    }


def test_whoever_stands_in_later_gets_no_second_one(calendar):
    calendar.events = [Event("7", MONDAY + timedelta(days=6), to=("ina@amt.example",))]
    send_reminders(MONDAY)
    calendar.events[0].to = ("deputy@amt.example", "other@amt.example")

    send_reminders(MONDAY + timedelta(hours=1))

    assert sent() == {("ina@amt.example", "7:rule:week")}


def test_cancelled_event_reminds_nobody_and_what_waits_is_stopped(calendar):
    calendar.events = [Event("7", MONDAY + timedelta(days=6)), Event("70", MONDAY + timedelta(days=6))]
    send_reminders(MONDAY)

    calendar.events[0].is_cancelled = True
    withdraw_reminders("probe", "7")
    send_reminders(MONDAY + timedelta(days=5))

    assert set(OutgoingMail.objects.values_list("key", "state")) == {
        ("reminder:probe:7:rule:week", "cancelled"),
        ("reminder:probe:70:rule:week", "queued"),
        ("reminder:probe:70:rule:day", "queued"),
    }


@pytest.mark.parametrize(
    ("event", "hours"),
    [
        (berlin(2026, 3, 29, 10), range(24 * 4)),  # 2:00 to 3:00 does not exist
        (berlin(2026, 10, 25, 10), range(24 * 4)),  # 2:00 to 3:00 comes twice
        (berlin(2026, 3, 30, 0, 30), range(24 * 4)),
        (berlin(2026, 10, 26, 0, 30), range(24 * 4)),
    ],
)
def test_change_of_summer_time_loses_and_doubles_nothing(event, hours, calendar):
    calendar.events = [Event("7", event)]
    ReminderRule.objects.create(kind="probe", key="week", offset_days=7, send_at_hour=9, is_active=False)
    start = event.replace(hour=0, minute=0) - timedelta(days=3)

    moments = [start.timestamp() + 3600 * hour for hour in hours]
    found = [moment for moment in moments if send_reminders(datetime.fromtimestamp(moment, BERLIN))]

    assert sent() == {("ina@amt.example", "7:rule:day")}
    assert len(found) == 1
    assert datetime.fromtimestamp(found[0], BERLIN) < event


@pytest.mark.parametrize(
    ("now", "starts_at", "is_sent"),
    [
        (berlin(2026, 11, 24, 22), berlin(2026, 12, 1, 14), False),  # at night
        (berlin(2026, 11, 25, 7), berlin(2026, 12, 1, 14), True),
        (berlin(2026, 11, 29, 12), berlin(2026, 12, 3, 14), False),  # on a Sunday
        (berlin(2026, 11, 30, 7), berlin(2026, 12, 3, 14), True),
        (berlin(2026, 12, 25, 12), berlin(2027, 1, 1, 14), False),  # on a holiday
        (berlin(2026, 12, 28, 7), berlin(2027, 1, 1, 14), True),
        (berlin(2026, 11, 29, 12), berlin(2026, 11, 30, 8), True),  # Monday would be too late
    ],
)
def test_portal_rests_at_night_on_sundays_and_holidays(now, starts_at, is_sent, calendar):
    calendar.events = [Event("7", starts_at)]

    assert send_reminders(now) == is_sent


def test_switched_off_rule_is_silent_and_the_other_one_goes_on(calendar):
    ReminderRule.objects.create(kind="probe", key="week", offset_days=7, send_at_hour=9, is_active=False)
    calendar.events = [Event("7", MONDAY + timedelta(days=6)), Event("8", MONDAY + timedelta(hours=20))]

    send_reminders(MONDAY)

    assert sent() == {("ina@amt.example", "8:rule:day")}


def test_one_broken_kind_holds_up_no_other(calendar, monkeypatch, caplog):
    calendar.events = [Event("7", MONDAY + timedelta(days=6))]
    rules = all_rules()
    real = engine.due_of
    monkeypatch.setattr(engine, "all_rules", lambda: [rules[1], rules[0]])
    monkeypatch.setattr(engine, "due_of", lambda rule, now: 1 / 0 if rule.key == "day" else real(rule, now))

    send_reminders(MONDAY)

    assert sent() == {("ina@amt.example", "7:rule:week")}
    assert "reminders not sent" in caplog.text


def test_killed_in_the_middle_the_next_beat_sends_the_rest(calendar, monkeypatch):
    calendar.events = [
        Event(str(number), MONDAY + timedelta(days=6), to=(f"p{number}@amt.example",)) for number in range(9)
    ]
    monkeypatch.setattr(engine, "BATCH", 4)
    real, calls = engine.queue_mails, []

    def killed_at_the_second(drafts):
        calls.append(drafts)
        if len(calls) == 2:
            real(drafts)
            raise SystemExit  # as a worker ends: no handler of ours sees it
        return real(drafts)

    monkeypatch.setattr(engine, "queue_mails", killed_at_the_second)
    with pytest.raises(SystemExit):
        send_reminders(MONDAY)
    assert OutgoingMail.objects.count() == 4

    assert send_reminders(MONDAY) == 5
    assert send_reminders(MONDAY) == 0
    assert sent() == {(f"p{number}@amt.example", f"{number}:rule:week") for number in range(9)}


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_send_each_once(calendar):
    calendar.events = [Event(str(n), MONDAY + timedelta(days=6), to=(f"p{n}@amt.example",)) for n in range(600)]
    start, faults = threading.Barrier(4), []

    def beat():
        try:
            start.wait()
            send_reminders(MONDAY)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=beat) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert faults == []
    assert sent() == {(f"p{n}@amt.example", f"{n}:rule:week") for n in range(600)}


def queries_for(calendar, count):
    calendar.events = [
        Event(f"{count}-{n}", MONDAY + timedelta(days=6), to=(f"p{n}@amt.example",)) for n in range(count)
    ]
    with CaptureQueriesContext(connection) as queries:
        assert send_reminders(MONDAY) == count
    return len(queries)


def test_queries_grow_with_batches_not_with_people(calendar):
    few, batch, many = (queries_for(calendar, count) for count in (10, 500, 1000))

    assert few == batch
    assert many - batch <= 10  # one more batch


def test_preview_names_exactly_those_who_are_reminded(calendar):
    off, weekly = make_person(email="off@amt.example"), make_person(email="weekly@amt.example")
    change_choice(owner=off, kind="probe", choice="off")
    change_choice(owner=weekly, kind="probe", choice="weekly")
    later = MONDAY + timedelta(days=7, hours=-1)
    calendar.events = [
        Event("7", later, to=("ina@amt.example", "off@amt.example")),
        Event("8", later, to=("weekly@amt.example",)),
        Event("9", later, is_cancelled=True),
    ]
    week = all_rules()[0]

    ((mails, moment),) = planned([week], MONDAY)
    promised = {(mail.draft.to, mail.is_weekly) for mail in mails}
    send_reminders(moment)

    assert promised == {("ina@amt.example", False), ("weekly@amt.example", True)}
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {"ina@amt.example"}
    assert set(DigestItem.objects.values_list("to", flat=True)) == {"weekly@amt.example"}
    assert planned([week], MONDAY)[0][0] == []


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (berlin(2026, 11, 23, 6), berlin(2026, 11, 23, 9)),
        (berlin(2026, 11, 23, 15), berlin(2026, 11, 23, 15)),
        (berlin(2026, 11, 23, 23), berlin(2026, 11, 24, 9)),
        (berlin(2026, 11, 22, 12), berlin(2026, 11, 23, 9)),
    ],
)
def test_preview_looks_at_the_next_time_it_sends(now, moment, calendar):
    assert planned(all_rules()[:1], now)[0][1] == moment


def test_user_who_wants_nothing_still_gets_what_is_due_to_others(calendar):
    user = make_user(email="ina@amt.example")
    change_choice(owner=user, kind="probe", choice="off")
    calendar.events = [Event("7", MONDAY + timedelta(days=6), to=("jo@amt.example",))]

    assert send_reminders(MONDAY) == 1
