"""Rows of this room as pages read them: once per request, for anonymous readers once per content stamp."""

from django.utils import timezone

from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import kept
from reporting_paths.contacts.hours import ContactBook, reachable
from reporting_paths.contacts.models import Helpline


def contact_book(request):
    """The ContactBook of `request`: read once, for the page and its footer; the texts of closures hold for a day."""
    if request is None:
        return ContactBook.load()
    if not hasattr(request, "contact_book"):
        request.contact_book = kept(request, ("contacts", timezone.localdate()), ContactBook.load)
    return request.contact_book


def reachable_now(request, town, book):
    """Whom one calls for `town` now; the same answer until it changes."""
    return kept(
        request,
        ("reachable", town.pk),
        lambda: reachable(town, timezone.now(), book),
        valid_until=lambda answer: answer.valid_until,
    )


def all_towns(request):
    """Towns of the network and neighbours that it does not cover, each with its Jugendamt."""
    return kept(request, "towns", lambda: list(Municipality.objects.select_related("youth_welfare_office")))


def all_helplines(request):
    return kept(request, "helplines", lambda: list(Helpline.objects.all()))


def offices_with_towns(request):
    """All Jugendämter, each with its towns."""
    return kept(request, "offices", lambda: list(YouthWelfareOffice.objects.prefetch_related("municipalities")))
