"""For each kind of message × each state of the person or record: who must get it.

Reminders have a table of their own in tests/reminders/test_kinds.py, trainings two in tests/trainings.
"""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import MembershipKind, Role
from members.experts.actions.advice import NobodyToAsk, confirm_callback, remind_of_forgotten
from members.experts.models import AdviceRequest
from members.invitations.actions import InvitationImpossible, invite_people, invite_person
from members.messages.actions import change_choice
from members.models import Absence, RoleAssignment
from members.owndata.actions.requests import decline_request, execute_request, request_deletion, withdraw_request
from members.owndata.enums import LegalReason
from members.roles.actions import RoleRefused, give_role, take_role
from members.upkeep.actions.asking import ask_everybody
from members.upkeep.actions.corrections import apply_correction, decline_correction
from members.upkeep.enums import DeclineReason
from netzwerk.calendars import Invitee, cancel_item, invite, uninvite
from netzwerk.mail import kinds, queue_mail, register_mail_kind, withdraw_mail
from netzwerk.mail.delivery import deliver_waiting
from netzwerk.mail.digest import send_digests
from netzwerk.mail.kinds import kind_choices
from netzwerk.mail.weekly import coming_moment
from netzwerk.models import OutgoingMail
from netzwerk.reminders.kinds import reminder_kinds
from tests.factories import make_membership, make_office, make_organisation, make_person, make_town, make_user
from tests.ground.calendars.makers import berlin, make_item
from tests.members.experts.makers import ask, in_hours, make_duty, make_expert
from tests.members.upkeep.makers import make_correction
from tests.trainings import test_recipients as trainings
from tests.trainings.test_reminder_recipients import TABLES as TRAINING_REMINDERS

pytestmark = pytest.mark.django_db
ROUND = datetime(2026, 3, 1, 9, tzinfo=UTC)
ITSELF, DEPUTY, HOUSE, OTHER = "itself@netz.example", "deputy@netz.example", "house@netz.example", "other@netz.example"
NOBODY = set()


@pytest.fixture(autouse=True)
def _outbox(settings, monkeypatch):
    """All mail goes through it; "news" is a kind that may be weekly or off."""
    settings.EMAIL_BACKEND = "netzwerk.mail.backend.OutboxBackend"
    for name in ("_labels", "_secret", "_optional"):
        monkeypatch.setattr(kinds, name, type(getattr(kinds, name))(getattr(kinds, name)))


def by():
    return make_user(role=Role.COORDINATOR)


def away(person):
    today = timezone.localdate()
    Absence.objects.create(person=person, starts_on=today - timedelta(days=400), ends_on=today + timedelta(days=9))


# account: codes and links, by allauth --------------------------------------------------------------------------------


def code_asked_for(address=ITSELF, **fields):
    make_user(email=ITSELF, **fields)
    Client().post(reverse("account_request_login_code"), {"email": address})


# invitation ----------------------------------------------------------------------------------------------------------


def invited(*, email=ITSELF, has_access=False, is_absent=False, many=False):
    person = make_person(email=email, user=make_user(email=OTHER) if has_access else None)
    if is_absent:
        seat = make_membership(person=person)
        make_membership(
            organisation=seat.organisation,
            kind=MembershipKind.DEPUTY,
            deputy_of=seat,
            person=make_person(email=DEPUTY),
        )
        away(person)
    if many:
        invite_people(people=[person.pk], by=by())
        return
    try:
        invite_person(person=person, by=by())
    except InvitationImpossible:
        assert has_access or not email


# roles ---------------------------------------------------------------------------------------------------------------


def role_given(**fields):
    user = make_user(email=ITSELF, **fields)
    try:
        give_role(user=user, role=Role.EDITOR, by=by())
    except RoleRefused:
        assert not user.is_active


def role_taken():
    make_user(email=ITSELF, role=Role.EDITOR)
    take_role(assignment=RoleAssignment.objects.get(), by=by())


# upkeep: the question twice a year, and the answer to a correction -------------------------------------------------


