"""What people with a seat, or on the way to one, are written: one mail a state and registration, never a second.

`tell` is called in the transaction that changes the state. The key of a mail is its state's name and the registration;
each state is reached once, so a second run finds its mail there.
"""

from dataclasses import fields
from datetime import timedelta

from django.utils import timezone

from netzwerk.mail import MailDraft, queue_mail, queue_mails, withdraw_mail
from netzwerk.mail.queue import TRIED_FOR
from netzwerk.reminders import withdraw_reminders
from netzwerk.signed_links import make_link
from trainings.dates import CANCEL, REQUEST, date_parts, items_of, place_text, publish_dates, session_text, sessions_of
from trainings.enums import RegistrationState

MAIL_KIND = "training"
LINK = "seat"  # purpose of the signed links
LINK_AFTER = timedelta(days=90)  # material and the certificate are there afterwards
AT_ONCE = 10  # so few go out before mails to many
FOLDER = "trainings/email"
NOT_OF_ONE = ("outdated_at", "unsubscribe_url")  # what only a draft has, `queue_mail` not
REMINDER, JOINING = "training-reminder", "training-joining"  # kinds of reminders to those with a seat

CONFIRMED, SUBSTITUTE, WAITING, OFFERED = "confirmed", "substitute", "waiting", "offered"
EXPIRED, RETURNED, REPLACED = "expired", "returned", "replaced"

# Calendar parts of a mail; those that take dates out are for whoever was told of them.
METHODS = {CONFIRMED: REQUEST, SUBSTITUTE: REQUEST, RETURNED: CANCEL, REPLACED: CANCEL}
# What a state's mail makes outdated where it still waits.
OUTDATED = {
    OFFERED: (WAITING,),
    EXPIRED: (OFFERED,),
    CONFIRMED: (WAITING, OFFERED),
    RETURNED: (CONFIRMED, SUBSTITUTE, WAITING, OFFERED),
    REPLACED: (CONFIRMED, SUBSTITUTE),
}


def mail_key(name, registration):
    """The key of the mail `name` to the person of `registration`."""
    return f"training-{name}:{registration.pk}"


def seat_url(registration, event=None):
    """The page of this one registration, for people without access as well; good until 90 days after the event."""
    event = event or registration.event
    left = event.ends_at + LINK_AFTER - timezone.now()
    return make_link(LINK, registration, days=max(1, left.days + 1), view_name="trainings:seat-detail")


def event_context(event):
    """What every mail about `event` says: dates and place."""
    return {
        "event": event,
        "sessions": [(session_text(session), session.title) for session in sessions_of(event)],
        "place": place_text(event),
    }


def tell(name, registrations, *, former=None, is_first=False):
    """Writes to the people of `registrations` (of one event) that they are now `name`, and stops what this outdates.

    `former` is the state they left, where the mail speaks of it; `is_first`: they never had a mail about this seat.
    Once the event has begun nobody is written to.
    """
    if not is_first:
        drop_outdated(name, registrations)
    reached = [registration for registration in registrations if registration.email]
    if not reached or reached[0].event.has_begun:
        return
    event = reached[0].event
    shared = event_context(event) | {"former": former}
    items = _items(name, event, former)
    send([_draft(name, registration, shared, items) for registration in reached], are_new=is_first)


def drop_outdated(name, registrations):
    """Stops what still waits and would say something else than `name`."""
    for registration in registrations:
        for earlier in OUTDATED.get(name, ()):
            withdraw_mail(mail_key(earlier, registration))
        if name in (RETURNED, REPLACED):
            drop_reminders(registration)


def reminder_key(registration, event):
    """Of what is sent before the event; on another day it is sent again."""
    return f"{registration.pk}:{timezone.localdate(event.starts_at)}"


def drop_reminders(registration):
    """Nothing more is sent before the event to somebody without a seat."""
    for kind in (REMINDER, JOINING):
        withdraw_reminders(kind, reminder_key(registration, registration.event))


def send(drafts, *, are_new=False):
    """Few overtake mails to many, for somebody sits and waits. `are_new` is `queue_mail`'s `is_new`."""
    if len(drafts) > AT_ONCE:
        queue_mails(drafts)
        return
    for draft in drafts:
        values = {field.name: getattr(draft, field.name) for field in fields(draft) if field.name not in NOT_OF_ONE}
        queue_mail(**values, is_new=are_new)


def _items(name, event, former):
    """The dates that go with the mail: to take in, or out where they were told."""
    if name not in METHODS or (name == RETURNED and former != RegistrationState.CONFIRMED):
        return []
    return items_of(event) or publish_dates(event)


def _draft(name, registration, shared, items):
    context = shared | {"registration": registration, "seat_url": seat_url(registration, shared["event"])}
    parts = ()
    if items:
        parts = date_parts(
            shared["event"],
            method=METHODS[name],
            name=registration.full_name,
            email=registration.email,
            items=items,
        )
    return MailDraft(
        template=f"{FOLDER}/{name}",
        kind=MAIL_KIND,
        to=registration.email,
        key=mail_key(name, registration),
        recipient_id=registration.user_id,
        context=context,
        attachments=parts,
        not_after=_worthless_at(registration),
    )


def _worthless_at(registration):
    """The end of an offer, where it comes before mails are given up anyway."""
    ends = registration.offered_until
    return ends if ends and ends < timezone.now() + TRIED_FOR else None
