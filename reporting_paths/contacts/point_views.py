"""Contact points for coordinators: numbers, hours, closures, and where they are shown."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from members.conflicts import conflict_page
from members.permissions import coordinated_office_ids, is_coordinator, is_network_coordinator
from netzwerk.hour_forms import HoursFormSet, are_valid
from netzwerk.paging import page_of
from netzwerk.permissions import enforce
from netzwerk.usage import usages_of
from netzwerk.versions import Outdated
from reporting_paths.contacts.actions import change_point, create_point, delete_point
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.contacts.permissions import can_change_point
from reporting_paths.contacts.point_forms import ClosureFormSet, NewPointForm, PointForm
from reporting_paths.contacts.reading import contact_book


@never_cache
def point_list(request):
    """The contact points one may change."""
    enforce(is_coordinator, request.user)
    keys = coordinated_office_ids(request.user)
    is_everywhere = is_network_coordinator(request.user)
    points = [
        point for point in contact_book(request).contacts if is_everywhere or point.youth_welfare_office_id in keys
    ]
    context = {"page": page_of(request, points), "new_form": NewPointForm(by=request.user), "is_internal": True}
    return render(request, "contacts/point_list.html", context)


@never_cache
def point_create(request):
    """A new contact point of the kind and the Jugendamt chosen in the list."""
    enforce(is_coordinator, request.user)
    chosen = NewPointForm(request.GET, by=request.user)
    if not chosen.is_valid():
        return redirect("contacts:point-list")
    office = chosen.cleaned_data["amt"]
    point = ContactPoint(kind=chosen.cleaned_data["art"], youth_welfare_office=office)
    enforce(can_change_point, request.user, point)
    forms = _forms(request.POST or None, point)
    if _are_valid(*forms):
        form, hours, closures = forms
        fields = form.values | {"kind": point.kind}
        create_point(office=office, fields=fields, hours=hours.rows, closures=closures.rows, by=request.user)
        messages.success(request, _("Die Stelle ist angelegt."))
        return redirect("contacts:point-list")
    return _page(request, point, forms, usages=[])


@never_cache
def point_update(request, pk):
    """Everything about a contact point, beside the places that show it; whoever saves second sees both versions."""
    point = _point(request, pk)
    usages = usages_of(point)
    forms = _forms(request.POST or None, point)
    if not _are_valid(*forms):
        return _page(request, point, forms, usages=usages)
    form, hours, closures = forms
    changes = {"fields": form.values, "hours": hours.rows, "closures": closures.rows}
    try:
        change_point(point=point, **changes, version=form.cleaned_data["version"], by=request.user)
    except Outdated as outdated:
        stored = _forms(None, outdated.record)[1:]
        return conflict_page(request, form, outdated.record, rows=zip((hours, closures), stored, strict=True))
    messages.success(request, _("Die Stelle ist gespeichert. Alle Seiten zeigen jetzt die neuen Angaben."))
    return redirect("contacts:point-list")


@never_cache
def point_delete(request, pk):
    """Shows what needs the contact point, asks, then deletes it."""
    point = _point(request, pk)
    if request.method == "POST":
        delete_point(point=point, by=request.user)
        messages.success(request, _("Die Stelle ist gelöscht."))
        return redirect("contacts:point-list")
    context = {"point": point, "usages": usages_of(point), "is_internal": True}
    return render(request, "contacts/point_delete.html", context)


def _forms(data, point):
    saved = point.pk is not None
    return (
        PointForm(data, instance=point, office=point.youth_welfare_office),
        HoursFormSet(data, stored=point.weekly_hours.all() if saved else ()),
        ClosureFormSet(data, stored=point.closures.ahead() if saved else ()),
    )


def _are_valid(form, hours, closures):
    """Checks all three, and that nothing is always open and has hours too."""
    if not are_valid(form, hours, closures):
        return False
    if form.cleaned_data["is_always_open"] and hours.rows:
        form.refuse_hours()
    return form.is_valid()


def _page(request, point, forms, *, usages):
    form, hours, closures = forms
    context = {
        "point": point,
        "form": form,
        "hours": hours,
        "closures": closures,
        "usages": usages,
        "is_internal": True,
    }
    return render(request, "contacts/point_form.html", context)


def _point(request, pk):
    """A contact point one may change."""
    enforce(is_coordinator, request.user)
    point = get_object_or_404(ContactPoint.objects.select_related("youth_welfare_office", "fallback"), pk=pk)
    enforce(can_change_point, request.user, point)
    return point
