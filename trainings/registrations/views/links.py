"""One registration, opened from a mail without sign-in: GET shows, POST acts."""

from functools import wraps

from netzwerk.signed_links import signed_link
from trainings.models import Registration
from trainings.registrations.mails import LINK
from trainings.registrations.seats import LINKED, Entrance, SeatPage
from trainings.registrations.views import steps


def seat_link(view):
    """The view of an address with a token gets the SeatPage; its addresses keep the token."""

    @wraps(view)
    def opened(request, registration, **kwargs):
        token = request.resolver_match.kwargs["token"]
        return view(request, SeatPage(registration, Entrance(LINKED, {"token": token})), **kwargs)

    return signed_link(LINK, Registration)(opened)


@seat_link
def seat_detail(request, page):
    """Where the registration stands, and what can be done."""
    return steps.detail(request, page)


@seat_link
def seat_return(request, page):
    """Gives back the seat, declines the offer or leaves the list."""
    return steps.leave(request, page, by=None)


@seat_link
def seat_accept(request, page):
    """Takes the offered seat."""
    return steps.accept(request, page, by=None)


@seat_link
def seat_substitute(request, page):
    """Names somebody of the same house."""
    return steps.replace(request, page, by=None)


@seat_link
def seat_calendar(request, page):
    """The dates as a calendar file."""
    return steps.calendar(request, page)


@seat_link
def seat_material(request, page, material):
    """A file for participants."""
    return steps.material(request, page, material)
