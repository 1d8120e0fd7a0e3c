"""What goes out around an event: to whom, when, and never twice."""

from datetime import datetime, timedelta

import pytest

from members.messages.actions import change_choice
from netzwerk.hours import BERLIN
from netzwerk.models import DigestItem, OutgoingMail
from netzwerk.reminders.engine import due_of, send_reminders
from netzwerk.reminders.kinds import all_rules
from tests.factories import make_office, make_person, make_registration, make_training, make_user
from tests.trainings.registrations.makers import OFFERED, RETURNED, WAITING, mails_to, sign_up
from trainings.enums import EventMode, EventStatus, Presence
from trainings.models import TrainingEvent
from trainings.planning.actions import cancel_event, change_event, postpone_event, undo_state
from trainings.registrations.actions import give_back

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)  # a Tuesday
DAY = timedelta(days=1)
JOINING, REMINDER, THANKS, DECISION = "training-joining", "training-reminder", "training-thanks", "training-decision"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def sent(kind):
    """Addresses that a mail of `kind` waits for."""
    mails = OutgoingMail.objects.filter(kind=kind).exclude(state=OutgoingMail.State.CANCELLED)
    return sorted(mails.values_list("to", flat=True))


def in_days(days, **fields):
    return make_training(starts_at=NOW + days * DAY, **fields)


def seat(event, email="ina@amt.example", **fields):
    return make_registration(event=event, email=email, **fields)


def test_joining_letter_goes_once_to_confirmed_people_alone():
    event = in_days(5, joining_letter="Bitte benutzen Sie den Eingang am Hof.")
    seat(event)
    for number, state in enumerate((WAITING, OFFERED, RETURNED)):
        seat(event, f"{number}@amt.example", state=state, offered_until=NOW + DAY)
    seat(event, "")

    for hours in (0, 1, 24, 72):
        send_reminders(NOW + timedelta(hours=hours))

    assert sent(JOINING) == ["ina@amt.example"]
    assert "Eingang am Hof" in OutgoingMail.objects.get(kind=JOINING).text_body


def test_who_comes_late_gets_the_letter_late():
    event = in_days(5, joining_letter="Eingang am Hof.")
    send_reminders(NOW)
    seat(event)

    send_reminders(NOW + 2 * DAY)

    assert sent(JOINING) == ["ina@amt.example"]


@pytest.mark.parametrize(
    ("fields", "is_sent"),
    [
        ({}, False),
        ({"mode": EventMode.ONLINE, "online_url": "https://treffen.example/raum"}, True),
        ({"joining_letter": "Eingang am Hof.", "status": EventStatus.CANCELLED}, False),
    ],
)
def test_no_letter_without_anything_to_say(fields, is_sent):
    seat(in_days(5, **fields))

    send_reminders(NOW)

    assert bool(sent(JOINING)) == is_sent
    assert all("treffen.example" in mail.text_body for mail in OutgoingMail.objects.filter(kind=JOINING))


def test_letter_is_not_sent_weeks_ahead_nor_once_it_has_begun():
    seat(in_days(20, joining_letter="Hof"))
    seat(in_days(-0.1, joining_letter="Hof"))

    send_reminders(NOW)

    assert sent(JOINING) == []


def test_reminder_goes_two_days_before_once():
    seat(in_days(2))
    seat(in_days(4), "spaeter@amt.example")
    seat(in_days(2), "wartet@amt.example", state=WAITING)

    send_reminders(NOW)
    send_reminders(NOW + timedelta(hours=2))

    assert sent(REMINDER) == ["ina@amt.example"]


def test_who_gave_back_is_not_reminded():
    row = seat(in_days(2), user=make_user())
    send_reminders(NOW)

    give_back(registration=row, force=True)
    send_reminders(NOW + timedelta(hours=2))

    assert sent(REMINDER) == []


def test_moved_event_is_reminded_of_again():
    event = in_days(2)
    seat(event)
    send_reminders(NOW)
    event.starts_at, event.ends_at = NOW + 9 * DAY, NOW + 9 * DAY + timedelta(hours=3)
    event.save()

    send_reminders(NOW + 7 * DAY)

    assert sent(REMINDER) == ["ina@amt.example"] * 2


