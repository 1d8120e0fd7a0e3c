"""What participants answered, for coordinators: one training, and all of a year."""

from random import SystemRandom

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from netzwerk.permissions import enforce
from netzwerk.tables import csv_bytes
from trainings.attendance.figures import present_at
from trainings.feedback import figures
from trainings.feedback.enums import Moment
from trainings.feedback.models import Remark
from trainings.feedback.permissions import can_see_results
from trainings.feedback.questions import SCALE
from trainings.feedback.results import results_of
from trainings.models import TrainingEvent

FIRST_YEAR, LAST_YEAR = 2000, 2100  # what a calendar can hold


@never_cache
def result_detail(request, pk):
    """One training: each moment as chart and table, what has changed, and remarks without order."""
    event = _event(request, pk)
    results = results_of(event)
    context = {
        "event": event,
        "parts": figures.parts_of(results, _remarks(event)),
        "gain": figures.gain_of(results),
        "scale": SCALE,
        "minimum": settings.FEEDBACK_MINIMUM,
        "present": present_at(event),
        "is_internal": True,
    }
    return render(request, "feedback/result_detail.html", context)


@never_cache
def result_csv(request, pk):
    """The same numbers for a spreadsheet; remarks stay on the page."""
    event = _event(request, pk)
    return _csv(figures.rows_of_event(results_of(event)), f"rueckmeldung-{event.slug}.csv")


@never_cache
def year_detail(request, year=None):
    """The averages of all trainings of a year, and of the year."""
    year = _year(request, timezone.localdate().year if year is None else year)
    context = {
        "year": year,
        "years": figures.years_of(request.user),
        "figures": figures.YearFigures(request.user, year),
        "minimum": settings.FEEDBACK_MINIMUM,
        "is_internal": True,
    }
    return render(request, "feedback/year_detail.html", context)


@never_cache
def year_csv(request, year):
    """The year's table for a spreadsheet."""
    return _csv(figures.YearFigures(request.user, _year(request, year)).rows, f"rueckmeldungen-{year}.csv")


def _year(request, year):
    enforce(can_see_results, request.user)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    return year


def _event(request, pk):
    enforce(can_see_results, request.user)
    return get_object_or_404(TrainingEvent.objects.planned_by(request.user), pk=pk)


def _remarks(event):
    """{moment: texts}, in another order every time."""
    found = {moment: [] for moment in Moment}
    for moment, text in Remark.objects.filter(round__event=event).values_list("round__moment", "text"):
        found[moment].append(text)
    for texts in found.values():
        SystemRandom().shuffle(texts)
    return found


def _csv(rows, name):
    response = HttpResponse(csv_bytes(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
