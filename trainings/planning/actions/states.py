"""What coordinators decide about where an event stands: publish, cancel, postpone, held, and back."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from netzwerk.audit import record_event
from trainings.dates import cancel_dates, publish_dates
from trainings.enums import EventStatus
from trainings.models import Certificate, TrainingEvent
from trainings.planning.actions.editing import (
    dates_changed,
    seats_changed,
    set_reservations,
    set_sessions,
    shifted_reservations,
    shifted_window,
    span,
)
from trainings.planning.checks import missing_of
from trainings.planning.refusals import EventRefused
from trainings.planning.telling import tell_cancelled, tell_reopened, when_and_where
from trainings.planning.withdrawing import withdraw_waiting
from trainings.publishing import announce
from trainings.seats import recount


@transaction.atomic
def publish_event(*, event, by):
    """Everybody sees a draft that is complete. Raises EventRefused."""
    event = _lock(event, EventStatus.DRAFT)
    if missing_of(event):
        raise EventRefused(_("Zum Veröffentlichen fehlen noch Angaben."))
    event.published_at = event.published_at or timezone.now()
    _set_status(event, EventStatus.PUBLISHED, "published_at")
    recount(event)
    publish_dates(event, by=by)
    record_event("trainings.event_published", target=event, by=by)
    announce(event)
    return event


@transaction.atomic
def cancel_event(*, event, reason, by):
    """A published event does not take place: everyone expected is told once. Raises EventRefused."""
    event = _lock(event, EventStatus.PUBLISHED)
    if event.has_ended:
        raise EventRefused(_("Die Fortbildung ist schon vorbei."))
    event.cancelled_at, event.cancel_reason = timezone.now(), reason
    _set_status(event, EventStatus.CANCELLED, "cancelled_at", "cancel_reason")
    cancel_dates(event, by=by)
    withdraw_waiting(event)
    tell_cancelled(event, by=by)
    record_event("trainings.event_cancelled", target=event, by=by)
    return event


@transaction.atomic
def postpone_event(*, event, sessions, note="", by):
    """A published event has other dates: everyone expected keeps their seat and is told once. Raises EventRefused.

    Sign-up, giving back and the release of reserved seats move by as many days as the first session.
    """
    event = _lock(event, EventStatus.PUBLISHED)
    if event.has_ended:
        raise EventRefused(_("Die Fortbildung ist schon vorbei."))
    if span(sessions)[1] <= timezone.now():
        raise EventRefused(_("Der neue Termin liegt schon zurück."))
    before, old_start = when_and_where(event), event.starts_at
    days = (timezone.localdate(span(sessions)[0]) - timezone.localdate(old_start)).days
    _shift(event, days)
    set_sessions(event, sessions)
    if when_and_where(event) == before:
        raise EventRefused(_("Das ist der bisherige Termin. Geben Sie den neuen ein."))
    event.version += 1
    event.save()
    seats_changed(event)
    dates_changed(event, before=before, note=note, by=by)
    record_event("trainings.event_postponed", target=event, by=by, days=days)
    return event


@transaction.atomic
def hold_event(*, event, by):
    """It has taken place; a draft may be entered afterwards. Raises EventRefused."""
    event = _lock(event, EventStatus.PUBLISHED, EventStatus.DRAFT)
    if not event.has_begun or (event.status == EventStatus.DRAFT and not event.has_ended):
        raise EventRefused(_("Als durchgeführt eintragen lässt sich eine Fortbildung erst, wenn sie begonnen hat."))
    event.held_at = timezone.now()
    _set_status(event, EventStatus.HELD, "held_at")
    record_event("trainings.event_held", target=event, by=by)
    return event


@transaction.atomic
def undo_state(*, event, by):
    """Takes back publishing, cancelling or holding, where nobody relies on it yet. Raises EventRefused."""
    event = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    refusal = refusal_to_undo(event)
    if refusal:
        raise EventRefused(refusal)
    {
        EventStatus.PUBLISHED: _unpublish,
        EventStatus.CANCELLED: _reopen,
        EventStatus.HELD: _unhold,
    }[event.status](event, by)
    return event


def refusal_to_undo(event):
    """Why the state of `event` cannot be taken back; "" where it can. At most one query."""
    if event.status == EventStatus.PUBLISHED:
        text = _("Es gibt schon Anmeldungen. Sagen Sie die Fortbildung ab, wenn sie ausfällt.")
        return text if event.last_number else ""
    if event.status == EventStatus.CANCELLED:
        return _("Der Termin hat schon begonnen.") if event.has_begun else ""
    if event.status == EventStatus.HELD:
        issued = Certificate.objects.filter(event=event, withdrawn_at=None).exists()
        return _("Es gibt schon Bescheinigungen. Sie belegen, dass die Fortbildung stattfand.") if issued else ""
    return _("Die Fortbildung ist noch ein Entwurf.")


def _unpublish(event, by):
    _set_status(event, EventStatus.DRAFT)
    publish_dates(event, by=by)  # for nobody: it leaves the calendars
    record_event("trainings.event_unpublished", target=event, by=by)


def _reopen(event, by):
    event.cancelled_at, event.cancel_reason = None, ""
    _set_status(event, EventStatus.PUBLISHED, "cancelled_at", "cancel_reason")
    publish_dates(event, by=by)
    withdraw_waiting(event)
    tell_reopened(event, by=by)
    seats_changed(event)
    record_event("trainings.event_reopened", target=event, by=by)


def _unhold(event, by):
    event.held_at = None
    _set_status(event, EventStatus.PUBLISHED if event.published_at else EventStatus.DRAFT, "held_at")
    record_event("trainings.event_unheld", target=event, by=by)


def _shift(event, days):
    """The windows of the event and its reservations move along."""
    for name, value in shifted_window(event, days).items():
        if name != "opens_at":  # who could sign up still can
            setattr(event, name, value)
    set_reservations(event, shifted_reservations(event, days))


def _set_status(event, status, *fields):
    event.status = status
    event.version += 1
    event.save(update_fields=["status", "version", *fields])


def _lock(event, *states):
    event = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    if event.status not in states:
        raise EventRefused(
            _("Das geht bei diesem Stand nicht mehr: {status}.").format(status=event.get_status_display())
        )
    return event
