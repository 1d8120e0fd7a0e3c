"""The log and calendar dates end after twelve months."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.audit import record_event
from netzwerk.calendars import cancel_item
from netzwerk.models import AuditEvent, CalendarItem
from netzwerk.tasks import delete_old_dates, delete_old_events
from tests.ground.calendars.makers import make_item

pytestmark = pytest.mark.django_db


def test_events_end_after_twelve_months():
    old, young = record_event("portal.network_loaded"), record_event("portal.network_loaded")
    AuditEvent.objects.filter(pk=old.pk).update(happened_at=timezone.now() - timedelta(days=366))
    AuditEvent.objects.filter(pk=young.pk).update(happened_at=timezone.now() - timedelta(days=364))

    delete_old_events()

    assert list(AuditEvent.objects.all()) == [young]


def ended(days):
    """A date that ended so many days ago; a negative number lies ahead."""
    ends_at = timezone.now() - timedelta(days=days)
    return make_item(f"meeting:{days}", starts_at=ends_at - timedelta(hours=2), ends_at=ends_at)


@pytest.mark.parametrize(("setting", "kept"), [(365, {364, 91, 89, -30}), (120, {91, 89, -30}), (7, {89, -30})])
def test_dates_end_after_their_days_but_never_while_a_feed_shows_them(settings, setting, kept):
    settings.CALENDAR_DAYS = setting
    for days in (366, 364, 91, 89, -30):
        ended(days)

    delete_old_dates()

    assert set(CalendarItem.objects.values_list("key", flat=True)) == {f"meeting:{days}" for days in kept}


def test_cancelled_date_stays_as_long_as_it_would_have_and_feeds_tell_of_it(settings):
    settings.CALENDAR_DAYS = 7
    for days in (366, 89, -200):
        ended(days)
        cancel_item(f"meeting:{days}")

    delete_old_dates()

    assert {item.key for item in CalendarItem.objects.shown()} == {"meeting:89", "meeting:-200"}
