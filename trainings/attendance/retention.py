"""Names whose time is over are deleted; how many of each group were there stays (domain.md 6.3).

Who did not come: some months after the event. Who was there: to the end of the year after it, longer only while
their certificate has to be refreshed. An event's counts grow in the transaction that deletes its names: killed or run
twice, nothing is counted twice or lost. What was taken of the seats (`taken_count`) stays as it was at the event.
"""

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from netzwerk.audit import record_event
from trainings.attendance.figures import counted
from trainings.certificates.actions import months_later
from trainings.enums import Presence
from trainings.models import AttendanceCount, Certificate, Registration
from trainings.registrations.actions import lock_event

logger = logging.getLogger(__name__)


def delete_names(today=None):
    """Deletes what is over, each event in its own transaction; one that fails holds up no other."""
    today = today or timezone.localdate()
    events = outdated(today).order_by("event").values_list("event", flat=True).distinct()
    for pk in list(events):
        try:
            _delete_of(pk, today)
        except Exception:
            logger.exception("names not deleted", extra={"event": pk})
    outdated_certificates(today).delete()


def outdated(today):
    """Registrations whose names may not be kept any longer."""
    day = F("event__ends_at__date")
    came_until = date(today.year - settings.TRAINING_NAMES_YEARS - 1, 12, 31)
    stayed_away_until = months_later(today, -settings.TRAINING_UNATTENDED_MONTHS)
    rows = Registration.objects.alias(day=day)
    to_refresh = Q(certificate__withdrawn_at=None, certificate__refresh_on__gte=today)
    came = Q(presence=Presence.PRESENT)
    return rows.filter(came & Q(day__lte=came_until) & ~to_refresh | ~came & Q(day__lte=stayed_away_until))


def unattended_until(event_ends_at):
    """The day on which those are deleted of whom nobody noted that they were there."""
    ended_on, months = timezone.localdate(event_ends_at), settings.TRAINING_UNATTENDED_MONTHS
    day = months_later(ended_on, months)
    return day if months_later(day, -months) >= ended_on else day + timedelta(days=1)


def outdated_certificates(today):
    """Certificates nobody has to check any more; those to be refreshed stay until then."""
    oldest = months_later(today, -12 * settings.TRAINING_CERTIFICATE_YEARS)
    is_ahead = Q(refresh_on__gte=today - timedelta(days=1))
    return Certificate.objects.filter(ends_on__lt=oldest).exclude(is_ahead)


@transaction.atomic
def _delete_of(pk, today):
    event = lock_event(pk)
    keys = list(outdated(today).filter(event=event).order_by().values_list("pk", flat=True))
    rows = Registration.objects.filter(pk__in=keys)
    for row in counted(rows):
        _add(event, row)
    rows.delete()
    if keys:
        record_event("trainings.names_deleted", target=event, count=len(keys))


def _add(event, row):
    """Adds to what is kept of the group."""
    if not row["present"] and not row["absent"]:
        return
    kept, _new = AttendanceCount.objects.get_or_create(
        event=event, actor_category_id=row["actor_category"], defaults={"present": 0, "absent": 0}
    )
    AttendanceCount.objects.filter(pk=kept.pk).update(
        present=F("present") + row["present"], absent=F("absent") + row["absent"]
    )
