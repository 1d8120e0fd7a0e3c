"""The duty rota, for coordinators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.experts.actions.profiles import delete_duty, save_duty
from members.experts.forms.duties import DutyForm
from members.experts.models import ExpertDuty
from members.experts.models.duties import DutyOverlaps
from members.experts.permissions import can_change_rota
from members.experts.rota import WEEKS_SHOWN, rota_of
from members.permissions import coordinates, is_coordinator
from netzwerk.models import YouthWelfareOffice
from netzwerk.permissions import enforce

OFFICE_PARAM = "amt"


@never_cache
def duty_list(request):
    """Who has duty when, and where nobody has, for the Jugendämter one coordinates."""
    enforce(is_coordinator, request.user)
    offices = [office for office in YouthWelfareOffice.objects.all() if coordinates(request.user, office)]
    context = {"rota": rota_of(offices), "weeks": WEEKS_SHOWN, "is_internal": True}
    return render(request, "members/experts/duty_list.html", context)


@never_cache
def duty_create(request):
    """A new duty for the Jugendamt of `?amt=`; the days of a gap may come along as `?ab=` and `?bis=`."""
    enforce(is_coordinator, request.user)
    office = get_object_or_404(YouthWelfareOffice, key=request.GET.get(OFFICE_PARAM, ""))
    enforce(can_change_rota, request.user, office)
    initial = {"starts_on": request.GET.get("ab", ""), "ends_on": request.GET.get("bis", "")}
    return _duty_form(request, ExpertDuty(youth_welfare_office=office), initial)


@never_cache
def duty_update(request, pk):
    """Another expert or other days."""
    duty = _duty(request, pk)
    return _duty_form(request, duty, {"expert": duty.expert, "starts_on": duty.starts_on, "ends_on": duty.ends_on})


@never_cache
def duty_delete(request, pk):
    """Asks, then takes the duty off the rota."""
    duty = _duty(request, pk)
    if request.method == "POST":
        delete_duty(duty=duty, by=request.user)
        messages.success(request, _("Der Dienst ist gelöscht. Die Tage sind jetzt frei."))
        return redirect("experts:duty-list")
    return render(request, "members/experts/duty_delete.html", {"duty": duty, "is_internal": True})


def _duty_form(request, duty, initial):
    form = DutyForm(request.POST or None, initial=initial, office=duty.youth_welfare_office)
    if form.is_valid():
        try:
            save_duty(duty=duty, **form.cleaned_data, by=request.user)
        except DutyOverlaps as overlap:
            form.show_overlap(overlap.duty)
        else:
            messages.success(request, _("Der Dienst ist gespeichert."))
            return redirect("experts:duty-list")
    return render(request, "members/experts/duty_form.html", {"duty": duty, "form": form, "is_internal": True})


def _duty(request, pk):
    """A duty one may change."""
    enforce(is_coordinator, request.user)
    duties = ExpertDuty.objects.select_related("expert__person", "youth_welfare_office")
    duty = get_object_or_404(duties, pk=pk)
    enforce(can_change_rota, request.user, duty.youth_welfare_office)
    return duty
