"""Profiles of experts, for coordinators."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.experts.actions.profiles import change_expert, create_expert, end_expert
from members.experts.forms.profiles import ExpertForm, SeatSearchForm
from members.experts.models import ExpertProfile
from members.experts.permissions import can_change_expert, can_make_expert
from members.experts.views.conflicts import both_versions
from members.models import Membership, Person
from members.permissions import is_coordinator
from netzwerk.hour_forms import HoursFormSet, are_valid
from netzwerk.paging import page_of
from netzwerk.permissions import enforce
from netzwerk.versions import Outdated

SEATS_SHOWN = 20
SEAT_PARAM, NAME_PARAM = "sitz", "name"


@never_cache
def expert_list(request):
    """The profiles of the Jugendämter one coordinates, ended ones last."""
    enforce(is_coordinator, request.user)
    page = page_of(request, ExpertProfile.objects.managed_by(request.user).ended_last())
    page.object_list = page.object_list.with_hours_inline()
    seated = set(ExpertProfile.objects.current().values_list("pk", flat=True))
    for expert in page.object_list:
        expert.is_seated, expert.is_pausing = expert.pk in seated, expert.is_paused()
    return render(request, "members/experts/expert_list.html", {"page": page, "is_internal": True})


@never_cache
def expert_create(request):
    """First the person, by name; then what they know and when they answer."""
    enforce(is_coordinator, request.user)
    if SEAT_PARAM not in request.GET:
        return _choose_seat(request)
    seats = Membership.objects.current().select_related("person", "organisation__youth_welfare_office")
    seat = get_object_or_404(seats, pk=_number(request.GET[SEAT_PARAM]))
    enforce(can_make_expert, request.user, seat)
    person, organisation = seat.person, seat.organisation
    expert = ExpertProfile.objects.filter(person=person).first()
    if expert is not None and not expert.is_ended:
        messages.info(request, _("{name} steht schon auf der Liste.").format(name=person))
        return redirect(expert)
    start = ExpertProfile(person=person, youth_welfare_office=organisation.youth_welfare_office, phone=person.phone)
    form = ExpertForm(request.POST or None, instance=start, by=request.user)
    hours = HoursFormSet(request.POST or None)
    if are_valid(form, hours):
        create_expert(person=person, organisation=organisation, fields=form.values, hours=hours.rows, by=request.user)
        messages.success(request, _("{name} steht jetzt auf der Liste.").format(name=person))
        return redirect("experts:expert-list")
    context = {"person": person, "organisation": organisation, "form": form, "hours": hours, "is_internal": True}
    return render(request, "members/experts/expert_form.html", context)


@never_cache
def expert_update(request, pk):
    """Everything about a profile; whoever saves second is shown both versions."""
    expert = _expert(request, pk)
    form = ExpertForm(request.POST or None, instance=expert, by=request.user)
    hours = HoursFormSet(request.POST or None, stored=expert.hours.all())
    if are_valid(form, hours):
        changes = {"fields": form.values, "hours": hours.rows, "version": form.cleaned_data["version"]}
        try:
            change_expert(expert=expert, **changes, by=request.user)
        except Outdated as outdated:
            return both_versions(request, form, hours, outdated.record)
        messages.success(request, _("Das Profil ist gespeichert."))
        return redirect("experts:expert-list")
    context = {
        "expert": expert,
        "person": expert.person,
        "organisation": expert.organisation,
        "form": form,
        "hours": hours,
        "is_internal": True,
    }
    return render(request, "members/experts/expert_form.html", context)


@never_cache
def expert_end(request, pk):
    """Asks, then takes the expert off the list; the duties ahead become gaps."""
    expert = _expert(request, pk)
    if request.method == "POST":
        end_expert(expert=expert, by=request.user)
        messages.success(request, _("{name} steht nicht mehr auf der Liste.").format(name=expert.person))
        return redirect("experts:expert-list")
    duties = expert.duties.upcoming().select_related("youth_welfare_office")
    return render(request, "members/experts/expert_end.html", {"expert": expert, "duties": duties, "is_internal": True})


def _choose_seat(request):
    """Seats whose person has the name, of the organisations one may change."""
    form = SeatSearchForm(request.GET if NAME_PARAM in request.GET else None)
    name = form.cleaned_data["name"].strip() if form.is_bound and form.is_valid() else ""
    seats = []
    if name:
        found = Membership.objects.current().filter(person__in=_named(name))
        found = found.select_related("person", "organisation__youth_welfare_office").order_by("person__last_name", "pk")
        seats = [seat for seat in found[: 5 * SEATS_SHOWN] if can_make_expert(request.user, seat)][:SEATS_SHOWN]
    context = {"form": form, "name": name, "seats": seats, "is_internal": True}
    return render(request, "members/experts/expert_choose.html", context)


def _named(name):
    return Person.objects.named_like(name)


def _number(text):
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _expert(request, pk):
    """A profile one may change, not yet ended."""
    enforce(is_coordinator, request.user)
    experts = ExpertProfile.objects.filter(ended_on=None).select_related(
        "person", "organisation", "youth_welfare_office"
    )
    expert = get_object_or_404(experts, pk=pk)
    enforce(can_change_expert, request.user, expert)
    return expert
