"""Seats as coordinators give, change, end and resume them."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from members.memberships.actions import (
    SeatRefused,
    change_membership,
    create_membership,
    end_membership,
    restore_membership,
)
from members.memberships.forms import MembershipEndForm, MembershipForm
from members.models import Membership, Organisation, Person
from members.open_matters import open_matters_of
from members.permissions import can_change_membership, is_coordinator
from netzwerk.permissions import enforce
from netzwerk.versions import Outdated

FOUND = 20


@never_cache
def membership_create(request):
    """Gives a seat; first one chooses the person and the organisation, whichever the address does not name."""
    enforce(is_coordinator, request.user)
    person = _chosen(request, "person", Person.objects.visible_to(request.user))
    organisation = _chosen(request, "einrichtung", Organisation.objects.select_related("youth_welfare_office"))
    if person is None or organisation is None:
        return _choose(request, person, organisation)
    membership = Membership(person=person, organisation=organisation)
    enforce(can_change_membership, request.user, membership)
    form = MembershipForm(request.POST or None, instance=membership)
    if form.is_valid():
        values = {"person": person, "organisation": organisation, "values": form.values}
        if _done(form, lambda: create_membership(**values, by=request.user)):
            messages.success(request, _("Der Sitz ist vergeben."))
            return redirect(person)
    context = {"form": form, "person": person, "organisation": organisation, "membership": None, "is_internal": True}
    return render(request, "members/memberships/membership_form.html", context)


@never_cache
def membership_update(request, pk):
    """Changes a seat that is not ended; whoever saves second is shown both versions."""
    membership = _membership(request, pk)
    if membership.end:
        messages.info(request, _("Dieser Sitz ist beendet. Nehmen Sie das Ende zurück, um ihn zu ändern."))
        return redirect(membership.person)
    form = MembershipForm(request.POST or None, instance=membership)
    if form.is_valid():
        change = {"membership": membership, "values": form.values, "version": form.cleaned_data["version"]}
        try:
            is_saved = _done(form, lambda: change_membership(**change, by=request.user))
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record, back=membership.person.get_absolute_url())
        if is_saved:
            messages.success(request, _("Der Sitz ist gespeichert."))
            return redirect(membership.person)
    context = {
        "form": form,
        "person": membership.person,
        "organisation": membership.organisation,
        "membership": membership,
        "is_internal": True,
    }
    return render(request, "members/memberships/membership_form.html", context)


@never_cache
def membership_end(request, pk):
    """Shows what the seat leaves open, asks who takes it over, then ends it."""
    membership = _membership(request, pk)
    if membership.end:
        messages.info(request, _("Dieser Sitz ist schon beendet."))
        return redirect(membership.person)
    wanted = request.GET.get("suche", "").strip()
    people = _people(request.user, wanted) if wanted else []
    form = MembershipEndForm(request.POST or None, membership=membership, people=people)
    if form.is_valid() and _done(form, lambda: _end(membership, form, request.user)):
        messages.success(request, _("Der Sitz ist beendet."))
        return redirect(membership.person)
    context = {
        "form": form,
        "membership": membership,
        "matters": open_matters_of(membership),
        "wanted": wanted,
        "people": people,
        "is_internal": True,
    }
    return render(request, "members/memberships/membership_end.html", context)


@never_cache
def membership_restore(request, pk):
    """Asks, then takes a wrongly ended seat back."""
    membership = _membership(request, pk)
    if request.method == "POST":
        try:
            restore_membership(membership=membership, by=request.user)
        except SeatRefused as refusal:
            messages.error(request, refusal.text)
        else:
            messages.success(request, _("Das Ende ist zurückgenommen. Der Sitz gilt wieder."))
        return redirect(membership.person)
    context = {"membership": membership, "is_internal": True}
    return render(request, "members/memberships/membership_restore.html", context)


def _membership(request, pk):
    """A seat whose person one may know of; 403 where another coordination decides."""
    enforce(is_coordinator, request.user)
    seats = Membership.objects.select_related("person", "organisation__youth_welfare_office", "successor__person")
    membership = get_object_or_404(seats.filter(person__in=Person.objects.visible_to(request.user)), pk=pk)
    enforce(can_change_membership, request.user, membership)
    return membership


def _chosen(request, name, rows):
    """The row the address names, None if it names none."""
    key = request.GET.get(name, "")
    return get_object_or_404(rows, pk=int(key)) if key.isascii() and key.isdigit() and len(key) < 19 else None


def _choose(request, person, organisation):
    """Searches for the person, or for an organisation of one's own Jugendamt."""
    wanted = request.GET.get("suche", "").strip()
    find = _people if person is None else _organisations
    context = {
        "person": person,
        "organisation": organisation,
        "wanted": wanted,
        "rows": find(request.user, wanted) if wanted else [],
        "is_internal": True,
    }
    return render(request, "members/memberships/membership_choose.html", context)


def _people(user, wanted):
    """People by name, each with `seat_at`: where they sit today, to tell two of one name apart."""
    seats = Membership.objects.current().filter(person=OuterRef("pk")).order_by("pk")
    people = Person.objects.visible_to(user).named_like(wanted).order_by("sort_name", "pk")
    return list(people.annotate(seat_at=Subquery(seats.values("organisation__name")[:1]))[:FOUND])


def _organisations(user, wanted):
    found = Organisation.objects.coordinated_by(user).active().named_like(wanted)
    return list(found.order_by("sort_name", "pk")[:FOUND])


def _end(membership, form, user):
    end_membership(membership=membership, **form.choice, by=user)
    return True


def _done(form, action):
    """What `action()` returns, or None with the refusal at its field."""
    try:
        return action()
    except SeatRefused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.text)
    except IntegrityError as error:
        form.add_database_error(error, Membership)
    return None
