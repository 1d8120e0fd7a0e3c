"""Requests for deletion: made, taken back, refused, carried out; the person is told each time."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.enums import Role
from members.locks import lock_whole
from members.models import RoleAssignment
from members.owndata.actions.erasing import erase_mails, erase_person, erase_user
from members.owndata.enums import RequestState
from members.owndata.models import DeletionRequest, month_after
from members.personal_data import Subject, erase_data_of, subject_of
from netzwerk.audit import record_event
from netzwerk.mail import queue_mail


class RequestEnded(Exception):
    """It was taken back, carried out or refused in the meantime."""


class LastCoordinator(Exception):
    """Nobody would coordinate the whole network any more."""


@transaction.atomic
def request_deletion(*, by):
    """The open request of `by`; asking twice gives the same one."""
    subject = subject_of(by)
    due_on = month_after(timezone.localdate())
    try:
        with transaction.atomic():
            request = DeletionRequest.objects.create(user=by, person=subject.person, due_on=due_on)
    except IntegrityError:
        return DeletionRequest.objects.open().get(user=by)
    record_event("owndata.deletion_requested", target=request, by=by)
    _tell(request, "requested")
    return request


@transaction.atomic
def withdraw_request(*, request, by):
    """Takes it back. Raises RequestEnded."""
    request = _locked(request)
    request.end(RequestState.WITHDRAWN)
    record_event("owndata.deletion_withdrawn", target=request, by=by)


@transaction.atomic
def decline_request(*, request, reason, by):
    """Refuses it for a reason of law. Raises RequestEnded."""
    request = _locked(request)
    request.end(RequestState.DECLINED, by=by, legal_reason=reason)
    record_event("owndata.deletion_declined", target=request, by=by, reason=reason)
    _tell(request, "declined")


@transaction.atomic
def execute_request(*, request, by):
    """Deletes the person's name and contact data and the access. Raises RequestEnded or LastCoordinator.

    What stays names nobody: seats and attendance count for the network's history.
    """
    request = _locked(request)
    subject = Subject(user=request.user, person=request.person)
    _refuse_last_coordinator(subject.user)
    lock_whole(_keys(subject.person), _keys(subject.user))
    address = _address_of(subject)
    record_event("owndata.deletion_executed", target=request, by=None if by == subject.user else by)
    counts = erase_data_of(subject) | {_("E-Mails"): erase_mails(subject)}
    if subject.person:
        counts |= erase_person(subject.person, by=by)
    decided_by = None if by == subject.user else by
    if subject.user:
        counts |= erase_user(subject.user)
        request.user = None
    request.end(RequestState.EXECUTED, by=decided_by, erased=counts)
    _tell(request, "executed", address=address)


def _refuse_last_coordinator(user):
    if user is None:
        return
    network_wide = (
        RoleAssignment.objects.order_by("pk")
        .select_for_update(of=["self"])
        .filter(role=Role.COORDINATOR, youth_welfare_office=None, user__is_active=True)
    )
    if {role.user_id for role in network_wide} == {user.pk}:
        raise LastCoordinator


def _locked(request):
    request = DeletionRequest.objects.select_for_update(of=["self"]).get(pk=request.pk)
    if not request.is_open:
        raise RequestEnded
    return request


def _keys(record):
    return [record.pk] if record else []


def _address_of(subject):
    if subject.person and subject.person.email:
        return subject.person.email
    return subject.user.email if subject.user else ""


def _tell(request, event, *, address=None):
    address = address or _address_of(Subject(user=request.user, person=request.person))
    if address:
        queue_mail(
            f"owndata/email/deletion_{event}",
            to=address,
            key=f"owndata:deletion:{request.pk}:{event}",
            context={"deletion": request},
            recipient_id=request.user_id,
        )
