"""For each kind of reminder about trainings × each state of seat, person and event: who must get it."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from members.messages.actions import change_choice
from members.models import Absence
from netzwerk.hours import BERLIN
from netzwerk.mail.kinds import is_duty_kind, kinds_for_people
from netzwerk.models import OutgoingMail
from netzwerk.reminders.engine import send_reminders
from tests.factories import make_office, make_person, make_registration, make_training, make_user
from tests.trainings.feedback.makers import scores_of
from tests.trainings.registrations.makers import CONFIRMED, EXPIRED, OFFERED, REPLACED, RETURNED, WAITING
from trainings.attendance.actions import set_presence
from trainings.certificates.actions import withdraw
from trainings.enums import EventMode, EventStatus, Presence, RegistrationSource
from trainings.feedback.actions.evaluations import save_answer
from trainings.feedback.enums import Moment
from trainings.models import Certificate, CourseKind, Registration
from trainings.planning.actions import cancel_event, change_event
from trainings.registrations.actions import give_back

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)  # a Tuesday
DAY = timedelta(days=1)
ITSELF, OTHER, WHOLE = "itself@haus.example", "other@haus.example", "whole@kreis.example"
NOBODY = set()
JOINING, REMINDER, THANKS, DECISION = "training-joining", "training-reminder", "training-thanks", "training-decision"
REFRESHER, FEEDBACK, UNNOTED = "training-refresher", "training-feedback", "training-attendance"
LETTER = {"joining_letter": "Eingang am Hof."}


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def seat(kind=None, *, days, choice=None, is_absent=False, then=None, event=None, **fields):
    """Somebody with a registration at an event that begins in `days`; `then` happens once the reminder waits."""
    if choice or is_absent:
        person = make_person(email=ITSELF)
    if choice:
        person.message_choices.create(kind=kind, choice=choice)
    if is_absent:
        Absence.objects.create(person=person, starts_on=(NOW - DAY).date(), ends_on=(NOW + 9 * DAY).date())
    if fields.get("state") == OFFERED:
        fields["offered_until"] = NOW + DAY
    event = make_training(starts_at=NOW + days * DAY, **event or {})
    registration = make_registration(**{"event": event, "email": ITSELF} | fields)
    if then:
        send_reminders(NOW)
        assert OutgoingMail.objects.filter(kind=kind, state="queued").exists()
        then(registration)
    return registration


def gives_back(registration):
    give_back(registration=registration, force=True)


def is_cancelled(registration):
    cancel_event(event=registration.event, reason="Krankheit", by=make_user())


def stranger_is_cancelled(registration):
    """Another event is cancelled, one of whose registrations has the number of what was reminded of."""
    key = OutgoingMail.objects.get(kind__in=(DECISION, REFRESHER, UNNOTED)).key
    number = int(key.split(":")[2])
    Registration.objects.filter(pk=number).exclude(pk=registration.pk).delete()
    stranger = make_training(starts_at=NOW + 20 * DAY)
    if number == registration.pk:
        registration.event = stranger
        registration.save()
    else:
        make_registration(event=stranger, pk=number, email="")
    cancel_event(event=stranger, reason="Krankheit", by=make_user())


def status(name):
    return {"event": {"status": name}}


def before(kind, days, **event):
    """Rows that hold for all that goes out before an event `days` ahead to those with a seat."""
    row = partial(seat, kind, days=days, event=event)
    colleague = {"source": RegistrationSource.COLLEAGUE, "booked_by": None}
    return {
        "confirmed": (row, {ITSELF}),
        "confirmed as substitute": (partial(row, source=RegistrationSource.SUBSTITUTE), {ITSELF}),
        "booked by a colleague": (partial(row, **colleague), {ITSELF}),
        "absent, for it is personal": (partial(row, is_absent=True), {ITSELF}),
        "waiting": (partial(row, state=WAITING), NOBODY),
        "offered": (partial(row, state=OFFERED), NOBODY),
        "returned": (partial(row, state=RETURNED), NOBODY),
        "expired": (partial(row, state=EXPIRED), NOBODY),
        "replaced": (partial(row, state=REPLACED), NOBODY),
        "no address": (partial(row, email=""), NOBODY),
        "event still far": (partial(row, days=days + 3), NOBODY),
        "event begun": (partial(row, days=-0.05), NOBODY),
        "event cancelled": (partial(row, event=event | {"status": EventStatus.CANCELLED}), NOBODY),
        "event a draft": (partial(row, event=event | {"status": EventStatus.DRAFT}), NOBODY),
        "event cancelled before it left": (partial(row, then=is_cancelled), NOBODY),
    }


def after(kind, days):
    """Rows that hold for all that goes out to those who were there, `days` after the event."""
    row = partial(seat, kind, days=-days)
    return {
        "present": (partial(row, presence=Presence.PRESENT), {ITSELF}),
        "present, event held": (partial(row, presence=Presence.PRESENT, **status(EventStatus.HELD)), {ITSELF}),
        "present, absent now": (partial(row, presence=Presence.PRESENT, is_absent=True), {ITSELF}),
        "present, no address": (partial(row, presence=Presence.PRESENT, email=""), NOBODY),
        "present, not wanted": (partial(row, presence=Presence.PRESENT, choice="off"), NOBODY),
        "present, event cancelled": (partial(row, presence=Presence.PRESENT, **status(EventStatus.CANCELLED)), NOBODY),
        "present, long ago": (partial(row, presence=Presence.PRESENT, days=-days - 20), NOBODY),
        "present, not over yet": (partial(row, presence=Presence.PRESENT, days=-0.05), NOBODY),
        "excused": (partial(row, presence=Presence.EXCUSED), NOBODY),
        "absent": (partial(row, presence=Presence.ABSENT), NOBODY),
        "somebody came instead": (partial(row, presence=Presence.SUBSTITUTE), NOBODY),
        "not noted": (row, NOBODY),
        "waiting": (partial(row, state=WAITING), NOBODY),
    }


def answered(moment, *, days, **fields):
    registration = seat(FEEDBACK, days=days, **fields)
    save_answer(registration=registration, moment=moment, scores=scores_of(moment))


def too_few(*, minimum=3, is_active=True, of_office=True, has_own=True, then=None, days=9, choice=None, **event):
    """An event with one seat taken; the coordination of its Jugendamt, of another one and of the whole network."""
    office = make_office()
    coordinators = {OTHER: make_office(), WHOLE: None} | ({ITSELF: office} if has_own else {})
    for email, own in coordinators.items():
        user = make_user(email=email, role="coordinator", office=own, is_active=is_active)
        if choice:
            user.message_choices.create(kind=DECISION, choice=choice)
    event |= {"minimum": minimum, "youth_welfare_office": office if of_office else None}
    seat(DECISION, days=days, event=event, email="", then=then)


def unnoted(*, presence="", state=CONFIRMED, has_own=True, of_office=True, choice=None, days=80, then=None, **event):
    """One seat at an event that was `days` ago; three coordinations as in `too_few`. Deleted 92 days after it."""
    office = make_office()
    for email, own in ({OTHER: make_office(), WHOLE: None} | ({ITSELF: office} if has_own else {})).items():
        user = make_user(email=email, role="coordinator", office=own)
        if choice:
            user.message_choices.create(kind=UNNOTED, choice=choice)
    event |= {"youth_welfare_office": office if of_office else None}
    seat(UNNOTED, days=-days, event=event, email="", presence=presence, state=state, then=then)


def is_noted(registration):
    set_presence(registration=registration, presence=Presence.EXCUSED, by=None)


def is_corrected(registration):
    """Its event gets another title."""
    event = registration.event
    sessions = [{"title": "", "starts_at": event.starts_at, "ends_at": event.ends_at}]
    values = {"title": "Richtiger Titel"}
    change_event(event=event, values=values, sessions=sessions, reservations=(), version=event.version, by=None)


def certified(*, ends_in=80, act=None, again=False, email=ITSELF, choice=None, then=None):
    """Somebody's certificate ends in so many days."""
    person = make_person(email=email)
    if choice:
        change_choice(owner=person, kind=REFRESHER, choice=choice)
    kind = CourseKind.objects.create(name="Grundkurs", refresher_months=24)
    days = [-700, -20] if again else [-700]
    for ago in days:
        event = make_training(starts_at=NOW + ago * DAY, status=EventStatus.HELD, course_kind=kind)
        registration = make_registration(event=event, email=email, person=person, presence=Presence.PRESENT)
        last = {"starts_on": event.starts_at.date(), "ends_on": event.ends_at.date(), "minutes": 90}
        refresh_on = (NOW + (ends_in if ago == days[0] else 710) * DAY).date()
        Certificate.objects.create(registration=registration, event=event, refresh_on=refresh_on, **last)
    if act:
        act(registration)
    if then:
        send_reminders(NOW)
        then(registration)


