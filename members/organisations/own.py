"""„Meine Einrichtung“: what an organisation's own administrator sees and changes."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from members.memberships.actions import change_membership
from members.memberships.forms import OwnMembershipForm
from members.models import Membership, Organisation
from members.organisations.actions import change_organisation
from members.organisations.forms import OwnOrganisationForm
from members.permissions import administered_organisation_ids, administers_any, can_change_own_organisation
from netzwerk.permissions import enforce
from netzwerk.versions import Outdated


@never_cache
def own_organisation_list(request):
    """The organisations one administers, with their people."""
    enforce(administers_any, request.user)
    seats = Prefetch("memberships", Membership.objects.current().select_related("person"), to_attr="current_seats")
    organisations = _own(request.user).select_related("actor_category").prefetch_related(seats)
    context = {"organisations": organisations, "is_internal": True}
    return render(request, "members/organisations/own_list.html", context)


@never_cache
def own_organisation_update(request, pk):
    """How to reach one's own organisation; group, Jugendamt and name stay with the coordination."""
    organisation = get_object_or_404(_own(request.user), pk=pk)
    enforce(can_change_own_organisation, request.user, organisation)
    form = OwnOrganisationForm(request.POST or None, instance=organisation)
    if form.is_valid():
        values, version = form.values, form.cleaned_data["version"]
        try:
            change_organisation(organisation=organisation, values=values, version=version, by=request.user)
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record, back=_list().url)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return _list()
    context = {"form": form, "heading": organisation.name, "is_internal": True}
    return render(request, "members/organisations/own_form.html", context)


@never_cache
def own_membership_update(request, pk):
    """The function of somebody of one's own organisation."""
    seats = Membership.objects.current().unfinished().select_related("person", "organisation")
    membership = get_object_or_404(seats.filter(organisation__in=_own(request.user)), pk=pk)
    enforce(can_change_own_organisation, request.user, membership.organisation)
    form = OwnMembershipForm(request.POST or None, instance=membership)
    if form.is_valid():
        values, version = form.values, form.cleaned_data["version"]
        try:
            change_membership(membership=membership, values=values, version=version, by=request.user)
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record, back=_list().url)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return _list()
    context = {"form": form, "heading": str(membership.person), "is_internal": True}
    return render(request, "members/organisations/own_form.html", context)


def _own(user):
    """The organisations `user` administers that take part."""
    return Organisation.objects.active().filter(pk__in=administered_organisation_ids(user))


def _list():
    return redirect("members:own-organisation-list")
