"""When the weekly digest goes out: on Mondays at 7:00."""

from datetime import time, timedelta

from netzwerk.hours import local_day, wall_moment

SENT_AT = time(7)
WEEK = timedelta(days=7)


def latest_moment(now):
    """The last Monday, 7:00, that is not after `now`."""
    moment = _monday_of(local_day(now))
    return moment if moment <= now else _monday_of(local_day(now) - WEEK)


def coming_moment(now):
    """The next Monday, 7:00, after `now`."""
    moment = _monday_of(local_day(now))
    return moment if moment > now else _monday_of(local_day(now) + WEEK)


def _monday_of(day):
    return wall_moment(day - timedelta(days=day.weekday()), SENT_AT)
