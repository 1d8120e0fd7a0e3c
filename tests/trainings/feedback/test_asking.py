"""Who is asked for feedback, when, and how often."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from netzwerk.hours import BERLIN
from netzwerk.models import OutgoingMail
from netzwerk.portal.outbox.visibility import can_read_text
from netzwerk.reminders.engine import send_reminders
from netzwerk.reminders.kinds import reminder_kind
from tests.factories import make_network, make_registration, make_training
from tests.trainings.feedback.makers import make_present, path_of, scores_of
from trainings.enums import EventStatus, Presence, RegistrationState
from trainings.feedback.actions.evaluations import save_answer
from trainings.feedback.enums import Moment
from trainings.feedback.reminders import MAIL_KIND, people_to_ask

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 10, 14, 10, tzinfo=BERLIN)


@pytest.fixture(autouse=True)
def _network():
    make_network()


def asked(now):
    """Subjects and addresses of what goes out at `now`."""
    send_reminders(now)
    return set(OutgoingMail.objects.filter(kind=MAIL_KIND).values_list("subject", "to"))


def rule_of(moment):
    return next(rule for rule in reminder_kind(MAIL_KIND).rules() if rule.key == moment)


def make_event(days, **fields):
    """A training that begins `days` days after WEDNESDAY."""
    return make_training(starts_at=WEDNESDAY + timedelta(days=days, hours=4), title="Hinsehen", **fields)


def test_three_days_before_everybody_with_a_seat_is_asked():
    event = make_event(3)
    make_registration(event=event, email="sitz@haus.example")
    make_registration(event=event, email="wartet@haus.example", state=RegistrationState.WAITING)
    make_registration(event=event, email="")

    assert asked(WEDNESDAY) == {("Hinsehen: drei Fragen vorab", "sitz@haus.example")}


@pytest.mark.parametrize(
    ("days", "subject"), [(1, "Hinsehen: Wie war es?"), (49, "Hinsehen: Was ist daraus geworden?")]
)
def test_afterwards_who_was_there_is_asked(days, subject):
    event = make_event(-days, status=EventStatus.HELD)
    make_present(event, email="da@haus.example")
    make_registration(event=event, email="fehlte@haus.example", presence=Presence.ABSENT)
    make_registration(event=event, email="offen@haus.example")

    assert asked(WEDNESDAY) == {(subject, "da@haus.example")}


@pytest.mark.parametrize("days", [5, -20, -40, -64])
def test_on_other_days_nobody_is_asked(days):
    make_present(make_event(days, status=EventStatus.HELD if days < 0 else EventStatus.PUBLISHED))

    assert asked(WEDNESDAY) == set()


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.DRAFT])
@pytest.mark.parametrize("days", [3, -1])
def test_nobody_is_asked_about_what_did_not_take_place(status, days):
    make_present(make_event(days, status=status))

    assert asked(WEDNESDAY) == set()


def test_a_second_beat_asks_nobody_twice():
    make_present(make_event(-1, status=EventStatus.HELD))

    assert len(asked(WEDNESDAY)) == len(asked(WEDNESDAY + timedelta(hours=1))) == 1
    assert OutgoingMail.objects.filter(kind=MAIL_KIND).count() == 1


def test_who_has_answered_is_not_asked():
    registration = make_present(make_event(-1, status=EventStatus.HELD))
    save_answer(registration=registration, moment=Moment.AFTER, scores=scores_of())

    assert asked(WEDNESDAY) == set()


def test_mail_carries_the_link_and_nobody_reads_it_in_the_outbox():
    now = timezone.now().replace(hour=11)
    event = make_training(starts_at=now - timedelta(days=1, hours=3), status=EventStatus.HELD)
    registration = make_present(event)

    due = list(people_to_ask(now, rule_of(Moment.AFTER)))

    assert [part.context["registration"] for part in due] == [registration]
    assert due[0].context["link"].split("/")[-3] == path_of(registration).split("/")[-3] == "nachher"
    assert reminder_kind(MAIL_KIND).is_duty is False
    mail = OutgoingMail(kind=MAIL_KIND)
    assert not can_read_text(mail, is_delivered=True)


@pytest.mark.parametrize("count", [1, 3])
def test_asking_costs_one_query(django_assert_num_queries, count):
    event = make_event(-1, status=EventStatus.HELD)
    for _ in range(count):
        make_present(event)
    rule = rule_of(Moment.AFTER)

    with django_assert_num_queries(1):
        assert len(list(people_to_ask(WEDNESDAY, rule))) == count
