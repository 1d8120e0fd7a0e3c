"""For each kind of mail about trainings × each state of seat, person and event: who must get it.

Reminders have a table of their own in test_reminder_recipients.py.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from members.messages.actions import change_choice
from members.models import Absence
from netzwerk.mail.digest import send_digests
from netzwerk.mail.kinds import is_duty_kind
from netzwerk.mail.weekly import coming_moment
from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_person, make_registration, make_training, make_user
from tests.trainings.feedback.makers import make_member_of, make_need
from tests.trainings.offers.makers import guest_data, own_data, register_path
from tests.trainings.registrations.makers import (
    CONFIRMED,
    EXPIRED,
    OFFERED,
    REPLACED,
    RETURNED,
    WAITING,
    make_applicant,
)
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.feedback.actions.needs import MAIL_KIND as NEEDS
from trainings.feedback.actions.needs import merge_needs, tell_supporters
from trainings.models import OtherOrganisation, Registration, SignUpRefused, TrainingEvent
from trainings.participants.actions import MESSAGE_KIND, give_seat, send_message
from trainings.planning.actions import cancel_event, postpone_event, undo_state
from trainings.planning.refusals import EventRefused
from trainings.registrations.actions import accept_offer, expire_offers, give_back, register, substitute

pytestmark = pytest.mark.django_db
ITSELF, OTHER, COLLEAGUE = "itself@haus.example", "other@haus.example", "colleague@haus.example"
EXPECTED = {f"{state}@haus.example" for state in RegistrationState.live()}
NOBODY = set()
DAY = timedelta(days=1)
STATES = set(RegistrationState.values)


@pytest.fixture(autouse=True)
def _outbox(settings):
    settings.EMAIL_BACKEND = "netzwerk.mail.backend.OutboxBackend"


def begin(event):
    """The event has begun an hour ago, and is not over."""
    now = timezone.now()
    TrainingEvent.objects.filter(pk=event.pk).update(starts_at=now - timedelta(hours=1), ends_at=now + DAY)
    event.refresh_from_db()


def end(event):
    now = timezone.now()
    TrainingEvent.objects.filter(pk=event.pk).update(starts_at=now - 2 * DAY, ends_at=now - DAY)
    event.refresh_from_db()


# training: one's own seat --------------------------------------------------------------------------------------------


def signed_up(*emails, is_absent=False, source=RegistrationSource.SELF, has_begun=False, options=None, **event):
    """People with these addresses sign up; where they may not, nobody does."""
    event = make_training(**event)
    if has_begun:
        begin(event)
    category = make_category()
    applicants = [make_applicant(category, email=email) for email in emails or (ITSELF,)]
    if is_absent:
        today = timezone.localdate()
        Absence.objects.create(person=make_person(email=ITSELF), starts_on=today - DAY, ends_on=today + DAY)
    by = make_user(email=COLLEAGUE) if source == RegistrationSource.COLLEAGUE else None
    try:
        register(event=event, applicants=applicants, source=source, by=by, **options or {})
    except SignUpRefused:
        assert event.status == EventStatus.DRAFT or not event.waiting_list_cap


def full(state, *, email=ITSELF, maximum=1):
    """An event with one seat, and somebody of `state` at it."""
    event = make_training(maximum=maximum)
    offer = {"offered_until": timezone.now() + DAY} if state == OFFERED else {}
    if state == WAITING:
        make_registration(event=event)
    return make_registration(event=event, state=state, email=email, **offer)


def waits():
    """Somebody has just signed up for the waiting list, and their mail has not left."""
    taken = full(CONFIRMED, email="taken@haus.example")
    applicants = [make_applicant(taken.actor_category, email=ITSELF)]
    register(event=taken.event, applicants=applicants, source=RegistrationSource.SELF)
    return taken, Registration.objects.get(email=ITSELF)


def seat_given(*, overbook=True):
    give_seat(registration=waits()[1], overbook=overbook, by=make_user())


def offered(*then):
    """The seat of the one who had it comes to the first of the list, who then acts."""
    taken, registration = waits()
    give_back(registration=taken)
    for act in then:
        act(registration=registration)


def offered_among_many():
    taken = full(CONFIRMED)
    for email in (OTHER, COLLEAGUE):
        make_registration(event=taken.event, state=WAITING, email=email, actor_category=taken.actor_category)
    give_back(registration=taken)


def offered_too_late():
    taken = full(CONFIRMED)
    make_registration(event=taken.event, state=WAITING, email=OTHER)
    begin(taken.event)
    give_back(registration=taken, force=True)


def run_out(*, email=ITSELF, is_over=True, has_begun=False):
    registration = full(OFFERED, email=email)
    if has_begun:
        begin(registration.event)
    for _beat in range(2):
        expire_offers(timezone.now())
        Registration.objects.filter(pk=registration.pk, state=OFFERED).update(
            offered_until=timezone.now() + (-DAY if is_over else DAY)
        )
    expire_offers(timezone.now())


def gave_back(state=CONFIRMED, *, email=ITSELF, has_begun=False):
    registration = full(state, email=email)
    if has_begun:
        begin(registration.event)
    give_back(registration=registration, force=has_begun)


def handed_on(*, email=ITSELF, house="Kita Amthof"):
    registration = full(CONFIRMED, email=email)
    Registration.objects.update(organisation_name="Kita Amthof")
    applicant = make_applicant(registration.actor_category, email=OTHER, organisation_name=house)
    try:
        substitute(registration=registration, applicant=applicant)
    except OtherOrganisation:
        assert house != "Kita Amthof"


def with_all_states():
    """An event with one person in each state, and one with a seat but no address."""
    event = make_training()
    for state in RegistrationState:
        offer = {"offered_until": timezone.now() + DAY} if state == OFFERED else {}
        make_registration(event=event, state=state, email=f"{state}@haus.example", **offer)
    make_registration(event=event, email="")
    return event


def decided(*acts, prepare=None):
    """The coordination does these things; what is refused reaches nobody."""
    event = with_all_states()
    if prepare:
        prepare(event)
    for act in acts:
        try:
            act(event=event, by=make_user())
        except EventRefused:
            assert prepare or len(acts) > 1
        event.refresh_from_db()


def postponed(*, event, by, days=7):
    rows = [
        {"title": row.title, "starts_at": row.starts_at + days * DAY, "ends_at": row.ends_at + days * DAY}
        for row in event.sessions.all()
    ]
    postpone_event(event=event, sessions=rows, by=by)


def draft(event):
    TrainingEvent.objects.filter(pk=event.pk).update(status=EventStatus.DRAFT)


cancelled = partial(cancel_event, reason="Krankheit")
forced, overbooked = {"force": True}, {"force": True, "overbook": True}
colleague = RegistrationSource.COLLEAGUE
# The first word of the state names the mail.
SEAT = {
    "confirmed, signed up": (signed_up, {ITSELF}),
    "confirmed, address in capitals": (partial(signed_up, ITSELF.upper()), {ITSELF}),
    "confirmed, two at once": (partial(signed_up, ITSELF, OTHER), {ITSELF, OTHER}),
    "confirmed, booked by a colleague": (partial(signed_up, source=colleague), {ITSELF}),
    "confirmed, absent, for it is personal": (partial(signed_up, is_absent=True), {ITSELF}),
    "confirmed, overbooked on purpose": (
        partial(signed_up, ITSELF, OTHER, maximum=1, options=overbooked),
        {ITSELF, OTHER},
    ),
    "confirmed, no address": (partial(signed_up, "", options=forced), NOBODY),
    "confirmed, event a draft": (partial(signed_up, status=EventStatus.DRAFT), NOBODY),
    "confirmed, event begun": (partial(signed_up, has_begun=True, options=forced), NOBODY),
    "confirmed, one seat for two": (partial(signed_up, ITSELF, OTHER, maximum=1), {ITSELF}),
    "confirmed, given past the list": (seat_given, {ITSELF}),
    "confirmed, offer accepted": (partial(offered, accept_offer), {ITSELF}),
    "confirmed, offer accepted twice": (partial(offered, accept_offer, accept_offer), {ITSELF}),
    "confirmed, given back before it left": (partial(offered, accept_offer, give_back), NOBODY),
    "waiting, one seat for two": (partial(signed_up, ITSELF, OTHER, maximum=1), {OTHER}),
    "waiting, no list": (partial(signed_up, ITSELF, OTHER, maximum=1, waiting_list_cap=0), NOBODY),
    "waiting, seat given before it left": (seat_given, NOBODY),
    "waiting, seat offered before it left": (offered, NOBODY),
    "offered, the only one": (offered, {ITSELF}),
    "offered, the first of the list": (offered_among_many, {OTHER}),
    "offered, accepted before it left": (partial(offered, accept_offer), NOBODY),
    "offered, declined before it left": (partial(offered, give_back), NOBODY),
    "offered, event begun": (offered_too_late, NOBODY),
    "expired, offer run out": (run_out, {ITSELF}),
    "expired, offer still good": (partial(run_out, is_over=False), NOBODY),
    "expired, no address": (partial(run_out, email=""), NOBODY),
    "expired, event begun": (partial(run_out, has_begun=True), NOBODY),
    "returned, seat": (gave_back, {ITSELF}),
    "returned, place on the list": (partial(gave_back, WAITING), {ITSELF}),
    "returned, offer": (partial(gave_back, OFFERED), {ITSELF}),
    "returned, no address": (partial(gave_back, email=""), NOBODY),
    "returned, event begun": (partial(gave_back, has_begun=True), NOBODY),
    "replaced, by somebody of the house": (handed_on, {ITSELF}),
    "replaced, no address": (partial(handed_on, email=""), NOBODY),
    "replaced, other house refused": (partial(handed_on, house="Kita Weserbogen"), NOBODY),
    "substitute, of the house": (handed_on, {OTHER}),
    "substitute, other house refused": (partial(handed_on, house="Kita Weserbogen"), NOBODY),
    "cancelled, everyone expected": (partial(decided, cancelled), EXPECTED),
    "cancelled, event begun": (partial(decided, cancelled, prepare=begin), EXPECTED),
    "cancelled, event over": (partial(decided, cancelled, prepare=end), NOBODY),
    "cancelled, event a draft": (partial(decided, cancelled, prepare=draft), NOBODY),
    "cancelled, twice": (partial(decided, cancelled, cancelled), EXPECTED),
    "cancelled, taken back before it left": (partial(decided, cancelled, undo_state), NOBODY),
    "reopened, everyone expected": (partial(decided, cancelled, undo_state), EXPECTED),
    "reopened, cancelled again before it left": (partial(decided, cancelled, undo_state, cancelled), NOBODY),
    "moved, everyone expected": (partial(decided, postponed), EXPECTED),
    "moved, again before it left": (partial(decided, postponed, postponed), EXPECTED),
    "moved, to the same dates": (partial(decided, partial(postponed, days=0), partial(postponed, days=0)), NOBODY),
    "moved, cancelled before it left": (partial(decided, postponed, cancelled), NOBODY),
    "moved, event over": (partial(decided, postponed, prepare=end), NOBODY),
    "moved, event a draft": (partial(decided, postponed, prepare=draft), NOBODY),
}


# training-message: what the coordination writes ----------------------------------------------------------------------


def written(*states, times=1, prepare=None):
    event = with_all_states()
    if prepare:
        prepare(event)
    values = {"subject": "Hinweis", "text": "Bitte bringen Sie Stifte mit.", "token": "t"}
    for _click in range(times):
        send_message(event=event, states=states, by=make_user(), **values)
    return event


def written_and_a_stranger_cancelled():
    """Another event is cancelled, one of whose registrations has the number of the event written about."""
    event = written(CONFIRMED)
    stranger = make_training()
    make_registration(event=stranger, pk=event.pk + 100_000)
    OutgoingMail.objects.update(key=f"{MESSAGE_KIND}:{event.pk + 100_000}:t:1")
    cancelled(event=stranger, by=make_user())


def cancel(event):
    cancelled(event=event, by=make_user())


of = "{}@haus.example".format
MESSAGE = {
    "to seats": (partial(written, CONFIRMED), {of("confirmed")}),
    "to the list": (partial(written, WAITING), {of("waiting")}),
    "to seats offered": (partial(written, OFFERED), {of("offered")}),
    "to all": (partial(written, *STATES), EXPECTED),
    "to those who left": (partial(written, RETURNED, EXPIRED, REPLACED), NOBODY),
    "sent twice": (partial(written, CONFIRMED, times=2), {of("confirmed")}),
    "event begun": (partial(written, CONFIRMED, prepare=begin), {of("confirmed")}),
    "event over": (partial(written, CONFIRMED, prepare=end), {of("confirmed")}),
    "event cancelled": (partial(written, CONFIRMED, prepare=cancel), {of("confirmed")}),
    "another event cancelled": (written_and_a_stranger_cancelled, {of("confirmed")}),
}


# training-code: whether a mailbox is theirs --------------------------------------------------------------------------


def form_sent(*, email=ITSELF, is_registered=False, has_access=False, **fields):
    event, client, category = make_training(**fields), Client(), make_category()
    if fields.get("maximum") or is_registered:
        make_registration(event=event, email=ITSELF if is_registered else OTHER, actor_category=category)
    data = guest_data(category, email=email)
    if has_access:
        client.force_login(make_user(email=ITSELF))
        data = own_data(category)
    client.post(register_path(event), data)


CODE = {
    "without access": (form_sent, {ITSELF}),
    "with access, signed out": (partial(form_sent, email=OTHER), {OTHER}),
    "registered before, which the page does not tell": (partial(form_sent, is_registered=True), {ITSELF}),
    "event full, list open": (partial(form_sent, maximum=1), {ITSELF}),
    "signed in": (partial(form_sent, has_access=True), NOBODY),
    "address nobody can write to": (partial(form_sent, email="ohne"), NOBODY),
    "event full, no list": (partial(form_sent, maximum=1, waiting_list_cap=0), NOBODY),
    "event a draft": (partial(form_sent, status=EventStatus.DRAFT), NOBODY),
    "event cancelled": (partial(form_sent, status=EventStatus.CANCELLED), NOBODY),
    "event begun": (partial(form_sent, starts_at=timezone.now() - timedelta(hours=1)), NOBODY),
}


# training-needs: a wish that is answered -----------------------------------------------------------------------------


def wished(*, choice=None, is_active=True, twice=False, merged=False, monday=None, is_soon=False, **fields):
    """Somebody wished, another supports it, and there is a training now; `monday`: its status when that has come."""
    if is_soon:
        now = timezone.now()
        fields["starts_at"] = now + (coming_moment(now) - now) / 2
    event = make_training(**fields)
    author, supporter = make_member_of(email=ITSELF), make_member_of(email=OTHER)
    for user in (author, supporter):
        if choice:
            change_choice(owner=user.person, kind=NEEDS, choice=choice)
    need = make_need(author=author, supporters=[supporter], event=event)
    author.is_active = is_active
    author.save()
    tell_supporters(event)
    if merged:
        merge_needs(kept=need, gone=make_need(author=supporter, title="Noch einer"), by=make_user())
    if twice:
        tell_supporters(event)
    if monday:
        TrainingEvent.objects.filter(pk=event.pk).update(status=monday)
        send_digests(coming_moment(timezone.now()) + timedelta(hours=1))
        OutgoingMail.objects.filter(kind="digest").update(kind=NEEDS)


WISH = {
    "author and supporter": (wished, {ITSELF, OTHER}),
    "told twice": (partial(wished, twice=True), {ITSELF, OTHER}),
    "wishes put together": (partial(wished, merged=True), {ITSELF, OTHER}),
    "access switched off": (partial(wished, is_active=False), {OTHER}),
    "wanted at once": (partial(wished, choice="at-once"), {ITSELF, OTHER}),
    "wanted weekly, before Monday": (partial(wished, choice="weekly"), NOBODY),
    "wanted weekly, Monday": (partial(wished, choice="weekly", monday=EventStatus.PUBLISHED), {ITSELF, OTHER}),
    "wanted weekly, cancelled by Monday": (partial(wished, choice="weekly", monday=EventStatus.CANCELLED), NOBODY),
    "wanted weekly, taken back by Monday": (partial(wished, choice="weekly", monday=EventStatus.DRAFT), NOBODY),
    "wanted weekly, begins before Monday": (partial(wished, choice="weekly", is_soon=True), {ITSELF, OTHER}),
    "not wanted": (partial(wished, choice="off"), NOBODY),
    "event a draft": (partial(wished, status=EventStatus.DRAFT), NOBODY),
    "event cancelled": (partial(wished, status=EventStatus.CANCELLED), NOBODY),
    "event begun": (partial(wished, starts_at=timezone.now() - timedelta(hours=1)), NOBODY),
}


TABLES = {"training": SEAT, "training-message": MESSAGE, "training-code": CODE, "training-needs": WISH}
TABLE = {(kind, state): row for kind, rows in TABLES.items() for state, row in rows.items()}


@pytest.mark.parametrize(("row", "arranged"), TABLE.items(), ids=[f"{kind}: {state}" for kind, state in TABLE])
def test_who_must_get_it(row, arranged):
    (kind, state), (arrange, recipients) = row, arranged

    arrange()

    mails = OutgoingMail.objects.filter(kind=kind, state="queued")
    if kind == "training":
        mails = mails.filter(key__startswith=f"training-{state.partition(',')[0]}:")
    mails = mails.exclude(to="taken@haus.example")
    assert sorted(mails.values_list("to", flat=True)) == sorted(recipients)


def test_ones_own_seat_is_a_duty_and_news_is_not():
    assert {kind for kind in TABLES if not is_duty_kind(kind)} == {NEEDS}
