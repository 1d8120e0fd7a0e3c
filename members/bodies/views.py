"""Bodies: the list for members, and who sits where for those who may change it."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from members.bodies.actions import add_seat, remove_seat, save_body, set_chair
from members.bodies.forms import BodyForm
from members.models import Body, BodySeat, Membership, Person
from members.permissions import can_change_body, can_see_network, is_coordinator
from netzwerk.permissions import enforce

FOUND_AT_MOST = 20


@never_cache
def body_list(request):
    """The bodies at work, then those that ended."""
    enforce(can_see_network, request.user)
    seated = Count("seats", filter=Q(seats__membership__in=Membership.objects.current()))
    bodies = Body.objects.select_related("youth_welfare_office").annotate(members=seated)
    context = {
        "groups": [
            (_("Zurzeit an der Arbeit"), bodies.filter(ended_on=None)),
            (_("Beendet"), bodies.exclude(ended_on=None)),
        ],
        "can_create": is_coordinator(request.user),
        "is_internal": True,
    }
    return render(request, "members/bodies/body_list.html", context)


@never_cache
def body_detail(request, pk):
    """Task and members of a body; `?suche=` finds members to add for those who may."""
    body = _body(request, pk)
    seats = body.seats.filter(membership__in=Membership.objects.current())
    visible = Person.objects.visible_to(request.user)
    can_change = can_change_body(request.user, body)
    wanted = request.GET.get("suche", "").strip()[:80]
    context = {
        "body": body,
        "seats": seats.filter(membership__person__in=visible)
        .select_related("membership__person", "membership__organisation")
        .order_by("-is_chair", "membership__person__last_name", "membership__person__first_name", "pk"),
        "can_change": can_change,
        "wanted": wanted,
        "found": _seats_to_add(body, visible, wanted) if can_change and wanted else [],
        "is_internal": True,
    }
    return render(request, "members/bodies/body_detail.html", context)


@never_cache
def body_create(request):
    """A new body."""
    enforce(is_coordinator, request.user)
    return _edit(request, None)


@never_cache
def body_update(request, pk):
    """Changes a body."""
    body = _body(request, pk)
    enforce(can_change_body, request.user, body)
    return _edit(request, body)


@never_cache
@require_POST
def seat_add(request, pk):
    """Adds the membership `sitz`."""
    body = _body(request, pk)
    enforce(can_change_body, request.user, body)
    key = request.POST.get("sitz", "")
    seats = Membership.objects.current().filter(person__in=Person.objects.visible_to(request.user))
    membership = get_object_or_404(seats, pk=int(key) if key.isdecimal() and len(key) < 19 else 0)
    add_seat(body=body, membership=membership, by=request.user)
    messages.success(request, _("%(name)s gehört jetzt zum Gremium.") % {"name": membership.person})
    return redirect(body)


@never_cache
@require_POST
def seat_change(request, pk, seat):
    """Gives or takes the lead, or removes the member, as the button says."""
    body = _body(request, pk)
    enforce(can_change_body, request.user, body)
    seat = get_object_or_404(BodySeat.objects.select_related("body", "membership__person"), pk=seat, body=body)
    if "entfernen" in request.POST:
        remove_seat(seat=seat, by=request.user)
        messages.success(request, _("%(name)s gehört nicht mehr zum Gremium.") % {"name": seat.membership.person})
    elif "leitung" in request.POST:
        set_chair(seat=seat, is_chair=request.POST["leitung"] == "ja", by=request.user)
        messages.success(request, _("Die Leitung ist geändert."))
    return redirect(body)


def _body(request, pk):
    enforce(can_see_network, request.user)
    return get_object_or_404(Body.objects.select_related("youth_welfare_office"), pk=pk)


def _edit(request, body):
    form = BodyForm(request.POST or None, instance=body, user=request.user)
    if form.is_valid():
        saved = save_body(body=body, values=form.cleaned_data, by=request.user)
        messages.success(request, _("Das Gremium ist gespeichert."))
        return redirect(saved)
    return render(request, "members/bodies/body_form.html", {"form": form, "body": body, "is_internal": True})


def _seats_to_add(body, visible, wanted):
    """Current seats of people named like `wanted` that are not in `body`, FOUND_AT_MOST of them."""
    seats = Membership.objects.current().filter(person__in=visible.named_like(wanted)).exclude(body_seats__body=body)
    return seats.select_related("person", "organisation").order_by("person__last_name", "pk")[:FOUND_AT_MOST]
