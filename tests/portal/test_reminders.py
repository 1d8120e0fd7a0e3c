"""„Erinnerungen“, as the network's coordination sees and changes them."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse

from members.enums import Role
from members.messages.actions import change_choice
from members.models import RoleAssignment
from netzwerk.hours import BERLIN
from netzwerk.models import AuditEvent, OutgoingMail, ReminderRule
from netzwerk.reminders.engine import send_reminders
from tests.factories import make_person, make_user
from tests.members.upkeep.makers import make_confirmation

pytestmark = pytest.mark.django_db
OFF = {"kind": "upkeep-reminder", "choice": "off"}
LIST = reverse("portal:reminder-list")
OVERDUE = {"kind": "upkeep-reminder", "key": "overdue"}
FORM = reverse("portal:reminder-update", kwargs=OVERDUE)
SWITCH = reverse("portal:reminder-switch", kwargs=OVERDUE)
RESET = reverse("portal:reminder-reset", kwargs=OVERDUE)
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=BERLIN)


@pytest.fixture
def coordinator(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: TUESDAY)
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def make_overdue(count, days=4):
    for number in range(count):
        person = make_person(last_name=f"Wartend{number}", email=f"w{days}-{number}@amt.example")
        make_confirmation(person=person, due_in=-days, times_sent=1)


def page(client, address=LIST):
    return " ".join(client.get(address).content.decode().split())


def test_list_says_how_many_each_rule_would_reach_and_that_is_what_is_sent(client, coordinator):
    make_overdue(3)
    make_overdue(1, days=1)
    change_choice(owner=make_confirmation(person=make_person(), due_in=-4, times_sent=1).person, **OFF)

    assert "würde heute 3 Personen erreichen" in page(client)
    assert "Wartend1" in page(client, FORM)
    assert send_reminders(TUESDAY) == 3
    assert "Personen erreichen" not in page(client)


def test_preview_shows_what_typed_values_would_do_and_saves_nothing(client, coordinator):
    make_overdue(3)
    make_overdue(2, days=6)

    response = client.post(FORM, {"days": "5", "hour": "9", "preview": "1"})

    text = " ".join(response.content.decode().split())
    assert "5 Tage nach Ablauf der Frist" in text
    assert "würde heute 2 Personen erreichen" in text
    assert not ReminderRule.objects.exists()


def test_changed_rule_holds_until_it_is_reset(client, coordinator):
    make_overdue(1)

    client.post(FORM, {"days": "5", "hour": "11"})
    assert "5 Tage nach Ablauf der Frist" in page(client)
    assert send_reminders(TUESDAY) == 0

    client.post(RESET)
    assert "3 Tage nach Ablauf der Frist" in page(client)
    assert send_reminders(TUESDAY) == 1
    kinds = AuditEvent.objects.filter(actor_id=coordinator.pk).values_list("kind", flat=True)
    assert set(kinds) == {"netzwerk.reminder_rule_changed", "netzwerk.reminder_rule_reset"}


def test_rule_moved_after_it_reminded_reminds_nobody_twice(client, coordinator):
    make_overdue(2)
    send_reminders(TUESDAY)

    client.post(FORM, {"days": "4", "hour": "9"})

    assert send_reminders(TUESDAY + timedelta(days=1)) == 0
    assert OutgoingMail.objects.count() == 2


def test_switched_off_rule_is_silent_until_switched_on(client, coordinator):
    make_overdue(1)

    client.post(SWITCH)
    assert "ausgeschaltet" in page(client)
    assert send_reminders(TUESDAY) == 0

    client.post(SWITCH)
    assert send_reminders(TUESDAY) == 1


@pytest.mark.parametrize(
    ("days", "error"),
    [
        ("", "Geben Sie an, wie viele Tage es sein sollen."),
        ("drei", "Geben Sie eine ganze Zahl ein."),
        ("0", "Geben Sie mindestens 1 Tag an."),
        ("181", "Geben Sie höchstens 180 Tage an."),
        ("10", "An diesem Tag erinnert schon eine andere Regel."),
    ],
)
def test_bad_days_are_refused_at_the_field(client, coordinator, days, error):
    address = reverse("portal:reminder-update", kwargs={"kind": "second-factor", "key": "first"})

    response = client.post(address, {"days": days, "hour": "9"})

    assert response.context["form"].errors == {"days": [error]}
    assert not ReminderRule.objects.exists()


@pytest.mark.parametrize("hour", ["6", "20", "", "x"])
def test_no_rule_reminds_at_night(client, coordinator, hour):
    assert "hour" in client.post(FORM, {"days": "3", "hour": hour}).context["form"].errors


def test_unknown_rule_is_not_there(client, coordinator):
    assert client.get(reverse("portal:reminder-update", kwargs=OVERDUE | {"key": "nie"})).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("others", [0, 2])
def test_list_query_count_stays(client, coordinator, count, others, django_assert_num_queries):
    """One query a rule and what the page itself needs; what was sent and what people want is read once for all."""
    make_overdue(count)
    make_overdue(others, days=-5)
    for _number in range(others):
        user = make_user(role=Role.SYSTEM_ADMIN, second_factor=False)
        RoleAssignment.objects.filter(user=user).update(given_at=TUESDAY - timedelta(days=4))
    client.get(LIST)

    with django_assert_num_queries(23):
        response = client.get(LIST)

    assert response.content.decode().count("würde heute") == (3 if others else 1)
