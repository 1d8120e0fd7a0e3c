"""What goes out around an event: the joining letter, a reminder, thanks; and to coordinators the decision.

Keys name the day of the event, so people are reminded again where it moves, and of one day only once.
"""

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.mail import absolute_url
from netzwerk.reminders import Due, Relation, Rule, To, register_reminder
from trainings.coordinators import Coordinators
from trainings.enums import EventMode, EventStatus, Presence
from trainings.models import Registration, TrainingEvent
from trainings.registrations.mails import FOLDER, JOINING, REMINDER, event_context, reminder_key, seat_url

THANKS, DECISION = "training-thanks", "training-decision"
ANCHOR = _("der Fortbildung")


def register():
    """Tells the reminders what there is to remind of."""
    register_reminder(
        JOINING,
        _("Fortbildungen: Anreise und Hinweise"),
        rules=[Rule("joining", Relation.BEFORE, days=7, anchor=ANCHOR)],
        due=joining_letters,
        is_duty=True,
    )
    register_reminder(
        REMINDER,
        _("Fortbildungen: Erinnerung an den Termin"),
        rules=[Rule("soon", Relation.BEFORE, days=2, anchor=ANCHOR)],
        due=events_to_remember,
    )
    register_reminder(
        THANKS,
        _("Fortbildungen: Dank nach der Veranstaltung"),
        rules=[Rule("after", Relation.AFTER, days=1, anchor=ANCHOR)],
        due=thanks,
    )
    register_reminder(
        DECISION,
        _("Fortbildungen: Mindestzahl nicht erreicht"),
        rules=[Rule("decide", Relation.BEFORE, days=10, anchor=ANCHOR)],
        due=decisions,
        is_duty=True,
    )


def joining_letters(now, rule):
    """To everybody with a confirmed seat, where there is something to say or a link to send; three queries."""
    has_letter = ~Q(event__joining_letter="") | (~Q(event__mode=EventMode.ONSITE) & ~Q(event__online_url=""))
    return _of_confirmed(_seats_before(now, rule).filter(has_letter), "joining")


def events_to_remember(now, rule):
    """To everybody with a confirmed seat; three queries."""
    return _of_confirmed(_seats_before(now, rule), "reminder")


def thanks(now, rule):
    """To those who were there, once that is noted; three queries."""
    starts, ends = rule.moments_due(now)
    seats = _seats().filter(presence=Presence.PRESENT, event__ends_at__gte=starts, event__ends_at__lt=ends)
    held = seats.filter(event__status__in=(EventStatus.PUBLISHED, EventStatus.HELD), event__ends_at__lte=now)
    return _of_confirmed(held, "thanks", is_before=False)


def decisions(now, rule):
    """To the coordination of events that too few have signed up for: take place, postpone or cancel? Two queries."""
    starts, ends = rule.moments_due(now)
    too_few = TrainingEvent.objects.upcoming(now).filter(minimum__gt=F("taken_count"), is_external=False)
    coordinators = Coordinators()
    for event in too_few.filter(starts_at__gte=starts, starts_at__lt=ends).order_by("starts_at", "pk"):
        yield Due(
            key=f"{event.pk}:{timezone.localdate(event.starts_at)}",
            recipients=coordinators.of(event.youth_welfare_office_id),
            template=f"{FOLDER}/decision",
            context={"event": event, "address": absolute_url(reverse("trainings:plan-detail", args=[event.pk]))},
            not_after=event.starts_at,
        )


def _seats():
    """Confirmed seats of people who can be written to, with what their mails name."""
    seats = Registration.objects.confirmed().exclude(email="").order_by("event", "number")
    return seats.select_related("event__municipality").prefetch_related("event__sessions")


def _seats_before(now, rule):
    starts, ends = rule.moments_due(now)
    window = {"event__starts_at__gte": starts, "event__starts_at__lt": ends, "event__starts_at__gt": now}
    return _seats().filter(event__status=EventStatus.PUBLISHED, **window)


def _of_confirmed(seats, name, *, is_before=True):
    shared = {}
    for seat in seats:
        event = seat.event
        context = shared.setdefault(event.pk, event_context(event))
        yield Due(
            key=reminder_key(seat, event),
            recipients=[To(seat.email, seat.user_id)],
            template=f"{FOLDER}/{name}",
            context=context | {"registration": seat, "seat_url": seat_url(seat, event)},
            not_after=event.starts_at if is_before else None,
        )
