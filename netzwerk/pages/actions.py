"""Reports about barriers: taking them in, answering them, forgetting them."""

from django.db import transaction

from netzwerk.audit import record_event
from netzwerk.limits import count_this_hour
from netzwerk.pages.models import BarrierReport

REPORTS_AN_HOUR = 30


class TooManyReports(Exception):
    """More reports came within the hour than people send; nothing was kept."""


def report_barrier(*, kind, text, page_address="", email=""):
    """Keeps the report. Raises TooManyReports once the hour is full, whoever sends them."""
    if count_this_hour("barriers") > REPORTS_AN_HOUR:
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
