"""What is offered, for everybody to read."""

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netzwerk.calendars.feeds import public_feed
from netzwerk.calendars.rendering import feed_text
from netzwerk.mail.queue import sender_name
from netzwerk.pagecache import kept, public_page
from trainings.dates import items_of, session_text
from trainings.enums import EventStatus
from trainings.models import NoRoomLeft, SignUpClosed, TrainingEvent
from trainings.offers.finding import find_event, own_registrations
from trainings.offers.forms import WORDS, EventFilterForm
from trainings.offers.listing import (
    PAST,
    audience_of,
    by_month,
    coming,
    filter_choices,
    gone_by,
    narrowed,
    offer_rows,
    other_dates,
    with_list_details,
)
from trainings.offers.states import next_change, next_midnight, offer_state, seats_kept

PAGE_SIZE = 20
PAGE = "seite"


@public_page(params=(*WORDS.values(), PAGE))
@require_safe
def event_list(request):
    """What comes, or what is over, narrowed down by month, group, town and topic."""
    now = timezone.now()
    is_past = request.GET.get(WORDS["time"]) == PAST
    events = gone_by(now) if is_past else coming(now)
    choices = kept(request, f"training filters, past: {is_past}", lambda: filter_choices(events))
    form = EventFilterForm(request.GET, choices=choices)
    number = request.GET.get(PAGE, "")
    page = _page(request, events, form, number, now)
    changes_at = next_change(page, now)

    def months():
        return by_month(offer_rows(page, now))  # asked for by the part that is kept

    context = {"filters": form, "page": page, "months": months, "changes_at": changes_at}
    response = render(request, "trainings/offers/event_list.html", context)
    is_one_of_few = form.is_known and number in ("", str(page.number))
    response.valid_until = changes_at if is_one_of_few else now
    return response


def _page(request, events, form, number, now):
    """The page asked for; the first one without filters is kept, as most readers want just that."""

    def load():
        found = narrowed(events, form.chosen)
        pages = Paginator(with_list_details(found), PAGE_SIZE)
        pages.count = found.count()  # without the details it counts for half the cost
        page = pages.get_page(number or 1)
        page.object_list = list(page.object_list)
        return page

    if form.chosen or number:
        return load()
    name = f"trainings, past: {form.is_past}"
    return kept(request, name, load, valid_until=lambda page: next_change(page, now) or next_midnight(now))


@public_page
@require_safe
def event_detail(request, slug):
    """One offer; whoever has signed in sees their own registration for it too."""
    event = find_event(request, slug)
    response = render(request, "trainings/offers/event_detail.html", detail_context(request.user, event))
    response.valid_until = min(filter(None, (next_change([event]), next_midnight())))
    return response


@public_page
@require_safe
def event_feed(request):
    """The public dates of trainings for calendars that subscribe."""
    return public_feed(request, kind="training", name=_("{network}: Fortbildungen").format(network=sender_name()))


@public_page
@require_safe
def event_calendar(request, slug):
    """The dates of one offer as a file for a calendar."""
    event = get_object_or_404(TrainingEvent.objects.public(), slug=slug)
    items = items_of(event)
    if not items:
        raise Http404
    response = HttpResponse(feed_text(items, name=event.title), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{event.slug}.ics"'
    return response


def detail_context(user, event):
    """What the page of `event` shows."""
    state = offer_state(event)
    return {
        "event": event,
        "day": timezone.localdate(),
        "state": state,
        "reason": _reason(event, state),
        "dates": [(session, session_text(session)) for session in event.sessions.all()],
        "audience": audience_of(event),
        "kept": seats_kept(event),
        "reservations": _reservations(event),
        "others": [] if state.can_sign_up else other_dates(event),
        "own": own_registrations(user, event),
    }


def _reservations(event):
    """[(group, seats, first day on which they are everybody's)] of those that hold today."""
    dated = [(each["group"], each["seats"], parse_date(each["release_on"])) for each in event.reserved]
    return [row for row in dated if row[2] > timezone.localdate()]


def _reason(event, state):
    """Why nobody can sign up now, in a sentence; nothing where it is cancelled, over or elsewhere."""
    if state.can_sign_up or event.status != EventStatus.PUBLISHED or event.is_external or event.has_begun:
        return ""
    return NoRoomLeft().text if event.is_open else SignUpClosed(event).text
