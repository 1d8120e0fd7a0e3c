"""Issuing and withdrawing certificates; only people who were there have one.

A certificate is issued once the event has ended, and keeps its code for ever: withdrawn with the presence, it is valid
again when that is set again. Everything here holds the lock of the event.
"""

import calendar
import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from netzwerk.audit import record_events
from netzwerk.reminders import withdraw_reminders
from trainings.certificates.names import name_hash
from trainings.enums import EventStatus, Presence
from trainings.models import Certificate, Registration
from trainings.registrations.actions import lock_event

logger = logging.getLogger(__name__)
REFRESHER = "training-refresher"  # kind of the reminders


class NoCertificate(Exception):
    """The person was not there, the event has not ended, or the name is deleted."""


@transaction.atomic
def issue(registration):
    """The valid Certificate of somebody who was there; raises NoCertificate."""
    event = lock_event(registration.event_id)
    rows = Registration.objects.select_for_update(of=["self"]).filter(pk=registration.pk)
    found = issue_for(event, rows)
    if not found:
        raise NoCertificate
    return found[0]


def issue_for(event, rows):
    """Issues what is missing or withdrawn among `rows` of `event`, and keeps up with changed names.

    The caller holds the lock of the event. Returns the certificates of all who have one.
    """
    if not event.has_taken_place:
        return []
    rows = [row for row in rows if row.presence == Presence.PRESENT and row.first_name]
    known = {each.registration_id: each for each in Certificate.objects.filter(registration__in=rows)}
    new, changed = [], []
    for row in rows:
        certificate = known.get(row.pk)
        if certificate is None:
            new.append(_new(event, row))
        elif _renew(certificate, row):
            changed.append(certificate)
    Certificate.objects.bulk_create(new)
    Certificate.objects.bulk_update(changed, ["withdrawn_at", "name_hash"])
    record_events("trainings.certificate_issued", targets=new + changed, event=event.pk)
    return [*new, *known.values()]


def withdraw(registration):
    """Nobody can rely on the certificate of `registration` any more; without one there is nothing to do."""
    withdraw_for([registration])


def withdraw_for(rows):
    """The same for many; the caller holds the lock of the event."""
    found = list(Certificate.objects.valid().filter(registration__in=rows))
    for certificate in found:
        certificate.withdrawn_at = timezone.now()
        withdraw_reminders(REFRESHER, str(certificate.pk))
    Certificate.objects.bulk_update(found, ["withdrawn_at"])
    record_events("trainings.certificate_withdrawn", targets=found)


def issue_all(now=None):
    """Issues all certificates that are missing, each event in its own transaction; returns how many events had some."""
    now = now or timezone.now()
    oldest = now - timedelta(days=365 * settings.TRAINING_CERTIFICATE_YEARS)
    missing = Registration.objects.present().filter(certificate=None, event__ends_at__range=(oldest, now))
    taking_place = missing.filter(event__status__in=(EventStatus.PUBLISHED, EventStatus.HELD))
    events = list(taking_place.order_by("event").values_list("event", flat=True).distinct())
    for pk in events:
        try:
            with transaction.atomic():
                event = lock_event(pk)
                issue_for(event, event.registrations.present())
        except Exception:
            logger.exception("certificates not issued", extra={"event": pk})
    return len(events)


def months_later(day, months):
    """The same day so many months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _new(event, row):
    ends_on = timezone.localdate(event.ends_at)
    certificate = Certificate(
        registration=row,
        event=event,
        title=event.title,
        starts_on=timezone.localdate(event.starts_at),
        ends_on=ends_on,
        minutes=event.duration_minutes,
        contents=event.contents,
    )
    kind = event.course_kind
    if kind and kind.refresher_months:
        certificate.refresh_on = months_later(ends_on, kind.refresher_months)
    certificate.name_hash = name_hash(certificate.code, row.full_name)
    return certificate


def _renew(certificate, row):
    """Makes it valid and of the person's name; whether anything changed."""
    before = certificate.withdrawn_at, certificate.name_hash
    certificate.withdrawn_at, certificate.name_hash = None, name_hash(certificate.code, row.full_name)
    return before != (certificate.withdrawn_at, certificate.name_hash)
