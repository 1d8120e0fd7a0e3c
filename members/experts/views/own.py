"""What experts change of their own profile."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.experts.actions.profiles import change_expert
from members.experts.forms.profiles import ReachabilityForm
from members.experts.models import ExpertProfile
from members.experts.views.conflicts import both_versions
from netzwerk.hour_forms import HoursFormSet, are_valid
from netzwerk.versions import Outdated


@never_cache
def own_profile(request):
    """Reachability of the one who reads; others learn who puts them on the list."""
    expert = ExpertProfile.objects.current().filter(person__user=request.user).first()
    if expert is None:
        return render(request, "members/experts/own_none.html", {"is_internal": True})
    form = ReachabilityForm(request.POST or None, instance=expert)
    hours = HoursFormSet(request.POST or None, stored=expert.hours.all())
    if are_valid(form, hours):
        changes = {"fields": form.values, "hours": hours.rows, "version": form.cleaned_data["version"]}
        try:
            change_expert(expert=expert, **changes, by=request.user)
        except Outdated as outdated:
            return both_versions(request, form, hours, outdated.record, back=reverse("experts:own-profile"))
        messages.success(request, _("Ihre Erreichbarkeit ist gespeichert."))
        return redirect("experts:own-profile")
    duties = expert.duties.upcoming().select_related("youth_welfare_office")
    context = {"expert": expert, "form": form, "hours": hours, "duties": duties, "is_internal": True}
    return render(request, "members/experts/own_profile.html", context)
