"""Mails to everyone expected: each once for a cancellation, a new date or place, or a return to the old one."""

from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from netzwerk.mail import MailDraft, queue_mails
from trainings.dates import CANCEL, REQUEST, date_parts, items_of, organizer_of_dates, place_text, session_text
from trainings.enums import RegistrationState
from trainings.models import TrainingEvent
from trainings.registrations.mails import FOLDER, MAIL_KIND, event_context, mail_key, seat_url

OTHER_DATES_SHOWN = 3


def tell_cancelled(event, *, by):
    """The event does not take place: everyone expected, with other dates."""
    _tell(event, "cancelled", {"reason": event.cancel_reason, "others": other_dates(event)}, method=CANCEL, by=by)


def tell_moved(event, *, before, note="", by):
    """The event has another time or place; `before` are the lines that said when and where it was."""
    _tell(event, "moved", {"before": before, "note": note, "others": other_dates(event)}, method=REQUEST, by=by)


def tell_reopened(event, *, by):
    """The cancellation was taken back."""
    _tell(event, "reopened", {}, method=REQUEST, by=by)


def when_and_where(event):
    """Lines that say it: a line for each session, then the place."""
    return [*(session_text(session) for session in event.sessions.all()), *filter(None, [place_text(event)])]


def other_dates(event):
    """[(event, day)] of the next ones of the same kind of course, or with one of its topics, one may sign up for."""
    same = Q(topics__in=list(event.topics.values_list("pk", flat=True)))
    if event.course_kind_id:
        same |= Q(course_kind=event.course_kind_id)
    found = TrainingEvent.objects.upcoming().filter(same).exclude(pk=event.pk)
    open_ones = [other for other in found.distinct().order_by("starts_at", "pk") if other.is_open]
    return [(other, _day(other.starts_at)) for other in open_ones[:OTHER_DATES_SHOWN]]


def _day(moment):
    return date_format(timezone.localtime(moment), "l, j. F Y")


def _tell(event, name, context, *, method, by):
    """One mail for each registration that holds or wants a seat; `event.version` tells this change from the next."""
    dates = {"items": items_of(event), "organizer": organizer_of_dates(), "method": method}
    shared = event_context(event) | context
    drafts = []
    for registration in event.registrations.live().exclude(email="").order_by("number"):
        has_dates = registration.state == RegistrationState.CONFIRMED
        own = {"registration": registration, "seat_url": seat_url(registration, event), "has_dates": has_dates}
        parts = _parts(event, registration, **dates) if has_dates else ()
        drafts.append(_draft(name, registration, event.version, shared | own, parts))
    return queue_mails(drafts, by=by)


def _parts(event, registration, **dates):
    return date_parts(event, name=registration.full_name, email=registration.email, **dates)


def _draft(name, registration, version, context, attachments):
    return MailDraft(
        template=f"{FOLDER}/{name}",
        kind=MAIL_KIND,
        to=registration.email,
        key=f"{mail_key(name, registration)}:{version}",
        context=context,
        recipient_id=registration.user_id,
        attachments=attachments,
    )