def organisation_asked(*, house="", holder=ITSELF, is_away=False, **fields):
    organisation = make_organisation(email=house, **fields)
    if not holder:
        return ask_everybody(ROUND)
    since = ROUND.date() - timedelta(days=90)
    seat = make_membership(organisation=organisation, person=make_person(email=holder), since_on=since)
    stands_in = {"kind": MembershipKind.DEPUTY, "deputy_of": seat, "since_on": since}
    make_membership(organisation=organisation, person=make_person(email=DEPUTY), **stands_in)
    if is_away:
        away(seat.person)
    return ask_everybody(ROUND)


def person_asked(*, is_seated=False, **fields):
    fields = {"email": ITSELF, "created_at": ROUND - timedelta(days=400)} | fields
    person = make_person(**fields)
    if is_seated:
        seat = make_membership(person=person, since_on=ROUND.date() - timedelta(days=90))
        seat.organisation.email = HOUSE
        seat.organisation.save()
    ask_everybody(ROUND)


def correction_decided(decide, *, reply_email=ITSELF):
    decide(correction=make_correction(reply_email=reply_email), by=by())


# owndata: requests for deletion --------------------------------------------------------------------------------------


def deletion(act=None, *, person_email=ITSELF, has_person=True):
    user = make_user(email=ITSELF if not has_person else OTHER)
    if has_person:
        make_person(email=person_email, user=user)
    request = request_deletion(by=user)
    if act:
        OutgoingMail.objects.all().delete()
        act(request=request, by=user if act is withdraw_request else by())


# advice --------------------------------------------------------------------------------------------------------------


def advice(*, duty=True, is_absent=False, second=False, is_over=None):
    office = make_office()
    town = make_town(youth_welfare_office=office)
    expert = make_expert(office=office, towns=[town], person=make_person(email=ITSELF))
    if duty:
        make_duty(expert, office)
    if second:
        make_expert(office=office, towns=[town], person=make_person(email=OTHER))
    if is_absent:
        away(expert.person)
    try:
        ask(town)
    except NobodyToAsk:
        assert is_absent
    if is_over:
        OutgoingMail.objects.all().delete()
        starts, ends = in_hours(-3, -1)
        AdviceRequest.objects.update(window_starts_at=starts, window_ends_at=ends)
        if is_over == "answered":
            confirm_callback(advice=AdviceRequest.objects.get())
        for _run in range(2):
            remind_of_forgotten()


# calendar ------------------------------------------------------------------------------------------------------------


def date_of(*steps, email=ITSELF, is_delivered=True):
    """Invites, then takes `steps`; what went out before the last step is not counted."""
    invitees = [Invitee("attendance:1", email)]
    invite(make_item(), invitees)
    if steps and is_delivered:
        deliver_waiting()
    for step in steps:
        OutgoingMail.objects.filter(state="sent").update(kind="before")
        step(invitees)


def moved(invitees):
    invite(make_item(starts_at=berlin(2027, 3, 9, 14), ends_at=berlin(2027, 3, 9, 16)), invitees)


def described(invitees):
    invite(make_item(description="Tagesordnung folgt"), invitees)


def cancelled(invitees):
    invite(cancel_item("meeting:1"), invitees)


def withdrawn(invitees):
    uninvite(make_item(), invitees)


# digest, and a kind nobody needs -------------------------------------------------------------------------------------


def news(*, choice=None, email=ITSELF, is_absent=False, is_withdrawn=False, later=None, digest=False):
    """News to a person who made `choice` before, and `later` afterwards; `digest`: Monday has come."""
    register_mail_kind("news", "Neuigkeiten", is_duty=False)
    person = make_person(email=email)
    if choice:
        change_choice(owner=person, kind="news", choice=choice)
    if is_absent:
        away(person)
    context = {"path": "/mein/", "asked_at": timezone.now()}
    queue_mail("portal/email/test", to=email, key="news:1", kind="news", context=context)
    if is_withdrawn:
        withdraw_mail("news:1")
    if later:
        change_choice(owner=person, kind="news", choice=later)
    if digest:
        for _beat in range(2):
            send_digests(coming_moment(timezone.now()) + timedelta(hours=1))


