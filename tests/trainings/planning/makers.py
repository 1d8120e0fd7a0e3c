"""What the tests of planning have at hand: events, a coordinator's browser and the form as a browser sends it."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from members.enums import Role
from netzwerk.models import CalendarItem, OutgoingMail
from tests.factories import make_registration, make_topic, make_training, make_user
from trainings.enums import EventStatus, RegistrationState
from trainings.models import TrainingEvent
from trainings.planning.actions import publish_event

BASE = "/koordination/fortbildungen/"


def coordinator_client(office=None):
    """(client, user) of a coordinator of the whole network, or of one Jugendamt."""
    client, user = Client(), make_user(role=Role.COORDINATOR, office=office)
    client.force_login(user)
    return client, user


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def nine(days):
    """Nine o'clock in so many days."""
    return timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=days)


def make_planned(**fields):
    """A published event at nine o'clock in 30 days, with everything publishing needs."""
    return make_training(**{"starts_at": nine(30), "topics": [make_topic()], "place": "Rathaus"} | fields)


def make_draft(**fields):
    return make_planned(**{"status": EventStatus.DRAFT, "published_at": None} | fields)


def published(**fields):
    """A published event whose dates are in the calendars."""
    return publish_event(event=make_draft(**fields), by=make_user())


def expected(event):
    """One registration of each state, by state; the three live ones are expected."""
    ends = {RegistrationState.OFFERED: {"offered_until": timezone.now() + timedelta(days=1)}}
    return {state: make_registration(event=event, state=state, **ends.get(state, {})) for state in RegistrationState}


def stored(event):
    return TrainingEvent.objects.get(pk=event.pk)


def item_of(event):
    return CalendarItem.objects.get(key=event.calendar_key)


def session_data(*rows, initial=0):
    """Fields of sessions; a row is (day, from, to)."""
    data = {"termine-TOTAL_FORMS": len(rows), "termine-INITIAL_FORMS": initial}
    for number, (day, starts, ends) in enumerate(rows):
        data |= {f"termine-{number}-day": str(day), f"termine-{number}-starts": starts, f"termine-{number}-ends": ends}
    return data


def reservation_data(*rows):
    """Fields of reserved seats; a row is (category, seats, day)."""
    data = {"plaetze-TOTAL_FORMS": len(rows), "plaetze-INITIAL_FORMS": 0}
    for number, (category, seats, day) in enumerate(rows):
        data |= {
            f"plaetze-{number}-actor_category": category.pk,
            f"plaetze-{number}-seats": seats,
            f"plaetze-{number}-release_on": str(day),
        }
    return data


def event_data(*, sessions=None, reservations=(), **fields):
    """A complete form; with `sessions` and `reservations` as rows."""
    sessions = [(in_days(30), "09:00", "16:00")] if sessions is None else sessions
    fields = {
        "title": "Gespräche mit Eltern",
        "lead": "Wie Sie ansprechen, was Sorge macht.",
        "mode": "onsite",
        "place": "Rathaus, Saal 1",
        "is_qualification_offer": "on",
        "minimum": 5,
        "maximum": 20,
        "waiting_list_cap": 10,
        "offer_hours": 48,
        "version": 1,
    } | fields
    if "topics" not in fields:
        fields["topics"] = [make_topic(is_mandate=True).pk]
    return session_data(*sessions) | reservation_data(*reservations) | fields


def errors_of(response):
    """{field or "termine-0-day": [texts]} of the page with mistakes, and that it is one."""
    assert response.status_code == 200
    found = {name: list(texts) for name, texts in response.context["form"].errors.items()}
    for name in ("sessions", "reservations"):
        for form in response.context.get(name) or ():
            found |= {form.add_prefix(field): list(texts) for field, texts in form.errors.items()}
    return found


def mails(name):
    """{address: number of mails} of the kind `name` that are to be sent."""
    rows = OutgoingMail.objects.filter(key__startswith=f"training-{name}:", state=OutgoingMail.State.QUEUED)
    addresses = list(rows.values_list("to", flat=True))
    return {address: addresses.count(address) for address in addresses}
