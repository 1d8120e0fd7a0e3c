"""Hours and moments in German words; pure functions over rows read before."""

from itertools import groupby

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from reporting_paths.contacts.enums import WEEKDAYS_SHORT


def clock(time):
    """„8:30“, on the hour „17“."""
    return f"{time.hour}:{time.minute:02d}" if time.minute else str(time.hour)


def moment_text(moment):
    """„Montag, 30. November 2026, 8:30 Uhr“ for an aware moment."""
    local = timezone.localtime(moment)
    return _("{day}, {clock} Uhr").format(day=date_format(local, "l, j. F Y"), clock=clock(local))


def hours_rows(contact):
    """Rows (days, times): days with equal hours become one row, „Mo–Do“ or „Mo, Mi“."""
    if contact.is_always_open:
        return [(_("täglich"), _("rund um die Uhr"))]
    by_times = {}
    for weekday, times in _times_by_day(contact):
        by_times.setdefault(times, []).append(weekday)
    return [(_days_text(days), _times_text(times)) for times, days in by_times.items()]


def hours_sentence(contact):
    """All rows in one line; empty where no hours are known."""
    if contact.is_always_open:
        return _("rund um die Uhr")
    return ", ".join(f"{days} {times}" for days, times in hours_rows(contact))


def _times_by_day(contact):
    rows = sorted(contact.weekly_hours.all(), key=lambda row: (row.weekday, row.opens))
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
