"""„Meine Fortbildungen“: own registrations and those booked for colleagues."""

from functools import wraps

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from trainings.enums import EventStatus, RegistrationState
from trainings.models import Registration
from trainings.registrations.seats import OWN, Entrance, SeatPage
from trainings.registrations.views import steps

PAST_SHOWN = 20


@never_cache
def own_registration_list(request):
    """What lies ahead for oneself and for colleagues, and what is over."""
    rows = Registration.objects.select_related("event", "event__municipality").with_place_in_list()
    ahead = Q(event__ends_at__gt=timezone.now(), event__status=EventStatus.PUBLISHED)
    ahead &= Q(state__in=RegistrationState.live())
    own = rows.of_user(request.user)
    past = Paginator(own.exclude(ahead).order_by("-event__starts_at", "-pk"), PAST_SHOWN)
    past = past.get_page(request.GET.get("seite"))
    context = {
        "own": _pages(own.filter(ahead).order_by("event__starts_at", "pk")),
        "booked": _pages(rows.booked_by(request.user).filter(ahead).order_by("event__starts_at", "last_name", "pk")),
        "past": past,
        "past_pages": _pages(past.object_list),
        "is_internal": True,
    }
    return render(request, "trainings/registrations/own_registration_list.html", context)


def _pages(rows):
    return [SeatPage(row, Entrance(OWN, {"pk": row.pk})) for row in rows]


def own_seat(view):
    """The view of an address with a `pk` gets the SeatPage of an own registration, or of one booked for a colleague."""

    @never_cache
    @wraps(view)
    def opened(request, pk, **kwargs):
        rows = Registration.objects.visible_to(request.user).select_related("event__municipality")
        registration = get_object_or_404(rows, pk=pk)
        is_own = Registration.objects.of_user(request.user).filter(pk=pk).exists()
        return view(request, SeatPage(registration, Entrance(OWN, {"pk": pk}), is_own), **kwargs)

    return opened


@own_seat
def own_registration_detail(request, page):
    """Where the registration stands, and what can be done."""
    return steps.detail(request, page)


@own_seat
def own_registration_return(request, page):
    """Gives back the seat, declines the offer or leaves the list."""
    return steps.leave(request, page, by=request.user)


@own_seat
def own_registration_accept(request, page):
    """Takes the offered seat."""
    return steps.accept(request, page, by=request.user)


@own_seat
def own_registration_substitute(request, page):
    """Names somebody of the same house."""
    return steps.replace(request, page, by=request.user)


@own_seat
def own_registration_calendar(request, page):
    """The dates as a calendar file."""
    return steps.calendar(request, page)


@own_seat
def own_registration_material(request, page, material):
    """A file for participants."""
    return steps.material(request, page, material)
