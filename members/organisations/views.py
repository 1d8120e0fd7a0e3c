"""Organisations as coordinators see and change them."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from members.enums import Visibility
from members.history import history_of
from members.memberships.actions import SeatRefused
from members.models import ActorCategory, Organisation
from members.organisations import listing
from members.organisations.actions import (
    change_organisation,
    close_organisation,
    create_organisation,
    reopen_organisation,
)
from members.organisations.forms import OrganisationCloseForm, OrganisationFilterForm, OrganisationForm
from members.permissions import coordinates, is_coordinator
from members.visibility import seen
from netzwerk.keyset import keyset_page
from netzwerk.models import YouthWelfareOffice
from netzwerk.permissions import enforce
from netzwerk.usage import usages_of
from netzwerk.versions import Outdated


def can_coordinate(user, organisation):
    """Whether `user` coordinates the organisation's Jugendamt."""
    return coordinates(user, organisation.youth_welfare_office)


@never_cache
def organisation_list(request):
    """All organisations by name."""
    enforce(is_coordinator, request.user)
    form = OrganisationFilterForm(request.GET)
    form.is_valid()
    page = keyset_page(listing.listed_organisations(form.cleaned_data), order=listing.ORDER, params=request.GET)
    context = {"form": form, "page": page, "is_filtered": any(form.cleaned_data.values()), "is_internal": True}
    return render(request, "members/organisations/organisation_list.html", context)


@never_cache
def organisation_detail(request, pk):
    """One organisation with its people by seat, what is vacant, and its log."""
    organisation = _organisation(request, pk)
    can_change = can_coordinate(request.user, organisation)
    seats = listing.seats_of(organisation, request.user)
    context = {
        "organisation": organisation,
        "contacts": contacts_of(organisation, Visibility.COORDINATORS if can_change else Visibility.MEMBERS),
        "seats": seats,
        "vacancies": [] if organisation.closed_on else listing.vacancies(seats),
        "can_change": can_change,
        "history": history_of(organisation) if can_change else [],
        "is_internal": True,
    }
    return render(request, "members/organisations/organisation_detail.html", context)


@never_cache
def organisation_create(request):
    """Enters an organisation; its key comes from the name. A gap in the coverage says group and Jugendamt."""
    enforce(is_coordinator, request.user)
    wanted = {
        "actor_category": ActorCategory.objects.filter(code=request.GET.get("gruppe", "")).first(),
        "youth_welfare_office": YouthWelfareOffice.objects.filter(key=request.GET.get("jugendamt", "")).first(),
    }
    form = OrganisationForm(request.POST or None, user=request.user, initial=wanted)
    if form.is_valid():
        organisation = create_organisation(values=form.values, by=request.user)
        messages.success(request, _("Die Einrichtung ist angelegt."))
        return redirect(organisation)
    context = {"form": form, "organisation": None, "usages": [], "is_internal": True}
    return render(request, "members/organisations/organisation_form.html", context)


@never_cache
def organisation_update(request, pk):
    """Changes an organisation; whoever saves second is shown both versions."""
    organisation = _organisation(request, pk)
    enforce(can_coordinate, request.user, organisation)
    form = OrganisationForm(request.POST or None, instance=organisation, user=request.user)
    if form.is_valid():
        values, version = form.values, form.cleaned_data["version"]
        try:
            change_organisation(organisation=organisation, values=values, version=version, by=request.user)
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record)
        messages.success(request, _("Die Angaben sind gespeichert."))
        return redirect(organisation)
    context = {"form": form, "organisation": organisation, "usages": usages_of(organisation), "is_internal": True}
    return render(request, "members/organisations/organisation_form.html", context)


@never_cache
def organisation_close(request, pk):
    """Shows which seats end, asks for the last day, then ends the organisation's part in the network."""
    organisation = _organisation(request, pk)
    enforce(can_coordinate, request.user, organisation)
    form = OrganisationCloseForm(request.POST or None)
    if form.is_valid():
        try:
            close_organisation(organisation=organisation, on=form.cleaned_data["on"], by=request.user)
        except SeatRefused as refusal:
            form.add_error(refusal.field, refusal.text)
        else:
            messages.success(request, _("Die Einrichtung macht nicht mehr mit. Ihre Sitze sind beendet."))
            return redirect(organisation)
    seats = organisation.memberships.unfinished().select_related("person")
    context = {"form": form, "organisation": organisation, "seats": seats, "is_internal": True}
    return render(request, "members/organisations/organisation_close.html", context)


@never_cache
def organisation_reopen(request, pk):
    """Asks, then takes the organisation in again."""
    organisation = _organisation(request, pk)
    enforce(can_coordinate, request.user, organisation)
    if request.method == "POST":
        reopen_organisation(organisation=organisation, by=request.user)
        messages.success(request, _("Die Einrichtung macht wieder mit. Vergeben Sie ihre Sitze neu."))
        return redirect(organisation)
    context = {"organisation": organisation, "is_internal": True}
    return render(request, "members/organisations/organisation_reopen.html", context)


def contacts_of(organisation, level):
    """Label and value of what `level` may see, and who else sees it."""
    return [
        {
            "name": field,
            "label": Organisation._meta.get_field(field).verbose_name,
            "value": value,
            "shown_to": Visibility(getattr(organisation, f"{field}_visibility")).label,
        }
        for field in ("email", "phone")
        if (value := seen(organisation, field, level))
    ]


def _organisation(request, pk):
    enforce(is_coordinator, request.user)
    rows = Organisation.objects.select_related("actor_category", "youth_welfare_office", "municipality")
    return get_object_or_404(rows, pk=pk)
