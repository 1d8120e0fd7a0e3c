"""For each kind of reminder × each state of record and person: who must get it."""

from datetime import datetime, timedelta
from functools import partial

import pytest

from members.enums import MembershipKind
from members.invitations.actions import accept_invitation, withdraw_invitation
from members.messages.actions import change_choice
from members.models import Absence, Invitation, RoleAssignment
from members.upkeep.actions.answering import confirm_data
from members.upkeep.models import Confirmation
from netzwerk.hours import BERLIN
from netzwerk.mail.digest import send_digests
from netzwerk.models import DigestItem, OutgoingMail
from netzwerk.reminders.engine import send_reminders
from tests.factories import make_membership, make_organisation, make_person, make_second_factor, make_user

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 10, tzinfo=BERLIN)  # a Tuesday
TODAY = NOW.date()
ITSELF, DEPUTY, HOUSE, NOBODY = "itself@netz.example", "deputy@netz.example", "house@netz.example", None


def days_ago(count):
    return NOW - timedelta(days=count)


def invitation(*, age=8, person=None, seat="current", **state):
    """An invitation sent `age` days ago to somebody whose seat is "current", "ended" or None."""
    person = person or make_person(email=ITSELF)
    if seat:
        ended = TODAY - timedelta(days=1) if seat == "ended" else None
        make_membership(person=person, since_on=TODAY - timedelta(days=90), until_on=ended)
    sent_at = days_ago(age)
    fields = {"email": ITSELF, "sent_at": sent_at, "expires_at": sent_at + timedelta(days=14)} | state
    Invitation.objects.create(person=person, **fields)


def invitation_of_absent_person():
    person = make_person(email=ITSELF)
    invitation(person=person)
    away(person)


def away(person):
    Absence.objects.create(person=person, starts_on=TODAY - timedelta(days=2), ends_on=TODAY + timedelta(days=9))


def role(*, age=4, name="coordinator", second_factor=False, choice=None, **fields):
    """A user who was given a role `age` days ago."""
    user = make_user(email=ITSELF, role=name, second_factor=False, **fields)
    RoleAssignment.objects.filter(user=user).update(given_at=days_ago(age))
    if second_factor:
        make_second_factor(user)


def two_guarded_roles():
    role()
    user = RoleAssignment.objects.get().user
    RoleAssignment.objects.create(user=user, role="system-admin", given_at=days_ago(4))


def of_organisation(*, overdue=4, holder=ITSELF, house="", deputy="", is_away=False, is_closed=False, **fields):
    """The question to an organisation, its deadline `overdue` days ago."""
    organisation = make_organisation(email=house, closed_on=TODAY if is_closed else None)
    if holder:
        seat = make_membership(organisation=organisation, person=make_person(email=holder))
        if deputy:
            stands_in = {"kind": MembershipKind.DEPUTY, "deputy_of": seat}
            make_membership(organisation=organisation, person=make_person(email=deputy), **stands_in)
        if is_away:
            away(seat.person)
    ask(organisation=organisation, overdue=overdue, **fields)


def of_person(*, overdue=4, email=ITSELF, choice=None, has_access=False, **fields):
    """The question to somebody without a seat."""
    person = make_person(email=email, user=make_user(email=email) if has_access else None)
    if choice:
        change_choice(owner=person, kind="upkeep-reminder", choice=choice)
    ask(person=person, overdue=overdue, **fields)


def ask(*, overdue, is_answered=False, times_sent=1, **record):
    state = {"answer": "confirmed", "answered_at": days_ago(1)} if is_answered else {}
    due_on = TODAY - timedelta(days=overdue)
    Confirmation.objects.create(
        round="2026-2", due_on=due_on, asked_at=days_ago(30), times_sent=times_sent, **record, **state
    )


