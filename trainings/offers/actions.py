"""The code that confirms an address, and the registration it leads to."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from netzwerk.mail import queue_mail
from trainings.enums import RegistrationSource
from trainings.models import AlreadyRegistered
from trainings.offers.pending import CODE_SECONDS
from trainings.registrations.actions import Applicant, register
from trainings.registrations.applicants import plain_address

CODE_KIND = "training-code"
DOUBLE_CLICK = timedelta(seconds=60)


@transaction.atomic
def send_code(*, event, pending):
    """Writes the code to the address that is to be confirmed; nothing else about it is stored."""
    queue_mail(
        "trainings/email/sign_up_code",
        to=pending.email,
        key=f"training-code:{pending.state['key']}",
        kind=CODE_KIND,
        context={"code": pending.code, "event": event},
        not_after=datetime.fromtimestamp(pending.state["at"] + CODE_SECONDS, UTC),
    )


def sign_up_guest(*, event, category, pending):
    """Registers whoever has shown that the mailbox is theirs. Returns [Registration].

    A second time (double click, back button, another day) the one there is comes back. Raises SignUpRefused.
    """
    values = pending.values
    applicant = Applicant(
        first_name=values["first_name"],
        last_name=values["last_name"],
        email=values["email"],
        actor_category=category,
        organisation_name=values["organisation_name"],
        needs=values["needs"],
    )
    try:
        return register(event=event, applicants=[applicant], source=RegistrationSource.SELF)
    except AlreadyRegistered:
        found = list(live_of(event, [applicant.email]))
        if not found:
            raise
        return found


def sign_up_own(*, event, applicants, by):
    """Registers `by` and their colleagues, all or none. Returns the Registrations.

    The same form sent twice within a moment (double click) gives back those of the first time. Raises SignUpRefused.
    """
    try:
        return register(event=event, applicants=applicants, source=RegistrationSource.COLLEAGUE, by=by)
    except AlreadyRegistered:
        found = list(just_booked(event, [applicant.email for applicant in applicants], by))
        if len(found) < len(applicants):
            raise
        return found


def live_of(event, emails):
    """The live registrations of these addresses."""
    addresses = [plain_address(email) for email in emails]
    return event.registrations.live().annotate(address=Lower("email")).filter(address__in=addresses)


def just_booked(event, emails, by):
    """Those that `by` has registered within the last moment."""
    own = Q(user=by) | Q(booked_by=by)
    return live_of(event, emails).filter(own, registered_at__gt=timezone.now() - DOUBLE_CLICK)
