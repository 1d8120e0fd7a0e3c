"""What changes dates, and the addresses of personal feeds."""

import unicodedata
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from netzwerk.audit import record_event
from netzwerk.mail.compose import one_line
from netzwerk.models import CalendarFeed, CalendarItem
from netzwerk.models.calendars import PAST_SHOWN
from netzwerk.models.mail import new_secret
from netzwerk.pagecache import pages_changed

SEPARATORS = {"Zl", "Zp"}  # line and paragraph separators: some readers take them for the end of a line


@transaction.atomic
def publish_item(
    key,
    *,
    summary,
    starts_at,
    ends_at,
    scopes,
    location="",
    description="",
    url="",
    organizer_name="",
    organizer_email="",
    by=None,
):
    """Creates or changes the date of `key`; one that was cancelled takes place again. Returns the CalendarItem.

    Its UID stays for ever; SEQUENCE grows only where time, title, place or cancellation change (RFC 5546, 2.1.4).
    """
    values = {
        "summary": clean_text(summary, is_line=True)[:200],
        "starts_at": starts_at,
        "ends_at": ends_at,
        "scopes": sorted(set(scopes)),
        "location": clean_text(location, is_line=True)[:300],
        "description": clean_text(description),
        "url": one_line(url),
        "organizer_name": clean_text(organizer_name, is_line=True)[:120],
        "organizer_email": one_line(organizer_email),
    }
    item, is_new = CalendarItem.objects.select_for_update().get_or_create(key=key, defaults=values)
    was_public = item.is_public
    change = "created" if is_new else item.change(values)
    if change:
        _tell(item, change, by, concerns_public=item.is_public or was_public)
    return item


@transaction.atomic
def cancel_item(key, *, by=None):
    """Cancels the date of `key`; a second time, and without such a date, nothing happens. Returns it or None."""
    item = CalendarItem.objects.select_for_update().filter(key=key).first()
    if item is not None and item.cancel():
        _tell(item, "cancelled", by, concerns_public=item.is_public)
    return item


@transaction.atomic
def renew_feed(*, user, by):
    """Gives `user` a new address for their feed (or their first); the old one leads nowhere. Returns the feed."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(user=user, defaults={"secret": new_secret()})
    if not is_new:
        feed.renew_secret()
    record_event("netzwerk.calendar_feed_created" if is_new else "netzwerk.calendar_feed_renewed", target=user, by=by)
    return feed


def delete_old_items(now=None):
    """Forgets dates CALENDAR_DAYS after their end, but none that a feed still shows; returns how many.

    A cancelled one stays as long, so that every calendar learns of it.
    """
    kept = max(timedelta(days=settings.CALENDAR_DAYS), PAST_SHOWN)
    return CalendarItem.objects.filter(ends_at__lt=(now or timezone.now()) - kept).delete()[0]


def clean_text(text, *, is_line=False):
    """`text` without control characters, which some readers take for the end of a line; joiners of emoji stay."""
    text = str(text).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\n" if unicodedata.category(character) in SEPARATORS else character for character in text)
    plain = "".join(part for part in text if part == "\n" or unicodedata.category(part) not in ("Cc", "Cs"))
    return " ".join(plain.split()) if is_line else plain.strip()


def _tell(item, change, by, *, concerns_public):
    record_event(f"netzwerk.calendar_item_{change}", target=item, by=by, key=item.key, sequence=item.sequence)
    if concerns_public:
        pages_changed()
