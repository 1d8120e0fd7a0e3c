"""Attendance for the coordination: the list, the list for signature, people without a seat, who stayed away."""

from datetime import timedelta

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from netzwerk.keyset import keyset_page
from netzwerk.permissions import enforce
from trainings.attendance.actions import add_walk_in, set_presences
from trainings.attendance.figures import no_shows
from trainings.attendance.forms import AttendanceFilterForm, NumbersForm, WalkInForm, changes_of
from trainings.attendance.listing import ORDER, PresenceRow, expected, filtered, totals
from trainings.attendance.numbers import set_numbers
from trainings.attendance.retention import unattended_until
from trainings.attendance.sheet import signature_sheet
from trainings.attendance.window import PresenceRefused, refusal_to_enter_numbers, refusal_to_note
from trainings.models import AlreadyRegistered, TrainingEvent
from trainings.permissions import can_plan
from trainings.planning.views.finding import own_event

PAGE_SIZE = 50
LOOKED_BACK = timedelta(days=92)
FOLDER = "trainings/attendance"


@never_cache
def attendance_list(request, pk):
    """Who has a seat, and who was there; one form notes all of a page."""
    event = own_event(request, pk)
    if request.method == "POST":
        return _save(request, event)
    form = AttendanceFilterForm(request.GET)
    form.is_valid()
    page = keyset_page(filtered(event, form.cleaned_data), order=ORDER, params=request.GET, size=PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "rows": [PresenceRow(row, row.presence) for row in page.rows],
        "is_filtered": any(form.cleaned_data.values()),
        "totals": totals(event),
        "refusal": refusal_to_note(event),
        "deleted_on": unattended_until(event.ends_at) if event.has_ended else None,
    }
    return _render(request, "attendance_list", event, context)


def _save(request, event):
    """Saves what differs; where somebody else was faster, their entry stays and is shown beside one's own."""
    try:
        outcome = set_presences(event=event, changes=changes_of(request.POST), by=request.user)
    except PresenceRefused as refusal:
        messages.error(request, refusal.text)
        return redirect(request.get_full_path())
    if outcome.saved:
        count = len(outcome.saved)
        text = ngettext("Ein Eintrag ist gespeichert.", "%(n)d Einträge sind gespeichert.", count) % {"n": count}
        messages.success(request, text)
    if not outcome.conflicts:
        if not outcome.saved:
            messages.info(request, _("Es gab nichts Neues zu speichern."))
        return redirect(request.get_full_path())
    found = expected(event).filter(pk__in=outcome.conflicts).order_by(*ORDER)
    rows = [PresenceRow(row, outcome.conflicts[row.pk], is_conflict=True) for row in found]
    return _render(request, "attendance_conflict", event, {"rows": rows})


@never_cache
def attendance_walk_in(request, pk):
    """Adds somebody who came without a seat."""
    event = own_event(request, pk)
    form = WalkInForm(request.POST or None)
    if form.is_valid():
        try:
            row = add_walk_in(event=event, applicant=form.applicant, by=request.user)
        except AlreadyRegistered:
            form.add_error("email", _("Diese Person steht schon auf der Liste. Suchen Sie sie dort."))
        except PresenceRefused as refusal:
            form.add_error(None, refusal.text)
        else:
            text = _("{name} ist aufgenommen und anwesend.").format(name=row.full_name)
            if row.is_overbooked:
                text += " " + _("Damit sind mehr Personen da als Plätze.")
            messages.success(request, text)
            return redirect("trainings:attendance-list", event.pk)
    return _render(request, "attendance_walk_in", event, {"form": form, "refusal": refusal_to_note(event)})


@never_cache
def attendance_sheet(request, pk):
    """The list for signature."""
    event = own_event(request, pk)
    response = HttpResponse(signature_sheet(event), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="unterschriften-{slugify(event.title)[:60] or event.pk}.pdf"'
    return response


@never_cache
def attendance_numbers(request, pk):
    """How many came to an external event, by actor group."""
    event = own_event(request, pk)
    form = NumbersForm(request.POST or None, event=event)
    refusal = refusal_to_enter_numbers(event)
    if not refusal and form.is_valid():
        try:
            set_numbers(event=event, numbers=form.numbers, by=request.user)
        except PresenceRefused as gone:
            messages.error(request, gone.text)
        else:
            messages.success(request, _("Die Zahlen sind gespeichert."))
        return redirect("trainings:plan-detail", event.pk)
    return _render(request, "attendance_numbers", event, {"form": form, "refusal": refusal})


@never_cache
def no_show_list(request):
    """Which organisations' people stayed away from own events lately; for coordinators alone."""
    enforce(can_plan, request.user)
    since = timezone.now() - LOOKED_BACK
    events = TrainingEvent.objects.changeable_by(request.user).filter(ends_at__gte=since, ends_at__lte=timezone.now())
    page = Paginator(no_shows(events), PAGE_SIZE).get_page(request.GET.get("seite"))
    context = {"page": page, "since": since, "is_internal": True}
    return render(request, f"{FOLDER}/no_show_list.html", context)


def _render(request, name, event, context):
    return render(request, f"{FOLDER}/{name}.html", context | {"event": event, "is_internal": True})
