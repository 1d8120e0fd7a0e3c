"""When reminders rest: at night, on Sundays, on public holidays."""

from datetime import time, timedelta

from netzwerk.hours import BERLIN, Weekday, holiday_name, local_day, wall_moment
from netzwerk.models.reminders import FIRST_HOUR, LAST_HOUR

DAY_BEGINS, LAST_CALL = time(FIRST_HOUR), timedelta(hours=12)


def is_quiet(now):
    """Whether nothing goes out that can wait."""
    return not (is_sending_day(local_day(now)) and FIRST_HOUR <= now.astimezone(BERLIN).hour <= LAST_HOUR)


def is_sending_day(day):
    return day.weekday() != Weekday.SUNDAY and not holiday_name(day)


def next_moment(now):
    """`now` if reminders may go out, else when they may again."""
    if not is_quiet(now):
        return now
    day = local_day(now)
    while not is_sending_day(day) or wall_moment(day, DAY_BEGINS) <= now:
        day += timedelta(days=1)
    return wall_moment(day, DAY_BEGINS)


def cannot_wait(due, now):
    """Whether `due` would come too late, or in the last twelve hours, if it waited."""
    return due.not_after is not None and due.not_after <= next_moment(now) + LAST_CALL
