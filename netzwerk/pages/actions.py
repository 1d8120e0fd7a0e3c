"""Reports about barriers: taking them in, answering them, forgetting them."""

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from redis.exceptions import RedisError

from netzwerk.audit import record_event
from netzwerk.pages.models import BarrierReport

REPORTS_AN_HOUR = 30
HOUR = 3600


class TooManyReports(Exception):
    """More reports came within the hour than people send; nothing was kept."""


def report_barrier(*, kind, text, page_address="", email=""):
    """Keeps the report. Raises TooManyReports once the hour is full, whoever sends them."""
    if _reports_this_hour() > REPORTS_AN_HOUR:
        raise TooManyReports
    return BarrierReport.objects.create(kind=kind, text=text, page_address=page_address, email=email)


@transaction.atomic
def mark_report_done(*, report, by):
    """Notes that the report was answered."""
    report.mark_done()
    record_event("pages.barrier_answered", target=report, by=by)


@transaction.atomic
def delete_outdated_reports():
    """Deletes reports that were answered six months ago; returns how many."""
    count, _models = BarrierReport.objects.outdated().delete()
    if count:
        record_event("pages.barriers_deleted", count=count)
    return count


def _reports_this_hour():
    """Counts this one; without Redis there is no limit."""
    key = f"barriers:{timezone.now():%Y%m%d%H}"
    try:
        cache.add(key, 0, HOUR)
        return cache.incr(key)
    except (RedisError, ValueError):
        return 0
