"""Twice a year each record is asked once, whatever happens to the worker."""

import re
import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from members.enums import MembershipKind
from members.models import Absence
from members.upkeep.actions import asking
from members.upkeep.actions.asking import (
    AlreadyAnswered,
    NoAddress,
    SentToday,
    ask_again,
    ask_everybody,
)
from members.upkeep.models import Confirmation, ConfirmationSettings
from members.upkeep.tasks import ask_for_confirmations
from netzwerk.models import OutgoingMail
from tests.factories import make_membership, make_organisation, make_person, make_user
from tests.members.upkeep.makers import make_confirmation

MARCH = datetime(2026, 3, 1, 9, tzinfo=UTC)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def make_reachable(**fields):
    return make_organisation(**{"email": "post@haus.example"} | fields)


def mails():
    return sorted(OutgoingMail.objects.values_list("to", flat=True))


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 2, 28), ("2025-2", date(2025, 9, 1))),
        (date(2026, 3, 1), ("2026-1", date(2026, 3, 1))),
        (date(2026, 8, 31), ("2026-1", date(2026, 3, 1))),
        (date(2026, 9, 1), ("2026-2", date(2026, 9, 1))),
        (date(2026, 12, 31), ("2026-2", date(2026, 9, 1))),
    ],
)
def test_rounds_begin_in_march_and_september(today, expected):
    assert ConfirmationSettings.current().latest_round(today) == expected


def test_next_round_may_lie_in_the_next_year():
    assert ConfirmationSettings.current().next_start(date(2026, 9, 1)) == date(2027, 3, 1)


def test_organisations_and_people_without_one_get_one_mail_each():
    holder = make_membership(organisation=make_reachable()).person
    make_person(email="allein@haus.example", created_at=LONG_AGO)

    ask_everybody(MARCH)

    assert mails() == ["allein@haus.example", "post@haus.example"]
    assert holder.confirmations.count() == 0


def test_organisation_without_address_is_asked_through_its_holder():
    organisation = make_organisation()
    make_membership(
        organisation=organisation, kind=MembershipKind.DEPUTY, person=make_person(email="vertretung@haus.example")
    )
    make_membership(organisation=organisation, person=make_person(email="leitung@haus.example"))

    ask_everybody(MARCH)

    assert mails() == ["leitung@haus.example"]


def test_deputy_is_asked_while_the_holder_is_absent():
    today = timezone.localdate()
    seat = make_membership()
    Absence.objects.create(person=seat.person, starts_on=today, ends_on=today)
    make_membership(
        organisation=seat.organisation,
        kind=MembershipKind.DEPUTY,
        deputy_of=seat,
        person=make_person(email="vertretung@haus.example"),
    )

    ask_everybody(MARCH)

    assert mails() == ["vertretung@haus.example"]


def test_closed_and_nameless_records_are_not_asked():
    make_reachable(closed_on=date(2026, 1, 1))
    make_person(email="", created_at=LONG_AGO)

    assert ask_everybody(MARCH) == 0
    assert Confirmation.objects.count() == 0


def test_who_has_confirmed_since_the_round_began_is_not_asked():
    make_reachable(confirmed_at=MARCH + timedelta(minutes=5))

    assert ask_everybody(MARCH + timedelta(days=2)) == 0


def test_second_run_asks_nobody_twice():
    make_reachable()

    assert [ask_everybody(MARCH), ask_everybody(MARCH), ask_everybody(MARCH + timedelta(days=7))] == [1, 0, 0]
    assert len(mails()) == 1


def test_missed_days_are_caught_up_but_not_months():
    make_reachable()

    assert ask_everybody(MARCH + timedelta(days=60)) == 0
    assert ask_everybody(MARCH + timedelta(days=9)) == 1


def test_next_round_asks_again():
    make_reachable()
    ask_everybody(MARCH)

    assert ask_everybody(datetime(2026, 9, 1, 9, tzinfo=UTC)) == 1
    assert len(mails()) == 2


def test_changed_day_does_not_start_the_round_again():
    make_reachable()
    ask_everybody(MARCH)
    ConfirmationSettings.objects.create(first_day=15)

    assert ask_everybody(datetime(2026, 3, 15, 9, tzinfo=UTC)) == 0


def test_killed_run_is_finished_by_the_next(monkeypatch):
    """Each record has its own transaction: what was asked before the kill stays, the rest follows, nothing twice."""
    make_reachable(email="eins@haus.example")
    make_reachable(email="zwei@haus.example")
    queue_mail = asking.queue_mail
    calls = []

    def killed(*args, **kwargs):
        calls.append(kwargs["to"])
        if len(calls) == 2:
            raise KeyboardInterrupt
        return queue_mail(*args, **kwargs)

    monkeypatch.setattr(asking, "queue_mail", killed)
    with pytest.raises(KeyboardInterrupt):
        ask_everybody(MARCH)
    assert (Confirmation.objects.count(), mails()) == (1, ["eins@haus.example"])
    monkeypatch.undo()

    ask_everybody(MARCH)

    assert mails() == ["eins@haus.example", "zwei@haus.example"]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_ask_once():
    for number in range(4):
        make_reachable(email=f"haus{number}@haus.example")
    barrier = threading.Barrier(2)

    def work():
        barrier.wait()
        try:
            ask_everybody(MARCH)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert mails() == [f"haus{number}@haus.example" for number in range(4)]
    assert list(Confirmation.objects.values_list("times_sent", flat=True)) == [1] * 4


def test_task_runs_without_anybody_to_ask():
    ask_for_confirmations()

    assert mails() == []


def test_mail_names_the_day_and_holds_a_link_that_opens(client):
    make_reachable(name="Kita Sonnenstrahl")
    ask_everybody(timezone.make_aware(datetime.combine(_begun_today(), datetime.min.time())))

    mail = OutgoingMail.objects.get()
    address = re.search(r"https?://\S+?(/bestaetigen/\S+)", mail.text_body)[1]

    assert "Kita Sonnenstrahl" in mail.subject
    assert client.get(address).status_code == 200


def _begun_today():
    """Today becomes the first day of a round."""
    today = timezone.localdate()
    day = min(today.day, 28)
    if today.month == 12:
        ConfirmationSettings.objects.create(first_month=3, second_month=12, second_day=day)
    else:
        ConfirmationSettings.objects.create(first_month=today.month, first_day=day, second_month=12)
    return today


def test_asking_again_replaces_the_link(client):
    confirmation = make_confirmation(organisation=make_reachable())
    old_secret = confirmation.secret

    ask_again(confirmation=confirmation, by=make_user())

    confirmation.refresh_from_db()
    assert confirmation.secret != old_secret
    assert (confirmation.times_sent, mails()) == (1, ["post@haus.example"])


def test_asking_again_is_refused_on_the_same_day_when_answered_and_without_address():
    sent = make_confirmation(organisation=make_reachable())
    ask_again(confirmation=sent, by=make_user())
    answered = make_confirmation(organisation=make_reachable(), answer="confirmed", answered_at=timezone.now())
    unreachable = make_confirmation()

    for confirmation, refusal in ((sent, SentToday), (answered, AlreadyAnswered), (unreachable, NoAddress)):
        with pytest.raises(refusal):
            ask_again(confirmation=confirmation, by=make_user())
    assert len(mails()) == 1