# test: a mail to oneself ---------------------------------------------------------------------------------------------


def test_mail_asked(*, role):
    client = Client()
    client.force_login(make_user(email=ITSELF, role=role))
    client.post(reverse("portal:test-mail"))


test_mail_asked.__test__ = False
declined = partial(decline_correction, reason=DeclineReason.NOT_CONFIRMED)
refused = partial(decline_request, reason=LegalReason.PUBLIC_TASK)
TABLE = {
    ("account", "access"): (code_asked_for, {ITSELF}),
    ("account", "access written in capitals"): (partial(code_asked_for, ITSELF.upper()), {ITSELF}),
    ("account", "access switched off"): (partial(code_asked_for, is_active=False), NOBODY),
    ("account", "unknown address"): (partial(code_asked_for, OTHER), NOBODY),
    ("invitation", "no access yet"): (invited, {ITSELF}),
    ("invitation", "absent, for it is personal"): (partial(invited, is_absent=True), {ITSELF}),
    ("invitation", "has access"): (partial(invited, has_access=True), NOBODY),
    ("invitation", "no address"): (partial(invited, email=""), NOBODY),
    ("invitation", "one of many"): (partial(invited, many=True), {ITSELF}),
    ("invitation", "one of many, has access"): (partial(invited, has_access=True, many=True), NOBODY),
    ("invitation", "one of many, no address"): (partial(invited, email="", many=True), NOBODY),
    ("roles", "given"): (role_given, {ITSELF}),
    ("roles", "taken"): (role_taken, {ITSELF}),
    ("roles", "access switched off"): (partial(role_given, is_active=False), NOBODY),
    ("upkeep", "organisation with a mailbox"): (partial(organisation_asked, house=HOUSE), {HOUSE}),
    ("upkeep", "organisation without one"): (organisation_asked, {ITSELF}),
    ("upkeep", "organisation, holder absent"): (partial(organisation_asked, is_away=True), {DEPUTY}),
    ("upkeep", "organisation that nobody holds"): (partial(organisation_asked, holder=""), NOBODY),
    ("upkeep", "organisation that left"): (partial(organisation_asked, closed_on=ROUND.date()), NOBODY),
    ("upkeep", "organisation that confirmed"): (partial(organisation_asked, confirmed_at=ROUND), NOBODY),
    ("upkeep", "person without a seat"): (person_asked, {ITSELF}),
    ("upkeep", "person whose organisation answers"): (partial(person_asked, is_seated=True), {HOUSE}),
    ("upkeep", "person who confirmed"): (partial(person_asked, confirmed_at=ROUND), NOBODY),
    ("upkeep", "person without an address"): (partial(person_asked, email="", phone="0571 80 700"), NOBODY),
    ("upkeep", "correction applied"): (partial(correction_decided, apply_correction), {ITSELF}),
    ("upkeep", "correction declined"): (partial(correction_decided, declined), {ITSELF}),
    ("upkeep", "correction without an address"): (partial(correction_decided, declined, reply_email=""), NOBODY),
    ("owndata", "deletion asked for"): (deletion, {ITSELF}),
    ("owndata", "deletion asked for without a person"): (partial(deletion, has_person=False), {ITSELF}),
    ("owndata", "deletion asked for, person without an address"): (partial(deletion, person_email=""), {OTHER}),
    ("owndata", "deletion taken back"): (partial(deletion, withdraw_request), NOBODY),
    ("owndata", "deletion refused"): (partial(deletion, refused), {ITSELF}),
    ("owndata", "deletion carried out"): (partial(deletion, execute_request), {ITSELF}),
    ("advice", "expert on duty"): (advice, {ITSELF}),
    ("advice", "nobody on duty"): (partial(advice, duty=False), {ITSELF}),
    ("advice", "nobody on duty, two for the town"): (partial(advice, duty=False, second=True), {ITSELF, OTHER}),
    ("advice", "expert on duty absent"): (partial(advice, is_absent=True, second=True), {OTHER}),
    ("advice", "nobody in reach"): (partial(advice, is_absent=True), NOBODY),
    ("advice", "callback forgotten"): (partial(advice, is_over="forgotten"), {ITSELF}),
    ("advice", "callback made"): (partial(advice, is_over="answered"), NOBODY),
    ("calendar", "invited"): (date_of, {ITSELF}),
    ("calendar", "moved"): (partial(date_of, moved), {ITSELF}),
    ("calendar", "moved before the invitation left"): (partial(date_of, moved, is_delivered=False), {ITSELF}),
    ("calendar", "moved twice"): (partial(date_of, moved, moved), {ITSELF}),
    ("calendar", "only its text changed"): (partial(date_of, described), NOBODY),
    ("calendar", "cancelled"): (partial(date_of, cancelled), {ITSELF}),
    ("calendar", "cancelled before the invitation left"): (partial(date_of, cancelled, is_delivered=False), NOBODY),
    ("calendar", "cancelled before the change left"): (partial(date_of, moved, cancelled), {ITSELF}),
    ("calendar", "withdrawn"): (partial(date_of, withdrawn), {ITSELF}),
    ("calendar", "withdrawn before the invitation left"): (partial(date_of, withdrawn, is_delivered=False), NOBODY),
    ("calendar", "address nobody can write to"): (partial(date_of, email="ohne"), NOBODY),
    ("news", "no choice made"): (news, {ITSELF}),
    ("news", "absent, for nobody does it in their place"): (partial(news, is_absent=True), {ITSELF}),
    ("news", "wanted at once"): (partial(news, choice="at-once"), {ITSELF}),
    ("news", "wanted weekly, before Monday"): (partial(news, choice="weekly"), NOBODY),
    ("news", "not wanted"): (partial(news, choice="off"), NOBODY),
    ("digest", "something waits"): (partial(news, choice="weekly", digest=True), {ITSELF}),
    ("digest", "absent"): (partial(news, choice="weekly", is_absent=True, digest=True), {ITSELF}),
    ("digest", "nothing waits"): (partial(news, choice="off", digest=True), NOBODY),
    ("digest", "everything withdrawn"): (partial(news, choice="weekly", is_withdrawn=True, digest=True), NOBODY),
    ("digest", "switched off since"): (partial(news, choice="weekly", later="off", digest=True), NOBODY),
    ("digest", "wanted at once since"): (partial(news, choice="weekly", later="at-once", digest=True), {ITSELF}),
    ("test", "administrator"): (partial(test_mail_asked, role=Role.SYSTEM_ADMIN), {ITSELF}),
    ("test", "coordinator, who may not"): (partial(test_mail_asked, role=Role.COORDINATOR), NOBODY),
}


