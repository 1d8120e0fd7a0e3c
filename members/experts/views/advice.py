"""Asking for advice, and what reaches the experts."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.experts.actions.advice import LINK, ask_for_advice, confirm_callback
from members.experts.forms.advice import AdviceRequestForm
from members.experts.models import AdviceRequest
from members.experts.models.requests import AdviceGone, NobodyToAsk
from netzwerk.limits import count_this_hour, reader_mark
from netzwerk.signed_links import LinkUsed, signed_link

REQUESTS_AN_HOUR = 60  # of everybody
READERS_REQUESTS_AN_HOUR = 6  # of one network address: a whole school may share one


@login_not_required
@never_cache
def advice_request(request):
    """The form for professionals, signed in or not (§ 8b Abs. 1 SGB VIII, § 4 Abs. 2 KKG)."""
    form = AdviceRequestForm(request.POST or None, initial={"town": request.GET.get("ort", "")[:80]})
    is_full = False
    if form.is_bound and form.is_from_a_program:
        return redirect("contacts:advice-sent")
    if form.is_valid():
        is_full = _is_too_much(request)
        if not is_full and _keep(form):
            town = urlencode({"ort": form.cleaned_data["town"].slug})
            return redirect(f"{reverse('contacts:advice-sent')}?{town}")
    context = {"form": form, "is_full": is_full}
    return render(request, "members/experts/advice_request.html", context, status=429 if is_full else 200)


@never_cache
def advice_list(request):
    """Requests that went to the one who reads, with the number to call."""
    requests = AdviceRequest.objects.visible_to(request.user).select_related("municipality")
    return render(request, "members/experts/advice_list.html", {"requests": requests, "is_internal": True})


@require_POST
def advice_confirm(request, pk):
    """Notes that the callback was made: the request is deleted."""
    advice = get_object_or_404(AdviceRequest.objects.visible_to(request.user), pk=pk)
    try:
        confirm_callback(advice=advice)
    except AdviceGone:
        messages.info(request, _("Diese Anfrage hat schon jemand bestätigt."))
    else:
        messages.success(request, _("Danke. Die Anfrage und die Nummer sind gelöscht."))
    return redirect("experts:advice-list")


@signed_link(LINK, AdviceRequest)
def advice_link(request, advice):
    """One request for a mailbox without sign-in; a button confirms the callback."""
    if request.method == "POST":
        try:
            confirm_callback(advice=advice)
        except AdviceGone:
            raise LinkUsed from None
        return render(request, "members/experts/advice_confirmed.html", {"is_internal": True})
    return render(request, "members/experts/advice_link.html", {"advice": advice, "is_internal": True})


def _is_too_much(request):
    """Counts this request for everybody and for the network address it came from."""
    if count_this_hour(f"advice:{reader_mark(request)}") > READERS_REQUESTS_AN_HOUR:
        return True
    return count_this_hour("advice") > REQUESTS_AN_HOUR


def _keep(form):
    """Passes the request on; False with a reason in the form where there is nobody to ask."""
    data = form.cleaned_data
    try:
        ask_for_advice(
            token=data["token"],
            municipality=data["town"],
            profession=data["profession"],
            phone=data["phone"],
            window=form.window,
        )
    except NobodyToAsk:
        form.add_error("town", _("Für diesen Ort ist gerade niemand auf diesem Weg erreichbar. Bitte rufen Sie an."))
        return False
    return True
