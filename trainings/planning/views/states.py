"""Publishing, cancelling, postponing, holding, and taking it back: each asks on a page of its own."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from netzwerk.hour_forms import are_valid
from trainings.counting import obstacles
from trainings.enums import EventStatus
from trainings.planning.actions import cancel_event, hold_event, postpone_event, publish_event, undo_state
from trainings.planning.actions.states import refusal_to_undo
from trainings.planning.checks import missing_of
from trainings.planning.forms.rows import SessionFormSet
from trainings.planning.forms.verbs import CancelForm, PostponeForm
from trainings.planning.refusals import EventRefused
from trainings.planning.telling import other_dates, when_and_where
from trainings.planning.views.finding import own_event, plan_url


@never_cache
def plan_publish(request, pk):
    """Shows who will see it, asks, then publishes; what is missing is said at its field."""
    event = own_event(request, pk)
    if event.status == EventStatus.DRAFT and missing_of(event):
        messages.warning(request, _("Zum Veröffentlichen fehlen noch Angaben. Sie sind unten markiert."))
        return redirect(f"{reverse('trainings:plan-update', args=[event.pk])}?pruefen=1")
    return _ask(request, event, "plan_publish", publish_event, _("Die Fortbildung ist veröffentlicht."))


@never_cache
def plan_cancel(request, pk):
    """Shows who will be told, asks for the reason, then cancels."""
    event = own_event(request, pk)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            cancel_event(event=event, reason=form.cleaned_data["reason"], by=request.user)
        except EventRefused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("Die Fortbildung ist abgesagt. Alle Angemeldeten bekommen eine E-Mail."))
            return redirect(plan_url(event))
    context = {"form": form, "others": other_dates(event)} | _expected(event)
    return _render(request, "plan_cancel", event, context)


@never_cache
def plan_postpone(request, pk):
    """New dates; everyone registered keeps their seat and is told."""
    event = own_event(request, pk)
    data = request.POST if request.method == "POST" else None
    form, sessions = PostponeForm(data), SessionFormSet(data, stored=event.sessions.all())
    context = {"form": form, "sessions": sessions} | _expected(event)
    if SessionFormSet.more_name() in request.POST:
        form.errors.clear()
        sessions.forget_mistakes()
        return _render(request, "plan_postpone", event, context)
    if are_valid(form, sessions):
        form.check_rows(sessions)
    if form.is_valid():
        try:
            postpone_event(event=event, sessions=sessions.rows, note=form.cleaned_data["note"], by=request.user)
        except EventRefused as refusal:
            form.add_error(None, refusal.text)
        else:
            messages.success(request, _("Die Fortbildung ist verschoben. Alle Angemeldeten bekommen eine E-Mail."))
            return redirect(plan_url(event))
    return _render(request, "plan_postpone", event, context)


@never_cache
def plan_hold(request, pk):
    """Asks, then enters the event as held; says whether it counts."""
    event = own_event(request, pk)
    done = _("Die Fortbildung ist als durchgeführt eingetragen.")
    return _ask(request, event, "plan_hold", hold_event, done, obstacles=obstacles(event))


@never_cache
def plan_undo(request, pk):
    """Says what taking back means, asks, then does it."""
    event = own_event(request, pk)
    extra = {"refusal": refusal_to_undo(event)} | _expected(event)
    return _ask(request, event, "plan_undo", undo_state, _("Das ist zurückgenommen."), **extra)


def _ask(request, event, template, action, done, **extra):
    """GET asks, POST acts; a refusal is shown on the event's page."""
    if request.method != "POST":
        return _render(request, template, event, extra)
    try:
        action(event=event, by=request.user)
    except EventRefused as refusal:
        messages.error(request, refusal.text)
    else:
        messages.success(request, done)
    return redirect(plan_url(event))


def _render(request, name, event, context):
    shared = {"event": event, "lines": when_and_where(event), "is_internal": True}
    return render(request, f"trainings/planning/{name}.html", shared | context)


def _expected(event):
    """How many will be told."""
    live = event.registrations.live()
    return {"expected": live.count(), "without_address": live.filter(email="").count()}