TABLE = {
    "invitation open for a week": (invitation, ITSELF),
    "invitation to somebody without a seat yet": (partial(invitation, seat=None), ITSELF),
    "invitation open for six days": (partial(invitation, age=6), NOBODY),
    "invitation of the beats missed": (partial(invitation, age=13), ITSELF),
    "invitation accepted": (partial(invitation, accepted_at=days_ago(1)), NOBODY),
    "invitation withdrawn": (partial(invitation, withdrawn_at=days_ago(1)), NOBODY),
    "invitation expired": (partial(invitation, expires_at=days_ago(1)), NOBODY),
    "invitation to somebody who left": (partial(invitation, seat="ended"), NOBODY),
    "invitation to somebody absent, for it is personal": (invitation_of_absent_person, ITSELF),
    "second factor missing for three days": (role, ITSELF),
    "second factor missing for ten days": (partial(role, age=10), ITSELF),
    "second factor missing since yesterday": (partial(role, age=1), NOBODY),
    "second factor missing for half a year": (partial(role, age=180), NOBODY),
    "second factor missing for two roles": (two_guarded_roles, ITSELF),
    "second factor there": (partial(role, second_factor=True), NOBODY),
    "second factor missing, access switched off": (partial(role, is_active=False), NOBODY),
    "second factor not needed": (partial(role, name="editor"), NOBODY),
    "organisation overdue": (of_organisation, ITSELF),
    "organisation with a mailbox overdue": (partial(of_organisation, house=HOUSE), HOUSE),
    "organisation in its last week": (partial(of_organisation, overdue=-6), ITSELF),
    "organisation with time left": (partial(of_organisation, overdue=-10), NOBODY),
    "organisation past its deadline since yesterday": (partial(of_organisation, overdue=1), NOBODY),
    "organisation long overdue, portal new": (partial(of_organisation, overdue=40), NOBODY),
    "organisation overdue, holder absent": (partial(of_organisation, deputy=DEPUTY, is_away=True), DEPUTY),
    "organisation overdue, holder absent, no deputy": (partial(of_organisation, is_away=True), ITSELF),
    "organisation overdue, deputy named, holder there": (partial(of_organisation, deputy=DEPUTY), ITSELF),
    "organisation overdue without any address": (partial(of_organisation, holder=""), NOBODY),
    "organisation answered": (partial(of_organisation, is_answered=True), NOBODY),
    "organisation left the network": (partial(of_organisation, is_closed=True), NOBODY),
    "organisation never asked, for nobody could be": (partial(of_organisation, times_sent=0), NOBODY),
    "person overdue": (of_person, ITSELF),
    "person with access overdue": (partial(of_person, has_access=True), ITSELF),
    "person answered": (partial(of_person, is_answered=True), NOBODY),
    "person overdue, wants none": (partial(of_person, choice="off"), NOBODY),
    "person with access overdue, wants none": (partial(of_person, choice="off", has_access=True), NOBODY),
}


@pytest.mark.parametrize(("arrange", "recipient"), TABLE.values(), ids=list(TABLE))
def test_who_must_get_it(arrange, recipient):
    arrange()

    for _beat in range(2):
        send_reminders(NOW)

    mails = OutgoingMail.objects.all()
    assert [(mail.to, mail.state) for mail in mails] == ([(recipient, "queued")] if recipient else [])
    assert DigestItem.objects.count() == 0
    assert all("http" in mail.text_body for mail in mails)


def test_wanted_weekly_it_waits_for_the_digest():
    of_person(choice="weekly")

    for _beat in range(2):
        send_reminders(NOW)

    assert OutgoingMail.objects.count() == 0
    item = DigestItem.objects.get()
    assert (item.to, item.subject) == (ITSELF, "Erinnerung: Stimmen Ihre Angaben noch?")
    assert "Guten Tag" not in item.text
    assert "/bestaetigen/" in item.text


@pytest.mark.parametrize("is_answered", [True, False])
def test_digest_leaves_out_what_was_answered_meanwhile(is_answered):
    of_person(choice="weekly")
    send_reminders(NOW)
    DigestItem.objects.update(created_at=NOW)
    if is_answered:  # without the action, which would have stopped it
        Confirmation.objects.update(answer="confirmed", answered_at=NOW)

    assert send_digests(NOW + timedelta(days=6)) == (0 if is_answered else 1)


def test_answer_stops_what_waits():
    of_person()
    send_reminders(NOW)

    confirm_data(confirmation=Confirmation.objects.get())

    assert OutgoingMail.objects.get().state == "cancelled"


def test_accepted_and_withdrawn_invitations_stop_what_waits():
    for act in (accept_invitation, partial(withdraw_invitation, by=make_user())):
        person = make_person()
        invitation(person=person, email=person.email)
        send_reminders(NOW)
        act(invitation=person.invitations.get())

    assert list(OutgoingMail.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]


def test_asked_again_the_reminders_begin_anew():
    of_person()
    send_reminders(NOW)
    Confirmation.objects.update(times_sent=2, due_on=TODAY + timedelta(days=11))

    assert send_reminders(NOW) == 0
    assert send_reminders(NOW + timedelta(days=15)) == 1
    assert OutgoingMail.objects.count() == 2


@pytest.mark.parametrize("count", [1, 4])
def test_queries_stay_whatever_is_due(count, django_assert_max_num_queries):
    for number in range(count):
        of_organisation(holder=f"holder{number}@netz.example", deputy=f"d{number}@netz.example", is_away=True)
        person = make_person(email=f"p{number}@netz.example")
        invitation(person=person, email=person.email)

    with django_assert_max_num_queries(45):
        assert send_reminders(NOW) == 2 * count
