"""Lists of attendance with gaps: coordinators hear of them before what is open in them is deleted."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from netzwerk.hours import BERLIN
from netzwerk.models import OutgoingMail
from netzwerk.reminders.engine import due_of, send_reminders
from netzwerk.reminders.kinds import all_rules
from tests.factories import make_member, make_office, make_registration, make_training
from tests.trainings.attendance.makers import make_coordinator, make_seat
from tests.trainings.registrations.makers import WAITING
from trainings.attendance.actions import set_presence
from trainings.attendance.retention import delete_names, unattended_until
from trainings.attendance.unnoted import UNNOTED, open_lists
from trainings.enums import EventStatus, Presence

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 30, 10, tzinfo=BERLIN)
HELD = EventStatus.HELD
WARNING = "Teilnahme noch nicht erfasst"


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def ended(day, *presences, **fields):
    """A training on `day`, with a seat for each of `presences`."""
    event = make_training(starts_at=datetime(2026, *day, 9, tzinfo=BERLIN), **{"status": HELD} | fields)
    for presence in presences:
        make_registration(event=event, presence=presence)
    return event


def overview(user):
    client = Client()
    client.force_login(user)
    return client.get("/mein/")


@pytest.mark.parametrize("months", [1, 3, 6])
@pytest.mark.parametrize("day", [(2, 28), (5, 31), (8, 31), (9, 12), (9, 30)])
def test_day_that_is_named_is_the_day_of_the_deletion(settings, day, months):
    settings.TRAINING_UNATTENDED_MONTHS = months
    event = ended(day, "")
    named = unattended_until(event.ends_at)

    delete_names(named - timedelta(days=1))
    assert event.registrations.count() == 1
    delete_names(named)

    assert event.registrations.count() == 0


def test_mail_says_who_is_deleted_when_and_where_to_enter():
    office = make_office()
    coordinator = make_coordinator(office=office)
    event = ended((9, 12), "", "", Presence.PRESENT, youth_welfare_office=office, title="Gespräche führen")

    send_reminders(NOW)
    send_reminders(NOW + timedelta(days=1))

    mail = OutgoingMail.objects.get(kind=UNNOTED)
    assert (mail.to, mail.subject) == (coordinator.email, f"{WARNING}: Gespräche führen")
    assert "am 12. September 2026 ist für 2 Personen" in mail.text_body
    assert "wird am 12. Dezember 2026 gelöscht" in mail.text_body
    assert reverse("trainings:attendance-list", args=[event.pk]) in mail.text_body


@pytest.mark.parametrize("day", [(8, 31), (9, 1), (9, 14), (9, 30)])
def test_mail_goes_whatever_the_length_of_the_months(monkeypatch, day):
    event = ended(day, "", youth_welfare_office=None)
    make_coordinator()
    deleted_at = datetime.combine(unattended_until(event.ends_at), datetime.min.time(), BERLIN)

    for days, expected in ((15, 0), (14, 1), (1, 1)):
        now = deleted_at - timedelta(days=days) + timedelta(hours=12)
        monkeypatch.setattr("django.utils.timezone.now", lambda now=now: now)
        rule = next(rule for rule in all_rules() if rule.kind == UNNOTED)
        assert len(list(due_of(rule, now))) == expected


def test_mail_stops_once_the_last_gap_is_filled():
    make_coordinator()
    event = ended((9, 12))
    seats = [make_seat(event), make_seat(event)]
    send_reminders(NOW)

    make_seat(event, Presence.PRESENT)
    assert OutgoingMail.objects.get(kind=UNNOTED).state == "queued"
    states = []
    for seat in seats:
        set_presence(registration=seat, presence=Presence.ABSENT, by=None)
        states.append(OutgoingMail.objects.get(kind=UNNOTED).state)

    assert states == ["queued", "cancelled"]


def test_overview_names_gaps_by_the_day_of_the_deletion():
    user = make_coordinator()
    later = ended((11, 20), "", title="Zweite")
    first = ended((9, 12), "", "", Presence.ABSENT, title="Erste")
    ended((9, 13), Presence.PRESENT, title="Fertig")
    ended((9, 14), "", title="Extern", is_external=True)
    make_registration(event=ended((9, 15), title="Liste"), state=WAITING)
    make_registration(event=make_training(title="Kommt"))

    page = overview(user).content.decode()

    assert WARNING in page
    assert "2 Personen, werden am 12. Dezember 2026 gelöscht" in page
    assert "1 Person, wird am 20. Februar 2027 gelöscht" in page
    rows, is_more = open_lists(user, at_most=5)
    assert ([row["event"] for row in rows], is_more) == ([first.pk, later.pk], False)


def test_overview_shows_a_few_and_the_list_all():
    user, client = make_coordinator(), Client()
    client.force_login(user)
    events = [ended((9, day), "") for day in range(1, 8)]
    ended((9, 9), Presence.PRESENT)

    address = f"{reverse('trainings:plan-list')}?stand=teilnahme"

    page = client.get("/mein/").content.decode()
    assert (page.count("gelöscht</li>"), address in page) == (5, True)
    assert set(client.get(address).context["page"].object_list) == set(events)


def test_gaps_of_another_jugendamt_are_not_mine_and_members_see_none():
    own, foreign = make_office(), make_office()
    ended((9, 12), "", youth_welfare_office=foreign)

    pages = [overview(user).content.decode() for user in (make_coordinator(office=own), make_member())]
    assert [WARNING in page for page in pages] == [False, False]
    assert WARNING in overview(make_coordinator(office=foreign)).content.decode()


def test_list_says_when_gaps_are_deleted():
    client = Client()
    client.force_login(make_coordinator())
    event = ended((9, 12), "")

    page = client.get(reverse("trainings:attendance-list", args=[event.pk])).content.decode()

    assert "Wer offen bleibt, wird am 12. Dezember 2026 gelöscht" in page


@pytest.mark.parametrize("count", [1, 3])
def test_overview_and_reminder_cost_the_same(count, django_assert_num_queries):
    user = make_coordinator()
    for _ in range(count):
        ended((9, 12), "", *[""] * count)
    rule = next(rule for rule in all_rules() if rule.kind == UNNOTED)
    user = type(user).objects.get(pk=user.pk)
    assert user.roles  # asked once a request

    with django_assert_num_queries(1):
        assert len(open_lists(user, at_most=5)[0]) == count
    with django_assert_num_queries(2):
        assert len(list(due_of(rule, NOW))) == count
