"""Weekly hours, holidays of North Rhine-Westphalia and summer time, in moments and in German words.

Pure functions over rows read before; a row of hours has `weekday`, `opens` and `closes`, and its end does not count.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from zoneinfo import ZoneInfo

import holidays
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

BERLIN = ZoneInfo("Europe/Berlin")
ONE_DAY = timedelta(days=1)


class Weekday(models.IntegerChoices):
    """Days as `date.weekday()` counts them."""

    MONDAY = 0, gettext_lazy("Montag")
    TUESDAY = 1, gettext_lazy("Dienstag")
    WEDNESDAY = 2, gettext_lazy("Mittwoch")
    THURSDAY = 3, gettext_lazy("Donnerstag")
    FRIDAY = 4, gettext_lazy("Freitag")
    SATURDAY = 5, gettext_lazy("Samstag")
    SUNDAY = 6, gettext_lazy("Sonntag")


WEEKDAYS_SHORT = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


def local_day(moment):
    return moment.astimezone(BERLIN).date()


def wall_moment(day, wall_time):
    """The first moment of `day` at which clocks show `wall_time` or have just passed it.

    A time that summer time skips (2:30 on the last Sunday of March) becomes the moment of the change.
    """
    moment = datetime.combine(day, wall_time, tzinfo=BERLIN).astimezone(UTC)
    if moment.astimezone(BERLIN).time() != wall_time:
        return datetime(day.year, day.month, day.day, 1, tzinfo=UTC)  # the EU changes its clocks at 1:00 UTC
    return moment


def spans_of_day(rows, day):
    """Open spans (start, end) of a local day, in order; closures and holidays are not asked."""
    rows = (row for row in rows if row.weekday == day.weekday())
    spans = ((wall_moment(day, row.opens), wall_moment(day, row.closes)) for row in rows)
    return sorted(span for span in spans if span[0] < span[1])


@lru_cache(maxsize=16)
def _holidays(year):
    return holidays.Germany(subdiv="NW", years=year, language="de")


def holiday_name(day: date):
    """Name of the public holiday in North Rhine-Westphalia, or empty."""
    return _holidays(day.year).get(day, "")


def is_workday(day):
    """Monday to Friday, no public holiday."""
    return day.weekday() <= Weekday.FRIDAY and not holiday_name(day)


def clock(time):
    """„8:30“, on the hour „17“."""
    return f"{time.hour}:{time.minute:02d}" if time.minute else str(time.hour)


def moment_text(moment):
    """„Montag, 30. November 2026, 8:30 Uhr“ for an aware moment."""
    local = timezone.localtime(moment)
    return _("{day}, {clock} Uhr").format(day=date_format(local, "l, j. F Y"), clock=clock(local))


def hours_rows(rows):
    """Rows (days, times): days with equal hours become one row, „Mo–Do“ or „Mo, Mi“."""
    by_times = {}
    for weekday, times in _times_by_day(rows):
        by_times.setdefault(times, []).append(weekday)
    return [(_days_text(days), _times_text(times)) for times, days in by_times.items()]


def hours_sentence(rows):
    """All rows in one line; empty where no hours are known."""
    return ", ".join(f"{days} {times}" for days, times in hours_rows(rows))


def _times_by_day(rows):
    rows = sorted(rows, key=lambda row: (row.weekday, row.opens))
    for weekday, group in groupby(rows, key=lambda row: row.weekday):
        yield weekday, tuple((row.opens, row.closes) for row in group)


def _times_text(times):
    spans = [f"{clock(opens)}–{clock(closes)}" for opens, closes in times]
    return _("{spans} Uhr").format(spans=_(" und ").join(spans))


def _days_text(days):
    """Neighbouring days as a span: [0, 1, 2, 4] is „Mo–Mi, Fr“."""
    parts = []
    for _key, group in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        run = [day for _index, day in group]
        first, last = WEEKDAYS_SHORT[run[0]], WEEKDAYS_SHORT[run[-1]]
        parts.append(first if len(run) == 1 else f"{first}, {last}" if len(run) == 2 else f"{first}–{last}")
    return ", ".join(parts)