PRESENT = {"presence": Presence.PRESENT}
FURTHER = {
    JOINING: {
        "not wanted, for it is a duty": (partial(seat, JOINING, days=5, choice="off", event=LETTER), {ITSELF}),
        "nothing to say": (partial(seat, days=5), NOBODY),
        "online, with its address": (
            partial(seat, days=5, event={"mode": EventMode.ONLINE, "online_url": "https://treffen.example/r"}),
            {ITSELF},
        ),
        "online, address not known yet": (partial(seat, days=5, event={"mode": EventMode.ONLINE}), NOBODY),
        "given back before it left": (partial(seat, JOINING, days=5, then=gives_back, event=LETTER), NOBODY),
    },
    REMINDER: {
        "not wanted": (partial(seat, REMINDER, days=2, choice="off"), NOBODY),
        "given back before it left": (partial(seat, REMINDER, days=2, then=gives_back), NOBODY),
    },
    FEEDBACK: {
        "not wanted": (partial(seat, FEEDBACK, days=3, choice="off"), NOBODY),
        "wanted weekly, for a link is never kept": (partial(seat, FEEDBACK, days=3, choice="weekly"), {ITSELF}),
        "answered": (partial(answered, Moment.BEFORE, days=3), NOBODY),
    },
}
TABLES = {
    JOINING: before(JOINING, 5, **LETTER) | FURTHER[JOINING],
    REMINDER: before(REMINDER, 2) | FURTHER[REMINDER],
    THANKS: after(THANKS, 1),
    DECISION: {
        "too few": (too_few, {ITSELF}),
        "too few, not wanted, for it is a duty": (partial(too_few, choice="off"), {ITSELF}),
        "too few, of the whole network": (partial(too_few, of_office=False), {WHOLE}),
        "too few, Jugendamt without coordination": (partial(too_few, has_own=False), {WHOLE}),
        "too few, access switched off": (partial(too_few, is_active=False), NOBODY),
        "enough": (partial(too_few, minimum=1), NOBODY),
        "too few, run by others": (partial(too_few, is_external=True), NOBODY),
        "too few, far away": (partial(too_few, days=12), NOBODY),
        "too few, begun": (partial(too_few, days=-0.05), NOBODY),
        "too few, cancelled": (partial(too_few, status=EventStatus.CANCELLED), NOBODY),
        "too few, a draft": (partial(too_few, status=EventStatus.DRAFT), NOBODY),
        "too few, cancelled before it left": (partial(too_few, then=is_cancelled), NOBODY),
        "too few, another event cancelled": (partial(too_few, then=stranger_is_cancelled), {ITSELF}),
    },
    UNNOTED: {
        "nobody noted whether they came": (unnoted, {ITSELF}),
        "event held": (partial(unnoted, status=EventStatus.HELD), {ITSELF}),
        "not wanted, for it is a duty": (partial(unnoted, choice="off"), {ITSELF}),
        "of the whole network": (partial(unnoted, of_office=False), {WHOLE}),
        "Jugendamt without coordination": (partial(unnoted, has_own=False), {WHOLE}),
        "title corrected before it left": (partial(unnoted, then=is_corrected), {ITSELF}),
        "deleted tomorrow": (partial(unnoted, days=91), {ITSELF}),
        "deleted in three weeks": (partial(unnoted, days=71), NOBODY),
        "deleted by now": (partial(unnoted, days=93), NOBODY),
        "noted": (partial(unnoted, presence=Presence.PRESENT), NOBODY),
        "noted as absent": (partial(unnoted, presence=Presence.ABSENT), NOBODY),
        "noted before it left": (partial(unnoted, then=is_noted), NOBODY),
        "only a list": (partial(unnoted, state=WAITING), NOBODY),
        "given back": (partial(unnoted, state=RETURNED), NOBODY),
        "cancelled": (partial(unnoted, status=EventStatus.CANCELLED), NOBODY),
        "run by others": (partial(unnoted, is_external=True), NOBODY),
        "another event cancelled": (partial(unnoted, then=stranger_is_cancelled), {ITSELF}),
    },
    REFRESHER: {
        "ends within a quarter": (certified, {ITSELF}),
        "ends within a month": (partial(certified, ends_in=20), {ITSELF}),
        "ends next year": (partial(certified, ends_in=200), NOBODY),
        "has ended": (partial(certified, ends_in=-1), NOBODY),
        "refreshed": (partial(certified, again=True), NOBODY),
        "withdrawn": (partial(certified, act=withdraw), NOBODY),
        "withdrawn before it left": (partial(certified, then=withdraw), NOBODY),
        "another event cancelled": (partial(certified, then=stranger_is_cancelled), {ITSELF}),
        "no address": (partial(certified, email=""), NOBODY),
        "not wanted": (partial(certified, choice="off"), NOBODY),
    },
    FEEDBACK: {f"before: {state}": row for state, row in (before(FEEDBACK, 3) | FURTHER[FEEDBACK]).items()}
    | {f"after: {state}": row for state, row in after(FEEDBACK, 1).items()}
    | {f"later: {state}": row for state, row in after(FEEDBACK, 50).items() if state != "present, not over yet"}
    | {
        "after: answered": (partial(answered, Moment.AFTER, days=-1, **PRESENT), NOBODY),
        "later: answered": (partial(answered, Moment.LATER, days=-50, **PRESENT), NOBODY),
        "later: answered at once only": (partial(answered, Moment.AFTER, days=-50, **PRESENT), {ITSELF}),
    },
}
TABLE = {(kind, state): row for kind, rows in TABLES.items() for state, row in rows.items()}


@pytest.mark.parametrize(("row", "arranged"), TABLE.items(), ids=[f"{kind}: {state}" for kind, state in TABLE])
def test_who_must_get_it(row, arranged):
    (kind, _state), (arrange, recipients) = row, arranged

    arrange()

    for _beat in range(2):
        send_reminders(NOW)
    mails = OutgoingMail.objects.filter(kind=kind, state="queued")
    assert sorted(mails.values_list("to", flat=True)) == sorted(recipients)


def test_what_one_needs_to_know_is_a_duty_and_everybody_may_switch_off_the_rest():
    optional, _duties = kinds_for_people()

    assert {kind for kind in TABLES if is_duty_kind(kind)} == {JOINING, DECISION, UNNOTED}
    assert set(TABLES) - {JOINING, DECISION, UNNOTED} <= {kind for kind, _label in optional}
