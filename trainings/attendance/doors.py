"""Checking in at the door, on a phone: by name, or by the QR code of the confirmation."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from netzwerk.permissions import enforce
from trainings.attendance.actions import check_in as note_arrival
from trainings.attendance.actions import set_presence
from trainings.attendance.listing import at_the_door, expected, totals
from trainings.attendance.window import PresenceRefused, refusal_to_check_in
from trainings.enums import Presence, RegistrationState
from trainings.models import Registration
from trainings.permissions import can_plan
from trainings.planning.views.finding import own_event

FOLDER = "trainings/attendance"
ARRIVED, UNDONE = "anwesend", "zurueck"


@never_cache
def check_in(request, pk):
    """Who is still to come, with a search and a button each; below, who came last, to take back a slip."""
    event = own_event(request, pk)
    refusal = refusal_to_check_in(event)
    if request.method == "POST":
        key = request.POST.get(ARRIVED) or request.POST.get(UNDONE) or ""
        rows = expected(event).filter(pk=key if key.isascii() and key.isdigit() and len(key) < 19 else None)  # noqa: PLR2004
        return _act(request, get_object_or_404(rows), refusal, reverse("trainings:check-in", args=[event.pk]))
    text = " ".join(request.GET.get("suche", "")[:80].split())
    rows, has_more, latest = at_the_door(event, text)
    context = {
        "event": event,
        "text": text,
        "rows": rows,
        "has_more": has_more,
        "latest": latest,
        "totals": totals(event),
        "refusal": refusal,
        "is_internal": True,
    }
    return render(request, f"{FOLDER}/check_in.html", context)


@never_cache
def check_in_code(request, code):
    """Whose confirmation this is; the button notes that they are here."""
    enforce(can_plan, request.user)
    registration = get_object_or_404(Registration, check_in_code=code.strip().upper()[:20])
    event = own_event(request, registration.event_id)
    refusal = refusal_to_check_in(event)
    if request.method == "POST":
        return _act(request, registration, refusal, request.path)
    context = {
        "event": event,
        "registration": registration,
        "is_confirmed": registration.state == RegistrationState.CONFIRMED,
        "is_present": registration.presence == Presence.PRESENT,
        "refusal": refusal,
        "is_internal": True,
    }
    return render(request, f"{FOLDER}/check_in_code.html", context)


def _act(request, registration, refusal, back):
    """Notes the arrival or takes it back, and says so."""
    is_undone = UNDONE in request.POST
    try:
        if refusal:
            raise PresenceRefused(refusal)
        if is_undone:
            set_presence(registration=registration, presence="", by=request.user)
        else:
            note_arrival(registration=registration, by=request.user)
    except PresenceRefused as refused:
        messages.error(request, refused.text)
    else:
        text = _("Zurückgenommen: {name} ist nicht eingecheckt.") if is_undone else _("{name} ist anwesend.")
        messages.success(request, text.format(name=registration.full_name))
    return redirect(back)
