"""What the coordination does with registrations; seats go through the same count as everybody's."""

from django.db import transaction
from django.utils import timezone

from netzwerk.audit import record_event
from netzwerk.mail import MailDraft, queue_mails
from trainings.enums import EventStatus, RegistrationState
from trainings.models import NotLive, Registration, SignUpRefused
from trainings.registrations import mails
from trainings.registrations.actions import fill_up, lock_event
from trainings.seats import recount, seat_plan

MESSAGE_KIND = "training-message"
CHANGED = ("first_name", "last_name", "organisation", "organisation_name", "actor_category", "needs")


class NoSeatFree(SignUpRefused):
    """Every seat the person could take is taken; giving one would overbook."""


@transaction.atomic
def give_seat(*, registration, overbook, by):
    """Confirms somebody waiting or offered a seat, past the others on the list. Raises NotLive or NoSeatFree."""
    event = lock_event(registration.event_id)
    row = Registration.objects.select_for_update(of=["self"]).get(pk=registration.pk)
    row.event = event
    if row.state == RegistrationState.CONFIRMED:
        return row
    if row.state not in RegistrationState.live() or event.status != EventStatus.PUBLISHED:
        raise NotLive
    beyond = row.state == RegistrationState.WAITING and not seat_plan(event).fits(row.actor_category_id)
    if beyond and not overbook:
        raise NoSeatFree
    row.state, row.is_overbooked, row.confirmed_at, row.offered_until = "confirmed", beyond, timezone.now(), None
    row.save(update_fields=["state", "is_overbooked", "confirmed_at", "offered_until"])
    record_event("trainings.seat_given", target=row, by=by, event=event.pk, overbooked=beyond)
    recount(event)
    mails.tell(mails.CONFIRMED, [row])
    return row


@transaction.atomic
def change_registration(*, registration, values, by):
    """Corrects what is known of a person; another actor group may set seats free."""
    event = lock_event(registration.event_id)
    row = Registration.objects.select_for_update(of=["self"]).get(pk=registration.pk)
    changed = [name for name in CHANGED if getattr(row, name) != values[name]]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        record_event("trainings.registration_changed", target=row, by=by, event=event.pk, fields=changed)
        fill_up(event)
    return row


def recipients(event, states):
    """Who a message to these states reaches."""
    live = set(states) & set(RegistrationState.live())
    return event.registrations.filter(state__in=live).exclude(email="").order_by("number")


@transaction.atomic
def send_message(*, event, states, subject, text, token, by):
    """One mail to each person in `states`; `token` names the message, so that sending twice sends once. How many."""
    shared = mails.event_context(event) | {"message_subject": subject, "message": text}
    drafts = [_message(row, event, shared, token) for row in recipients(event, states)]
    sent = queue_mails(drafts, by=by)
    if sent:
        record_event("trainings.message_sent", target=event, by=by, states=sorted(states), count=sent)
    return sent


def message_context(event, registration, *, subject, text):
    """What the templates of the message know."""
    shared = mails.event_context(event) | {"message_subject": subject, "message": text}
    return shared | {"registration": registration, "seat_url": mails.seat_url(registration, event)}


def record_export(*, event, kind, count, by):
    """Notes that `by` took `count` registrations along as `kind` (csv, xlsx)."""
    record_event("trainings.registrations_exported", target=event, by=by, format=kind, count=count)


def _message(row, event, shared, token):
    return MailDraft(
        template=f"{mails.FOLDER}/message",
        kind=MESSAGE_KIND,
        to=row.email,
        key=f"{MESSAGE_KIND}:{event.pk}:{token}:{row.pk}",
        recipient_id=row.user_id,
        context=shared | {"registration": row, "seat_url": mails.seat_url(row, event)},
    )
