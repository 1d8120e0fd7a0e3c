"""People as coordinators see and change them."""

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import OuterRef, Subquery
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from members.enums import Visibility
from members.history import history_of
from members.models import CONTACT_FIELDS, Invitation, Person
from members.people import listing
from members.people.actions import PersonInUse, change_person, create_person, delete_person, is_deletable
from members.people.forms import PersonFilterForm, PersonForm
from members.people.mails import undelivered_to
from members.permissions import can_change_membership, can_change_person, is_coordinator
from members.visibility import level_of, seen
from netzwerk.keyset import keyset_page
from netzwerk.permissions import enforce
from netzwerk.usage import relations_of, usages_of
from netzwerk.versions import Outdated


@never_cache
def person_list(request):
    """All people one may know of, by name."""
    enforce(is_coordinator, request.user)
    form = PersonFilterForm(request.GET)
    form.is_valid()
    people = listing.listed_people(request.user, form.cleaned_data)
    page = keyset_page(people, order=listing.ORDER, params=request.GET)
    context = {"form": form, "page": page, "is_filtered": any(form.cleaned_data.values()), "is_internal": True}
    return render(request, "members/people/person_list.html", context)


@never_cache
def person_detail(request, pk):
    """One person: contact data as far as shared, seats, absences, access, log."""
    person = _person(request, pk)
    can_change = can_change_person(request.user, person)
    seats = list(person.memberships.all())
    context = {
        "person": person,
        "contacts": _contacts(person, level_of(request.user, person), can_change),
        "current_seats": [_seat(request.user, seat) for seat in seats if seat.is_current],
        "other_seats": [_seat(request.user, seat) for seat in seats if not seat.is_current],
        "can_change": can_change,
        "is_internal": True,
    }
    return render(
        request, "members/people/person_detail.html", context | (_inside(person, seats) if can_change else {})
    )


@never_cache
def person_create(request):
    """Enters a person; `?einrichtung=` goes on to the seat there."""
    enforce(is_coordinator, request.user)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        person = _saved(form, lambda: create_person(values=form.values, by=request.user))
        if person:
            messages.success(request, _("Die Person ist angelegt."))
            return _after_creation(request, person)
    context = {"form": form, "person": None, "usages": [], "is_internal": True}
    return render(request, "members/people/person_form.html", context)


@never_cache
def person_update(request, pk):
    """Changes a person; whoever saves second is shown both versions."""
    person = _person(request, pk)
    enforce(can_change_person, request.user, person)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            saved = _saved(
                form, lambda: change_person(person=person, values=form.values, version=version, by=request.user)
            )
        except Outdated as outdated:
            return conflict_page(request, form, outdated.record)
        if saved:
            messages.success(request, _("Die Angaben sind gespeichert."))
            return redirect(saved)
    context = {"form": form, "person": person, "usages": usages_of(person), "is_internal": True}
    return render(request, "members/people/person_form.html", context)


@never_cache
def person_delete(request, pk):
    """Shows where the person is used, asks, then deletes; with a seat's history it explains why not."""
    person = _person(request, pk)
    enforce(can_change_person, request.user, person)
    if request.method == "POST":
        try:
            delete_person(person=person, by=request.user)
        except PersonInUse:
            messages.error(request, _("Die Person wird noch gebraucht und bleibt."))
            return redirect(person)
        messages.success(request, _("Die Person ist gelöscht."))
        return redirect("members:person-list")
    context = {
        "person": person,
        "is_deletable": is_deletable(person),
        "usages": usages_of(person) + relations_of(person),
        "is_internal": True,
    }
    return render(request, "members/people/person_delete.html", context)


def _person(request, pk):
    """With `invited_at` and `invited_until` of an open invitation."""
    enforce(is_coordinator, request.user)
    invitation = Invitation.objects.open().filter(person=OuterRef("pk"))
    people = Person.objects.visible_to(request.user).with_seats().select_related("user")
    people = people.annotate(
        invited_at=Subquery(invitation.values("sent_at")), invited_until=Subquery(invitation.values("expires_at"))
    )
    return get_object_or_404(people, pk=pk)


def _after_creation(request, person):
    organisation = request.GET.get("einrichtung", "")
    if not organisation.isdigit():
        return redirect(person)
    return redirect(reverse("members:membership-create", query={"person": person.pk, "einrichtung": organisation}))


def _saved(form, action):
    """What `action()` saves, or None with the error at its field."""
    try:
        return action()
    except IntegrityError as error:
        form.add_database_error(error, Person)
        return None


def _contacts(person, level, can_change):
    """Label, value and, for those who may change it, who else sees it."""
    return [
        {
            "name": field,
            "label": Person._meta.get_field(field).verbose_name,
            "value": value,
            "shown_to": Visibility(getattr(person, f"{field}_visibility")).label if can_change else "",
        }
        for field in CONTACT_FIELDS
        if (value := seen(person, field, level))
    ]


def _seat(user, seat):
    return {"seat": seat, "can_change": can_change_membership(user, seat)}


def _inside(person, seats):
    """What only those see who may change the person."""
    return {
        "absences": person.absences.all(),
        "undelivered": undelivered_to(person),
        "history": history_of(person, *seats),
    }
