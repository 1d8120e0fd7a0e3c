"""Creating, changing, copying and deleting events."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from netzwerk.hour_forms import are_valid
from netzwerk.permissions import enforce
from netzwerk.versions import Outdated
from trainings.enums import EventStatus
from trainings.permissions import can_plan
from trainings.planning.actions import change_event, copy_event, create_event, delete_event
from trainings.planning.checks import missing_of
from trainings.planning.forms.events import EventForm, ExternalEventForm, form_for
from trainings.planning.forms.rows import ReservationFormSet, SessionFormSet
from trainings.planning.forms.verbs import CopyForm
from trainings.planning.refusals import EventRefused
from trainings.planning.views.finding import own_event, plan_url


@never_cache
def plan_create(request):
    """A new training, as a draft."""
    return _create(request, EventForm)


@never_cache
def plan_create_external(request):
    """An event somebody else holds, in short."""
    return _create(request, ExternalEventForm)


@never_cache
def plan_update(request, pk):
    """Changes an event; whoever saves second is shown both versions. `?pruefen=1` says what publishing needs."""
    event = own_event(request, pk)
    if event.status == EventStatus.CANCELLED:
        messages.info(request, _("Die Fortbildung ist abgesagt. Nehmen Sie zuerst die Absage zurück."))
        return redirect(plan_url(event))
    form, rows = _forms(request, form_for(event), event)
    if _wants_more_rows(request, form, rows):
        return _page(request, form, rows)
    if _are_valid(form, rows):
        try:
            change_event(event=event, version=form.cleaned_data["version"], by=request.user, **_values(form, rows))
        except EventRefused as refusal:
            form.add_error(refusal.field, refusal.text)
        except Outdated as outdated:
            return _conflict(request, form, rows, outdated.record)
        else:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(plan_url(event))
    if request.method == "GET" and "pruefen" in request.GET:
        form.show_missing(missing_of(event))
    return _page(request, form, rows)


@never_cache
def plan_copy(request, pk):
    """A new draft like this event, on another day; without anybody who was registered."""
    event = own_event(request, pk)
    if event.starts_at is None:
        messages.info(request, _("Ohne Termin lässt sich die Fortbildung nicht kopieren."))
        return redirect(plan_url(event))
    form = CopyForm(request.POST or None)
    if form.is_valid():
        copy = copy_event(event=event, starts_on=form.cleaned_data["starts_on"], by=request.user)
        messages.success(request, _("Die Kopie ist ein Entwurf. Prüfen Sie Termine und Fristen."))
        return redirect(plan_url(copy))
    context = {"event": event, "form": form, "is_internal": True}
    return render(request, "trainings/planning/plan_copy.html", context)


@never_cache
def plan_delete(request, pk):
    """Asks, then deletes a draft."""
    event = own_event(request, pk)
    if request.method == "POST":
        try:
            delete_event(event=event, by=request.user)
        except EventRefused as refusal:
            messages.error(request, refusal.text)
            return redirect(plan_url(event))
        messages.success(request, _("Der Entwurf ist gelöscht."))
        return redirect("trainings:plan-list")
    if event.status != EventStatus.DRAFT:
        messages.info(request, _("Nur Entwürfe lassen sich löschen. Sagen Sie die Fortbildung ab."))
        return redirect(plan_url(event))
    return render(request, "trainings/planning/plan_delete.html", {"event": event, "is_internal": True})


def _create(request, form_class):
    enforce(can_plan, request.user)
    form, rows = _forms(request, form_class)
    if _wants_more_rows(request, form, rows):
        return _page(request, form, rows)
    if _are_valid(form, rows):
        event = create_event(by=request.user, **_values(form, rows))
        messages.success(request, _("Der Entwurf ist gespeichert. Noch sieht ihn nur die Koordination."))
        return redirect(plan_url(event))
    return _page(request, form, rows)


def _forms(request, form_class, event=None):
    """(form, {name: formset}); an external event has no seats to reserve."""
    data = request.POST if request.method == "POST" else None
    sessions = event.sessions.all() if event else ()
    reservations = event.reservations.select_related("actor_category") if event else ()
    rows = {"sessions": SessionFormSet(data, stored=sessions)}
    if form_class is EventForm:
        rows["reservations"] = ReservationFormSet(data, stored=reservations)
    options = {"instance": event} if event else {}
    return form_class(data, user=request.user, **options), rows


def _wants_more_rows(request, form, rows):
    """Whether another row was asked for: nothing is judged yet, and what was typed stays."""
    if not any(part.more_name() in request.POST for part in rows.values()):
        return False
    form.errors.clear()
    for part in rows.values():
        part.forget_mistakes()
    return True


def _are_valid(form, rows):
    """Checks form and rows, then what they say together."""
    if are_valid(form, *rows.values()):
        form.check_rows(**rows)
    return form.is_valid()


def _values(form, rows):
    reservations = rows["reservations"].rows if "reservations" in rows else []
    return {"values": form.values, "sessions": rows["sessions"].rows, "reservations": reservations}


def _conflict(request, form, rows, record):
    stored = {
        "sessions": SessionFormSet(stored=record.sessions.all()),
        "reservations": ReservationFormSet(stored=record.reservations.select_related("actor_category")),
    }
    parts = [(part, stored[name]) for name, part in rows.items()]
    return conflict_page(request, form, record, back=plan_url(record), rows=parts)


def _page(request, form, rows):
    event = form.instance if form.instance.pk else None
    context = {"form": form, "event": event, "is_external": form.instance.is_external, "is_internal": True}
    return render(request, "trainings/planning/plan_form.html", context | rows)
