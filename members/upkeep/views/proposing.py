"""Correction forms for everybody (organisations) and for members (people)."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from members.models import Organisation, Person
from members.permissions import can_see_network
from members.upkeep.actions.corrections import TooManyCorrections, propose_correction
from members.upkeep.enums import Source
from members.upkeep.fields import fields_for
from members.upkeep.forms import CorrectionForm
from netzwerk.permissions import enforce


@login_not_required
@never_cache
def organisation_correct(request, pk):
    """Anybody proposes a correction of the fields they see."""
    return _propose(request, get_object_or_404(Organisation.objects.active(), pk=pk), back_url=reverse("portal:actors"))


@never_cache
def person_correct(request, pk):
    """Members propose a correction of the fields they see; a person whose name is hidden from them is not there."""
    enforce(can_see_network, request.user)
    person = get_object_or_404(Person, pk=pk)
    if "last_name" not in fields_for(request.user, person):
        raise Http404
    return _propose(request, person, back_url=reverse("portal:overview"))


@login_not_required
@never_cache
def correction_thanks(request):
    """Says that the correction has arrived."""
    return render(request, "upkeep/correction_thanks.html")


def _propose(request, record, *, back_url):
    form = CorrectionForm(
        request.POST if request.method == "POST" else None, record=record, fields=fields_for(request.user, record)
    )
    is_full = False
    if form.is_valid():
        try:
            _keep(request, record, form)
        except TooManyCorrections:
            is_full = True
        else:
            return redirect("upkeep:correction-thanks")
    context = {"form": form, "record": record, "back_url": back_url, "is_full": is_full}
    return render(request, "upkeep/correction_form.html", context, status=429 if is_full else 200)


def _keep(request, record, form):
    user = request.user if request.user.is_authenticated else None
    propose_correction(
        record=record,
        reason=form.cleaned_data["reason"],
        changes=form.proposed(),
        source=Source.MEMBER if user else Source.PUBLIC,
        reply_email=form.cleaned_data["reply_email"],
        by=user,
    )
