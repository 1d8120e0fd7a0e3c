"""People to be signed up, and their rows; whoever writes rows holds the lock of the event.

Before that lock they take that of the people and accesses the rows will name (`hold`): the order of members.locks.
"""

from dataclasses import dataclass, replace

from django.db import IntegrityError
from django.db.models import BigIntegerField, F, Q, TextField
from django.db.models.functions import Lower
from django.utils import timezone

from members.locks import held
from members.models import ActorCategory, Organisation, Person, User
from netzwerk.addresses import normal_email
from netzwerk.audit import record_event
from netzwerk.prepared import IsOneOf, Prepared, Slot, columns, from_row
from trainings.enums import RegistrationSource, RegistrationState
from trainings.models import AlreadyRegistered, Registration
from trainings.seats import recount

PERSON = columns(Person)


@dataclass(frozen=True)
class Applicant:
    """One person to be signed up."""

    first_name: str
    last_name: str
    email: str
    actor_category: ActorCategory
    organisation_name: str = ""
    organisation: Organisation | None = None
    needs: str = ""
    user: User | None = None
    person: Person | None = None


def plain_address(email):
    """The form in which addresses are compared here: one mailbox, one registration."""
    return normal_email(email).lower()


@Prepared
def _people_with_address():
    """PERSON of those whose address is `email`."""
    found = Person.objects.annotate(address=Lower("email")).filter(address=Slot("email", TextField()))
    return found.order_by("pk").values_list(*PERSON)[:1]


@Prepared
def _live_among():
    """(address, person's id) of the live registrations of `event` with one of `emails` or `people`, by number."""
    live = Registration.objects.live().filter(event=Slot("event", BigIntegerField()))
    same_address = IsOneOf(Lower("email"), Slot("emails", TextField()))
    same_person = IsOneOf(F("person"), Slot("people", BigIntegerField()))
    return live.filter(Q(same_address) | Q(same_person)).order_by("number").values_list(Lower("email"), "person")[:1]


def known(applicant):
    """`applicant` with a plain address and, where nobody said so, the person of the network who has it."""
    email = plain_address(applicant.email) if applicant.email else ""
    person = applicant.person or getattr(applicant.user, "person", None)
    if person is None and email:
        person = next((from_row(Person, PERSON, row) for row in _people_with_address(email=email)), None)
    return replace(applicant, email=email, person=person)


def hold(applicants, by=None):
    """(`applicants` as `known`, `by`), none of whom can be merged or deleted before the transaction ends.

    Call it before the event is locked. Who was merged or deleted just before is somebody else by now, or nobody.
    """
    applicants = [known(applicant) for applicant in applicants]
    while gone := _people_gone(applicants):
        applicants = [_known_anew(each) if each.person and each.person.pk in gone else each for each in applicants]
    users = held(User, {user.pk for user in (by, *(applicant.user for applicant in applicants)) if user})
    applicants = [replace(each, user=each.user if each.user and each.user.pk in users else None) for each in applicants]
    return applicants, by if by and by.pk in users else None


def _people_gone(applicants):
    """Keys of their people who are there no more; all others are held."""
    people = {applicant.person.pk for applicant in applicants if applicant.person}
    return people - held(Person, people)


def _known_anew(applicant):
    """By what is stored now, for the person it named is gone."""
    user = User.objects.filter(pk=applicant.user.pk).first() if applicant.user else None
    return known(replace(applicant, person=None, user=user))


def check_addresses(event, applicants):
    """Raises AlreadyRegistered for an address or person twice among them or live at the event."""
    emails, people = set(), set()
    for applicant in applicants:
        if (applicant.email and applicant.email in emails) or (applicant.person and applicant.person.pk in people):
            raise AlreadyRegistered(applicant.email)
        emails.add(applicant.email)
        people.add(applicant.person.pk if applicant.person else None)
    emails, people = list(emails - {""}), list(people - {None})
    for address, person_id in _live_among(event=event.pk, emails=emails, people=people):
        for applicant in applicants:
            if applicant.email == address or (applicant.person and applicant.person.pk == person_id):
                raise AlreadyRegistered(applicant.email)


def new_row(event, applicant, state, *, source, by=None, is_overbooked=False):
    """An unsaved registration; whoever books for others sees them among their own."""
    is_own = applicant.user is not None and applicant.user == by
    if source == RegistrationSource.COLLEAGUE and is_own:
        source = RegistrationSource.SELF
    house = applicant.organisation
    return Registration(
        event=event,
        state=state,
        source=source,
        first_name=applicant.first_name,
        last_name=applicant.last_name,
        email=applicant.email,
        organisation=house,
        organisation_name=applicant.organisation_name or (house.name if house else ""),
        actor_category=applicant.actor_category,
        person=applicant.person,
        user=applicant.user,
        booked_by=by if source == RegistrationSource.COLLEAGUE else None,
        needs=applicant.needs,
        is_overbooked=is_overbooked,
        confirmed_at=timezone.now() if state == RegistrationState.CONFIRMED else None,
    )


def save_rows(event, rows, by, plan=None):
    """Numbers and saves new rows, and recounts; `plan` is the SeatPlan with them, where the caller has one.

    Raises AlreadyRegistered where somebody wrote past the lock; nothing more can be done in the transaction then.
    """
    for number, row in enumerate(rows, start=event.last_number + 1):
        row.number = number
    event.last_number += len(rows)
    try:
        Registration.objects.bulk_create(rows)
    except IntegrityError as error:
        if "registration_once_" not in str(error):
            raise
        raise AlreadyRegistered(rows[0].email) from None
    recount(event, plan, also=["last_number"])
    for row in rows:
        record_event("trainings.registered", target=row, by=by, event=event.pk, state=row.state, source=row.source)


def end_registration(registration, state):
    """Ends it; what somebody needs nobody has to know any more."""
    registration.state, registration.ended_at = state, timezone.now()
    registration.needs, registration.offered_until = "", None
    registration.save(update_fields=["state", "ended_at", "needs", "offered_until"])
