"""Trainings as the coordination sees them: the list, the year, one event."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from members.history import history_of
from netzwerk.permissions import enforce
from trainings.attendance.figures import present_at
from trainings.attendance.window import refusal_to_enter_numbers
from trainings.counting import count_by_office, count_of_year, obstacles, year_so_far
from trainings.dates import session_text
from trainings.enums import EventStatus
from trainings.permissions import can_change_event, can_plan
from trainings.planning.actions.states import refusal_to_undo
from trainings.planning.checks import missing_of
from trainings.planning.forms.verbs import PlanFilterForm
from trainings.planning.listing import listed_events, months_of, page_of, years_to_choose
from trainings.planning.views.finding import seen_event

PAGE_SIZE = 25
FIRST_YEAR, LAST_YEAR = 2000, 2100


@never_cache
def plan_list(request):
    """All trainings, undated first, then the newest; above them how far the year is."""
    enforce(can_plan, request.user)
    form = PlanFilterForm(request.GET, years=years_to_choose())
    form.is_valid()
    page = page_of(listed_events(request.user, form.cleaned_data), request.GET.get("seite"), size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "is_filtered": any(form.cleaned_data.values()),
        "year": year_so_far(request),
        "is_internal": True,
    }
    return render(request, "trainings/planning/plan_list.html", context)


@never_cache
def plan_year(request, year):
    """The year month by month, what counts in it, and why the rest does not."""
    enforce(can_plan, request.user)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    found = count_of_year(year)
    user, draft = request.user, EventStatus.DRAFT
    seen = [pair for pair in found.others if pair[0].status != draft or can_change_event(user, pair[0])]
    context = {
        "year": found,
        "others": seen,
        "offices": count_by_office(year),
        "months": months_of(request.user, year),
        "today": timezone.localdate(),
        "is_internal": True,
    }
    return render(request, "trainings/planning/plan_year.html", context)


@never_cache
def plan_detail(request, pk):
    """All about one event, and what can be done with it."""
    event = seen_event(request, pk)
    can_change = can_change_event(request.user, event)
    is_draft = event.status == EventStatus.DRAFT
    sessions = list(event.sessions.all())
    context = {
        "event": event,
        "can_change": can_change,
        "sessions": [(session_text(session), session.title) for session in sessions],
        "reservations": event.reservations.select_related("actor_category"),
        "materials": event.materials.all(),
        "obstacles": obstacles(event),
        "missing": missing_of(event, event.topic_names, sessions) if is_draft else {},
        "refusal_to_undo": "" if is_draft else refusal_to_undo(event),
        "is_to_enter": event.has_ended and event.status == EventStatus.PUBLISHED,
        "may_be_held": (event.has_ended if is_draft else event.has_begun and event.status == EventStatus.PUBLISHED),
        "takes_numbers": can_change and not refusal_to_enter_numbers(event),
        "present": present_at(event) if event.is_external and event.has_begun else None,
        "history": history_of(event) if can_change else [],
        "is_internal": True,
    }
    return render(request, "trainings/planning/plan_detail.html", context)
