"""Inviting people to sign in for the first time."""

from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Invitation, Person, User
from netzwerk.audit import record_event, record_events
from netzwerk.mail import MailDraft, queue_mail, queue_mails
from netzwerk.reminders import withdraw_reminders
from netzwerk.signed_links import LinkUsed, make_link

PURPOSE = "invitation"
REMINDER = "invitation-reminder"
VALID_DAYS = 14


class InvitationImpossible(Exception):
    """The person can't be invited; the message is German and for people."""


NO_ADDRESS = _("Ohne E-Mail-Adresse kann die Person nicht eingeladen werden. Tragen Sie zuerst eine ein.")
HAS_ACCESS = _("Die Person hat schon einen Zugang.")
NOT_OPEN = _("Diese Einladung ist schon angenommen oder zurückgezogen.")


@transaction.atomic
def invite_person(*, person, by):
    """Invites `person`, or sends the open invitation again; raises InvitationImpossible.

    The invitation goes to the address the person has now, and ends all links sent before.
    """
    person = Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.user_id:
        raise InvitationImpossible(HAS_ACCESS)
    if not person.email:
        raise InvitationImpossible(NO_ADDRESS)
    invitation = person.invitations.open().select_for_update().first()
    if invitation is None:
        invitation = Invitation.objects.create(
            person=person, email=person.email, invited_by=by, expires_at=timezone.now() + timedelta(days=VALID_DAYS)
        )
    else:
        _end_reminders(invitation)
        invitation.send_again(to=person.email, days=VALID_DAYS)
    record_event("members.person_invited", target=person, by=by, times=invitation.times_sent)
    draft = draft_of(invitation)
    queue_mail(draft.template, to=draft.to, context=draft.context, key=draft.key, kind=draft.kind, by=by)
    return invitation


@transaction.atomic
def invite_people(*, people, by):
    """Invites those of `people` (a list of keys) who can be; a constant number of queries. Returns how many."""
    rows = Person.objects.select_for_update(of=("self",)).filter(pk__in=people).can_be_invited().order_by("pk")
    expires_at = timezone.now() + timedelta(days=VALID_DAYS)
    invitations = Invitation.objects.bulk_create(
        Invitation(person=person, email=person.email, invited_by=by, expires_at=expires_at) for person in rows
    )
    record_events("members.person_invited", targets=[row.person for row in invitations], by=by, times=1)
    queue_mails([draft_of(invitation) for invitation in invitations], by=by)
    return len(invitations)


def draft_of(invitation):
    """The mail of an invitation; each sending has a key of its own."""
    context = {
        "person": invitation.person,
        "invitation": invitation,
        "link": make_link(PURPOSE, invitation, days=VALID_DAYS, view_name="members:invitation-accept"),
    }
    return MailDraft(
        template="members/email/invitation",
        to=invitation.email,
        context=context,
        key=f"invitation:{invitation.pk}:{invitation.times_sent}",
        kind="invitation",
    )


@transaction.atomic
def withdraw_invitation(*, invitation, by):
    """Makes the link worthless; raises InvitationImpossible where it is too late."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.is_open:
        raise InvitationImpossible(NOT_OPEN)
    invitation.withdraw()
    _end_reminders(invitation)
    record_event("members.invitation_withdrawn", target=invitation, by=by)


@transaction.atomic
def accept_invitation(*, invitation):
    """The user who may sign in as the invited person; raises LinkUsed where the link was used or overtaken.

    Whoever opens the mail has shown that the address is theirs. An access with the same address is taken over.
    """
    person, invitation = _locked_with_person(invitation)
    if not invitation.is_open or person.user_id:
        raise LinkUsed
    user = User.objects.filter(email__iexact=invitation.email).first()
    if user is None:
        user = User.objects.create_user(invitation.email, full_name=person.full_name)
    elif not user.is_active or hasattr(user, "person"):
        raise LinkUsed
    EmailAddress.objects.update_or_create(
        user=user, email=user.email.lower(), defaults={"verified": True, "primary": True}
    )
    person.user = user
    person.save(update_fields=["user"])
    invitation.accept()
    _end_reminders(invitation)
    record_event("members.invitation_accepted", target=person, by=user)
    return user


def _locked_with_person(invitation):
    """(person, invitation), both locked, the person first (members.locks); since a merging it may be another one."""
    person = None
    while person is None:
        holder = Invitation.objects.values_list("person_id", flat=True).get(pk=invitation.pk)
        person = Person.objects.select_for_update(of=("self",)).filter(pk=holder).first()
    return person, Invitation.objects.select_for_update().get(pk=invitation.pk)


@transaction.atomic
def connect_person(*, user):
    """Gives a user with a confirmed address the person of the same address, if there is one without access."""
    person = Person.objects.select_for_update(of=("self",)).filter(email__iexact=user.email, user=None).first()
    if person is None or hasattr(user, "person"):
        return
    person.user = user
    person.save(update_fields=["user"])
    for invitation in person.invitations.open():
        invitation.accept()
        _end_reminders(invitation)
    record_event("members.person_connected", target=person, by=user)


def _end_reminders(invitation):
    withdraw_reminders(REMINDER, invitation.reminder_key)
