"""Lists of attendance that nobody has finished, before what is open in them is deleted (domain.md 6.3)."""

from datetime import time, timedelta

from django.conf import settings
from django.db.models import Count, F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerk.hours import wall_moment
from netzwerk.mail import absolute_url
from netzwerk.reminders import Due, Relation, Rule, register_reminder, withdraw_reminders
from trainings.attendance.retention import unattended_until
from trainings.certificates.actions import months_later
from trainings.coordinators import Coordinators
from trainings.models import Registration, TrainingEvent

UNNOTED = "training-attendance"
SLACK = timedelta(days=3)  # months are of unequal length


def register():
    """Tells the reminders what there is to remind of."""
    register_reminder(
        UNNOTED,
        _("Fortbildungen: Teilnahme noch nicht erfasst"),
        rules=[Rule("deletion", Relation.BEFORE, days=14, anchor=_("der Löschung"))],
        due=unnoted_lists,
        is_duty=True,
    )


def open_lists(user, *, at_most):
    """([{event, title, seats, deleted_on}] of events `user` plans, what is deleted first before the rest, is_more).

    One query.
    """
    rows = _rows(Registration.objects.unnoted().filter(event__in=TrainingEvent.objects.changeable_by(user)))
    found = [_with_day(row) for row in rows[: at_most + 1]]
    return found[:at_most], len(found) > at_most


def unnoted_lists(now, rule):
    """To the coordination of events whose lists have gaps that are deleted soon; two queries."""
    first, last = rule.days_due(now)
    months = settings.TRAINING_UNATTENDED_MONTHS
    span = _midnight(months_later(first, -months) - SLACK), _midnight(months_later(last, -months) + SLACK)
    coordinators = Coordinators()
    for row in map(_with_day, _rows(Registration.objects.unnoted(now).filter(event__ends_at__range=span))):
        if first <= row["deleted_on"] <= last:
            yield Due(
                key=_key(row["event"], row["deleted_on"]),
                recipients=coordinators.of(row["office"]),
                template="trainings/email/attendance",
                context=row | {"address": absolute_url(reverse("trainings:attendance-list", args=[row["event"]]))},
                not_after=_midnight(row["deleted_on"]),
            )


def end_reminder(event):
    """Nobody is reminded of a list without gaps; the caller holds the lock of the event, which is over."""
    if not event.registrations.unnoted().exists():
        withdraw_reminders(UNNOTED, _key(event.pk, unattended_until(event.ends_at)))


def _rows(registrations):
    events = registrations.order_by().values(
        "event",
        title=F("event__title"),
        starts_at=F("event__starts_at"),
        ends_at=F("event__ends_at"),
        office=F("event__youth_welfare_office"),
    )
    return events.annotate(seats=Count("pk")).order_by("ends_at", "event")


def _with_day(row):
    return row | {"deleted_on": unattended_until(row["ends_at"])}


def _key(event_id, day):
    return f"{event_id}:{day}"


def _midnight(day):
    return wall_moment(day, time.min)