def at(day, hour):
    """The sessions of an event with three hours on the day so many days ahead."""
    starts_at = NOW.replace(hour=hour) + day * DAY
    return [{"title": "", "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3)}]


def postpone(event, day, hour):
    return postpone_event(event=event, sessions=at(day, hour), by=None)


def change(event, day, hour, **values):
    version = TrainingEvent.objects.get(pk=event.pk).version
    return change_event(event=event, values=values, sessions=at(day, hour), reservations=(), version=version, by=None)


def cancel_and_reopen(event, _day, _hour):
    cancel_event(event=event, reason="Krank", by=None)
    undo_state(event=event, by=None)


def with_letter(day=5):
    """A training of which the letter waits, not yet sent, and its seat."""
    event = in_days(day, joining_letter="Eingang am Hof.", place="Rathaus")
    change(event, day, 10)
    row = seat(event)
    send_reminders(NOW)
    assert sent(JOINING) == [row.email]
    return event, row


@pytest.mark.parametrize("act", [postpone, change, cancel_and_reopen])
@pytest.mark.parametrize("weekly", [False, True])
def test_letter_that_waits_while_the_event_moves_on_its_day_comes_once_with_the_new_time(act, weekly):
    event, row = with_letter()
    if weekly:  # the same for what waits for a digest
        mail = OutgoingMail.objects.get(kind=JOINING)
        DigestItem.objects.create(
            key=mail.key, kind=JOINING, to=mail.to, owner=mail.to, subject="Anreise", text="10:00"
        )
        mail.delete()

    act(event, 5, 15)
    for hours in (1, 2, 24):
        send_reminders(NOW + timedelta(hours=hours))

    time = "10:00" if act is cancel_and_reopen else "15:00"
    [letter] = OutgoingMail.objects.filter(kind=JOINING).exclude(state=OutgoingMail.State.CANCELLED)
    assert (letter.to, f"{time} bis" in letter.text_body) == (row.email, True)
    assert not DigestItem.objects.waiting().exists()


def test_letter_that_has_left_does_not_come_twice_where_only_the_time_changes():
    event, row = with_letter()
    OutgoingMail.objects.filter(kind=JOINING).update(state=OutgoingMail.State.SENT, sent_at=NOW)

    postpone(event, 5, 15)
    send_reminders(NOW + DAY)

    assert sent(JOINING) == [row.email]
    assert sent("training") == [row.email]  # the new time


def test_event_that_moves_away_and_back_has_its_letter():
    event, row = with_letter()

    postpone(event, 30, 10)
    send_reminders(NOW)
    assert sent(JOINING) == []
    postpone(event, 5, 10)
    send_reminders(NOW)

    assert sent(JOINING) == [row.email]


def test_letter_that_waits_says_what_was_corrected_meanwhile():
    event, row = with_letter()

    change(event, 5, 10, joining_letter="Eingang an der Straße.")
    send_reminders(NOW)

    [letter] = OutgoingMail.objects.filter(kind=JOINING).exclude(state=OutgoingMail.State.CANCELLED)
    assert ["Straße" in letter.text_body, "Hof" in letter.text_body] == [True, False]
    assert sent("training") == []  # neither time nor place is another


def test_confirmation_that_waits_leaves_and_the_change_after_it():
    event = in_days(5, place="Rathaus")
    change(event, 5, 10)
    [row] = sign_up(event)

    change(event, 5, 15)
    change(event, 5, 16)

    assert mails_to(row) == ["confirmed"]
    news = OutgoingMail.objects.filter(kind="training", state=OutgoingMail.State.QUEUED).order_by("priority", "pk")
    assert [mail.key.split(":")[0] for mail in news] == ["training-confirmed", "training-moved"]
    assert ["16:00 bis" in mail.text_body for mail in news] == [False, True]


def test_reminder_comes_weekly_for_those_who_want_it_so():
    user = make_user(email="ina@amt.example")
    make_person(user=user, email=user.email)
    change_choice(owner=user.person, kind=REMINDER, choice="weekly")
    monday = make_training(starts_at=datetime(2026, 11, 30, 14, tzinfo=BERLIN), title="Gespräche führen")
    seat(monday, user=user)

    send_reminders(datetime(2026, 11, 28, 10, tzinfo=BERLIN))

    assert (sent(REMINDER), DigestItem.objects.count()) == ([], 1)
    assert "Bald: Gespräche führen" in DigestItem.objects.get().text


def test_thanks_go_to_those_who_were_there():
    event = in_days(-2)
    seat(event, presence=Presence.PRESENT)
    for number, presence in enumerate((Presence.ABSENT, Presence.EXCUSED, "")):
        seat(event, f"{number}@amt.example", presence=presence)

    send_reminders(NOW)
    send_reminders(NOW + DAY)

    assert sent(THANKS) == ["ina@amt.example"]


def test_decision_goes_to_the_coordination_where_too_few_come():
    office = make_office()
    own = make_user(role="coordinator", office=office)
    make_user(role="coordinator", office=make_office())
    whole = make_user(role="coordinator")
    few = in_days(9, minimum=3, youth_welfare_office=office)
    seat(few)
    seat(few, "wartet@amt.example", state=WAITING)
    in_days(9, minimum=0)
    for event in (in_days(9, minimum=1, youth_welfare_office=office), in_days(9, minimum=1, is_external=True)):
        seat(event, "genug@amt.example")

    send_reminders(NOW)
    send_reminders(NOW + DAY)
    assert sent(DECISION) == [own.email]

    in_days(9, minimum=3)
    send_reminders(NOW)

    assert sent(DECISION) == sorted([own.email, whole.email])
    assert "sind 1 Plätze vergeben" in OutgoingMail.objects.get(kind=DECISION, to=own.email).text_body


@pytest.mark.parametrize("count", [1, 3])
def test_cost_does_not_grow_with_those_who_are_reminded(count, django_assert_num_queries):
    rules = {rule.kind: rule for rule in all_rules()}
    for number in range(count):
        seat(in_days(2, joining_letter="Hof", minimum=9), f"{number}@amt.example")
        seat(in_days(-2), presence=Presence.PRESENT)

    with django_assert_num_queries(8):
        found = [len(list(due_of(rules[kind], NOW))) for kind in (JOINING, REMINDER, THANKS, DECISION)]

    assert found == [count] * 4
