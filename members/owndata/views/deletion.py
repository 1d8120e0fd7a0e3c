"""Asking to be deleted, and what the coordination does with it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.owndata.actions.requests import (
    LastCoordinator,
    RequestEnded,
    decline_request,
    execute_request,
    request_deletion,
    withdraw_request,
)
from members.owndata.enums import RequestState
from members.owndata.forms import DeclineForm
from members.owndata.models import DeletionRequest
from members.owndata.permissions import can_see_deletions
from netzwerk.paging import page_of, state_of
from netzwerk.permissions import enforce


@never_cache
def deletion_request(request):
    """Says what goes and what stays, then asks; shows the open request where there is one."""
    found = DeletionRequest.objects.open().of_user(request.user).first()
    if request.method == "POST" and found is None:
        request_deletion(by=request.user)
        messages.success(request, _("Ihr Antrag ist eingegangen. Sie erhalten eine E-Mail."))
        return redirect("owndata:deletion-request")
    return render(request, "owndata/deletion_request.html", {"deletion": found, "is_internal": True})


@require_POST
def deletion_withdraw(request):
    """Takes one's own request back."""
    found = get_object_or_404(DeletionRequest.objects.open().of_user(request.user))
    try:
        withdraw_request(request=found, by=request.user)
    except RequestEnded:
        messages.info(request, _("Über Ihren Antrag ist schon entschieden."))
    else:
        messages.success(request, _("Ihr Antrag ist zurückgezogen. Es bleibt alles, wie es ist."))
    return redirect("owndata:data-detail")


@never_cache
def deletion_list(request):
    """Open requests by deadline for those who decide; with the others also the log of what was deleted."""
    enforce(can_see_deletions, request.user)
    requests = DeletionRequest.objects.visible_to(request.user).select_related("person", "user")
    state = state_of(request, RequestState.values, RequestState.OPEN)
    decidable = DeletionRequest.objects.decidable_by(request.user).open().values_list("pk", flat=True)
    context = {
        "page": page_of(request, requests.filter(state=state)),
        "state": state,
        "states": RequestState.choices,
        "decidable": set(decidable),
        "is_internal": True,
    }
    return render(request, "owndata/deletion_list.html", context)


@never_cache
def deletion_execute(request, pk):
    """Asks once more (GET), then deletes (POST)."""
    found = get_object_or_404(DeletionRequest.objects.decidable_by(request.user), pk=pk)
    if request.method != "POST":
        return render(request, "owndata/deletion_execute.html", {"deletion": found, "is_internal": True})
    try:
        execute_request(request=found, by=request.user)
    except RequestEnded:
        messages.info(request, _("Über diesen Antrag ist schon entschieden."))
    except LastCoordinator:
        messages.error(request, _("Das ist die letzte Koordination des Netzwerks. Vergeben Sie die Rolle zuerst neu."))
    else:
        messages.success(request, _("Die Angaben sind gelöscht. Die Person ist benachrichtigt."))
    return redirect("owndata:deletion-list")


@never_cache
def deletion_decline(request, pk):
    """Asks for the reason of law, then refuses."""
    found = get_object_or_404(DeletionRequest.objects.decidable_by(request.user), pk=pk)
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decline_request(request=found, reason=form.cleaned_data["reason"], by=request.user)
        except RequestEnded:
            messages.info(request, _("Über diesen Antrag ist schon entschieden."))
        else:
            messages.success(request, _("Der Antrag ist abgelehnt. Die Person ist benachrichtigt."))
        return redirect("owndata:deletion-list")
    return render(request, "owndata/deletion_decline.html", {"form": form, "deletion": found, "is_internal": True})