@pytest.mark.parametrize(("row", "arranged"), TABLE.items(), ids=[f"{kind}: {state}" for kind, state in TABLE])
def test_who_must_get_it(row, arranged):
    (kind, _state), (arrange, recipients) = row, arranged

    arrange()

    mails = OutgoingMail.objects.filter(kind=kind, state="queued")
    assert sorted(mails.values_list("to", flat=True)) == sorted(recipients)
    assert not OutgoingMail.objects.exclude(kind__in={kind, "before"}).exists()


def test_every_kind_stands_in_a_table():
    reminders = {kind.key for kind in reminder_kinds()}
    mails = {kind for kind, _state in TABLE} - {"news"} | set(trainings.TABLES)

    assert mails == {kind for kind, _label in kind_choices()} - reminders
    assert reminders == {"invitation-reminder", "second-factor", "upkeep-reminder"} | set(TRAINING_REMINDERS)


@pytest.mark.parametrize(
    "kind", sorted({kind for kind, _state in TABLE} - {"news", "digest"} | set(trainings.TABLES) - {trainings.NEEDS})
)
def test_a_duty_reaches_whoever_wants_nothing(kind):
    """Each of these kinds is a duty: a choice noted for it, however it came there, changes nothing."""
    person = make_person(email=ITSELF)
    person.message_choices.create(kind=kind, choice="off")
    context = {"path": "/mein/", "asked_at": timezone.now()}

    mail = queue_mail("portal/email/test", to=ITSELF, key="duty", kind=kind, context=context)

    assert mail.state == "queued"
