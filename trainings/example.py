"""A year of trainings in the example network: held, nearly full, with reserved seats, cancelled, draft, external."""

import tomllib
from datetime import time, timedelta
from itertools import cycle, islice
from pathlib import Path

from django.utils import timezone

from members.example.dates import span
from members.models import ActorCategory, Membership
from netzwerk.keys import key_from
from netzwerk.models import Municipality, YouthWelfareOffice
from trainings.certificates.actions import issue_all
from trainings.dates import cancel_dates, publish_dates
from trainings.enums import EventStatus, Presence, RegistrationSource, RegistrationState
from trainings.models import AttendanceCount, CourseKind, Registration, SeatReservation, Session, Topic, TrainingEvent
from trainings.seats import recount
from trainings.standard import load_standard

EVENTS = Path(__file__).with_name("example.toml")
TEXTS = [
    "title",
    "lead",
    "description",
    "contents",
    "speakers",
    "place",
    "accessibility",
    "fee",
    "joining_letter",
    "organiser",
    "external_url",
    "is_external",
    "maximum",
    "minimum",
    "cancel_reason",
]
PLANNED_AHEAD = timedelta(days=75)
RELEASED_BEFORE = timedelta(days=14)


def load_trainings():
    """Unless there are some already, or the example's people are missing."""
    seats = Membership.objects.current().select_related("person__user", "organisation__actor_category")
    seats = list(seats.exclude(person__email="").order_by("pk"))
    if TrainingEvent.objects.exists() or not seats or not YouthWelfareOffice.objects.filter(key="minden").exists():
        return
    load_standard()
    data = tomllib.loads(EVENTS.read_text())
    groups = {category.code: category for category in ActorCategory.objects.all()}
    people = cycle([*map(_member, seats)])
    guests = cycle([_guest(row, groups) for row in data["guests"]])
    for part in data["events"]:
        event = _event(part, groups)
        applicants = [*islice(people, part.get("members", 0)), *islice(guests, part.get("guests", 0))]
        _register(event, _unique(applicants), waiting=part.get("waiting", 0))
        recount(event)
        _publish(event)
    issue_all()


def _event(part, groups):
    sessions = _sessions(part)
    event = TrainingEvent.objects.create(
        slug=key_from(part["title"], length=90),
        status=part["status"],
        youth_welfare_office=YouthWelfareOffice.objects.filter(key=part.get("office", "")).first(),
        municipality=Municipality.objects.filter(slug=part.get("town", "")).first(),
        course_kind=CourseKind.objects.filter(name=part.get("course_kind", "")).first(),
        starts_at=sessions[0][0],
        ends_at=sessions[-1][1],
        **{name: part[name] for name in TEXTS if name in part},
        **_moments(part["status"], sessions),
    )
    Session.objects.bulk_create(Session(event=event, starts_at=start, ends_at=end) for start, end in sessions)
    event.topics.set(Topic.objects.filter(name__in=part.get("topics", ())))
    event.target_categories.set(groups[code] for code in part.get("targets", ()))
    release_on = max(timezone.localdate() + timedelta(days=2), timezone.localdate(event.starts_at) - RELEASED_BEFORE)
    for code, seats in part.get("reserved", {}).items():
        SeatReservation.objects.create(event=event, actor_category=groups[code], seats=seats, release_on=release_on)
    AttendanceCount.objects.bulk_create(
        AttendanceCount(event=event, actor_category=groups[code], present=number)
        for code, number in part.get("attended", {}).items()
    )
    return event


def _sessions(part):
    start, end = span(part["week"], part["weekday"], time(part["begin"]), part["minutes"])
    return [(start + timedelta(days=days), end + timedelta(days=days)) for days in part.get("sessions", [0])]


def _moments(status, sessions):
    """When it was published, cancelled or entered as held; never in the future."""
    now = timezone.now()
    published_at = min(now - timedelta(days=3), sessions[0][0] - PLANNED_AHEAD)
    if status == EventStatus.DRAFT:
        return {}
    if status == EventStatus.CANCELLED:
        return {"published_at": published_at, "cancelled_at": now - timedelta(days=1)}
    if status == EventStatus.HELD:
        return {"published_at": published_at, "held_at": sessions[-1][1] + timedelta(days=1)}
    return {"published_at": published_at}


def _member(seat):
    person = seat.person
    return {
        "first_name": f"{person.title} {person.first_name}".strip(),
        "last_name": person.last_name,
        "email": person.email,
        "organisation": seat.organisation,
        "organisation_name": seat.organisation.name,
        "actor_category": seat.organisation.actor_category,
        "person": person,
        "user": person.user,
    }


def _guest(row, groups):
    first_name, last_name, code, email, house = row
    return {
        "first_name": first_name,
        "last_name": last_name,
        "email": email,
        "organisation_name": house,
        "actor_category": groups[code],
    }


def _unique(applicants):
    """Everybody once, by address."""
    return list({applicant["email"]: applicant for applicant in applicants}.values())


def _register(event, applicants, *, waiting):
    """Rows as the actions would have left them; nobody is written to."""
    if not applicants:
        return
    first = event.published_at + timedelta(hours=5)
    seated = len(applicants) - waiting
    rows = [
        Registration(event=event, number=number, **applicant, **_state(event, number, first, number > seated))
        for number, applicant in enumerate(applicants, start=1)
    ]
    Registration.objects.bulk_create(rows)
    event.last_number = len(rows)
    event.save(update_fields=["last_number"])


def _state(event, number, first, is_waiting):
    moment = min(first + timedelta(hours=7 * number), timezone.now() - timedelta(hours=1))
    fields = {
        "state": RegistrationState.WAITING if is_waiting else RegistrationState.CONFIRMED,
        "source": RegistrationSource.SELF,
        "registered_at": moment,
        "confirmed_at": None if is_waiting else moment,
    }
    if event.status == EventStatus.HELD:
        fields["presence"] = {5: Presence.EXCUSED, 11: Presence.ABSENT}.get(number, Presence.PRESENT)
    return fields


def _publish(event):
    if event.status != EventStatus.DRAFT:
        publish_dates(event)
    if event.status == EventStatus.CANCELLED:
        cancel_dates(event)
