"""Absences: one's own, and those coordinators enter for others."""

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.absences.actions import AbsenceOverlaps, add_absence, delete_absence
from members.absences.forms import AbsenceForm
from members.models import Absence, Membership, Person
from members.permissions import can_change_person, is_coordinator
from netzwerk.permissions import enforce


@never_cache
def own_absence_list(request):
    """One's own absences: see, enter, and who receives the mails instead."""
    person = get_object_or_404(Person, user=request.user)
    return _absences(request, person, own=True)


@never_cache
def own_absence_delete(request, pk):
    """Asks, then deletes one's own absence."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=pk, person__user=request.user)
    return _delete(request, absence, back=redirect("members:own-absence-list"))


@never_cache
def absence_list(request, pk):
    """Somebody's absences, entered by the coordination."""
    enforce(is_coordinator, request.user)
    person = get_object_or_404(Person.objects.visible_to(request.user).with_seats(), pk=pk)
    enforce(can_change_person, request.user, person)
    return _absences(request, person, own=False)


@never_cache
def absence_delete(request, pk):
    """Asks, then deletes somebody's absence."""
    enforce(is_coordinator, request.user)
    absence = get_object_or_404(
        Absence.objects.select_related("person").filter(person__in=Person.objects.visible_to(request.user)), pk=pk
    )
    enforce(can_change_person, request.user, absence.person)
    return _delete(request, absence, back=redirect("members:absence-list", absence.person_id))


def _absences(request, person, *, own):
    form = AbsenceForm(request.POST or None)
    if form.is_valid() and _add(form, person, request.user):
        messages.success(request, _("Die Abwesenheit ist eingetragen."))
        return redirect(request.path)
    absences = person.absences.all()
    today = timezone.localdate()
    context = {
        "form": form,
        "person": person,
        "own": own,
        "absences": [absence for absence in absences if absence.ends_on >= today],
        "past": [absence for absence in absences if absence.ends_on < today],
        "stand_ins": stand_ins_of(person),
        "is_internal": True,
    }
    return render(request, "members/absences/absence_list.html", context)


def stand_ins_of(person):
    """For each current seat: {organisation, deputies: people who receive the mails instead}; one query."""
    related = Membership.objects.current().filter(Q(person=person) | Q(deputy_of__person=person))
    rows = list(related.select_related("person", "organisation"))
    return [
        {"organisation": seat.organisation, "deputies": [row.person for row in rows if row.deputy_of_id == seat.pk]}
        for seat in rows
        if seat.person_id == person.pk
    ]


def _add(form, person, user):
    try:
        return add_absence(person=person, **form.cleaned_data, by=user)
    except AbsenceOverlaps as overlap:
        form.add_error("starts_on", overlap.text)
        return None


def _delete(request, absence, *, back):
    if request.method == "POST":
        delete_absence(absence=absence, by=request.user)
        messages.success(request, _("Die Abwesenheit ist gelöscht."))
        return back
    context = {"absence": absence, "back": back.url, "is_internal": True}
    return render(request, "members/absences/absence_delete.html", context)
