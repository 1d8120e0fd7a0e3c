"""One's own calendar, and the feeds that calendars subscribe to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe

from netzwerk.calendars.actions import renew_feed
from netzwerk.calendars.feeds import feed_response, public_feed
from netzwerk.calendars.invitations import when_text
from netzwerk.calendars.scopes import scopes_of
from netzwerk.mail.queue import absolute_url, sender_name
from netzwerk.models import CalendarFeed, CalendarItem
from netzwerk.pagecache import public_page
from netzwerk.signed_links import LinkRefused, refusal_page

SHOWN_AT_MOST = 50


class FeedUnknown(LinkRefused):
    """Renewed, shortened, or of an access that was switched off: nobody can tell which."""

    status = 404
    heading = gettext_lazy("Diese Kalenderadresse gilt nicht mehr")
    text = gettext_lazy(
        "Sie wurde erneuert oder ist nicht vollständig. Die gültige steht nach der Anmeldung unter „Mein Kalender“."
    )


@never_cache
def own_calendar(request):
    """The next dates, and the address under which a calendar gets them."""
    feed = CalendarFeed.objects.filter(user=request.user).first()
    address = absolute_url(reverse("calendars:own-feed", args=[feed.secret])) if feed else ""
    items = CalendarItem.objects.upcoming().for_scopes(scopes_of(request.user))
    context = {
        "items": [(item, when_text(item)) for item in items[:SHOWN_AT_MOST]],
        "address": address,
        "renewed_at": feed.renewed_at if feed else None,
        "network_address": absolute_url(reverse("calendars:network-feed")),
        "is_internal": True,
    }
    return render(request, "calendars/own_calendar.html", context)


@never_cache
def feed_renew(request):
    """Asks, then gives a new address; who has none gets their first without a question."""
    if request.method == "POST":
        renew_feed(user=request.user, by=request.user)
        messages.success(request, _("Die neue Adresse steht bereit."))
        return redirect("calendars:own-calendar")
    if not CalendarFeed.objects.filter(user=request.user).exists():
        return redirect("calendars:own-calendar")
    return render(request, "calendars/feed_renew.html", {"is_internal": True})


@login_not_required
@require_safe
@cache_control(private=True, no_cache=True)
def own_feed(request, secret):
    """The dates of whoever holds `secret`, and of nobody whose access was switched off."""
    feed = CalendarFeed.objects.select_related("user").filter(secret=secret, user__is_active=True).first()
    if feed is None:
        return refusal_page(request, FeedUnknown())
    items = CalendarItem.objects.shown().for_scopes(scopes_of(feed.user))
    return feed_response(request, items, name=sender_name())


@public_page
@require_safe
def network_feed(request):
    """All public dates of the network."""
    return public_feed(request, name=_("{network}: öffentliche Termine").format(network=sender_name()))
