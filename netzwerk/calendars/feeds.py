"""Feeds: calendars read them again and again, so what has not changed is answered with 304."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag

from netzwerk.calendars.rendering import feed_text
from netzwerk.calendars.scopes import PUBLIC
from netzwerk.models import CalendarItem


def public_feed(request, *, name, kind=None):
    """The feed of what is public (of one `kind`, such as "training"); its view is a `public_page`."""
    items = CalendarItem.objects.shown().for_scopes({PUBLIC})
    return feed_response(request, items.of_kind(kind) if kind else items, name=name)


def feed_response(request, items, *, name):
    """The feed of `items`, or 304 for its ETag.

    Last-Modified only informs: a date that leaves the feed, or a reader who leaves a body, changes nothing about it.
    """
    items = list(items)
    text = feed_text(items, name=name)
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="termine.ics"'
    etag = quote_etag(hashlib.sha256(text).hexdigest()[:20])
    response["ETag"] = etag
    if items:
        response["Last-Modified"] = http_date(max(item.changed_at for item in items).timestamp())
    return get_conditional_response(request, etag=etag, response=response)
