"""Proposed corrections, for the coordination: old and new, one click."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.permissions import is_coordinator
from members.upkeep.actions.corrections import (
    CorrectionDecided,
    ValuesChanged,
    apply_correction,
    compared,
    decline_correction,
    fingerprint,
)
from members.upkeep.enums import State
from members.upkeep.forms import DeclineForm
from members.upkeep.models import Correction
from netzwerk.paging import page_of, state_of
from netzwerk.permissions import enforce


@never_cache
def correction_list(request):
    """By state, the open ones first; each with old and new value of its fields."""
    enforce(is_coordinator, request.user)
    state = state_of(request, State.values, State.OPEN)
    corrections = Correction.objects.visible_to(request.user).filter(state=state)
    corrections = corrections.select_related("organisation", "person").prefetch_related("changes__membership__person")
    context = {"page": page_of(request, corrections), "state": state, "states": State.choices, "is_internal": True}
    return render(request, "upkeep/correction_list.html", context)


@never_cache
def correction_detail(request, pk):
    """One correction: what stood there, what stands there now, what should."""
    correction = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    return _show(request, correction)


@require_POST
def correction_apply(request, pk):
    """Takes it over; where somebody changed a value meanwhile, shows all three instead."""
    correction = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    try:
        apply_correction(correction=correction, by=request.user, seen=request.POST.get("seen", ""))
    except CorrectionDecided:
        messages.info(request, _("Über diese Korrektur ist schon entschieden."))
    except ValuesChanged:
        messages.warning(request, _("Inzwischen steht dort etwas anderes. Bitte vergleichen Sie."))
        return redirect(correction)
    except ValidationError as error:
        messages.error(request, _("Das geht so nicht: %(reason)s") % {"reason": " ".join(error.messages)})
        return redirect(correction)
    else:
        messages.success(request, _("Die Korrektur ist übernommen."))
    return redirect("upkeep:correction-list")


@never_cache
def correction_decline(request, pk):
    """Asks why, then declines."""
    correction = get_object_or_404(Correction.objects.visible_to(request.user), pk=pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline_correction(correction=correction, reason=form.cleaned_data["reason"], by=request.user)
        except CorrectionDecided:
            messages.info(request, _("Über diese Korrektur ist schon entschieden."))
        else:
            messages.success(request, _("Die Korrektur ist abgelehnt."))
        return redirect("upkeep:correction-list")
    return render(
        request, "upkeep/correction_decline.html", {"form": form, "correction": correction, "is_internal": True}
    )


def _show(request, correction):
    rows = compared(correction)
    context = {
        "correction": correction,
        "rows": [row for row in rows if not row.change.is_leaving],
        "leaving": [row.change.membership for row in rows if row.change.is_leaving],
        "is_conflict": correction.is_open and any(row.is_conflict for row in rows if not row.change.is_leaving),
        "seen": fingerprint([row for row in rows if not row.change.is_leaving]),
        "is_internal": True,
    }
    return render(request, "upkeep/correction_detail.html", context)
