"""Coverage for coordinators: who represents which group where, what is missing, and what stands behind each cell."""

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from members.coverage import registry
from members.coverage.matrix import WHOLE_NETWORK, Column, Matrix
from members.coverage.picture import Picture
from members.models import ActorCategory, Membership, Organisation, Person
from members.permissions import coordinates, is_coordinator
from netzwerk.keyset import keyset_page
from netzwerk.models import YouthWelfareOffice
from netzwerk.permissions import enforce


@never_cache
def coverage(request):
    """Actor categories × Jugendämter as picture and table, gaps first."""
    enforce(is_coordinator, request.user)
    matrix = Matrix(request.user)
    context = {
        "is_internal": True,
        "matrix": matrix,
        "picture": Picture(matrix),
        "knows_attendance": registry.is_known(),
    }
    return render(request, "coverage/coverage.html", context)


@never_cache
def coverage_cell(request, code, key):
    """The organisations of one group in one Jugendamt (or of the whole network) with the people behind them."""
    enforce(is_coordinator, request.user)
    category = get_object_or_404(ActorCategory, code=code, is_active=True)
    column = _column(key)
    found = Organisation.objects.active().filter(actor_category=category, youth_welfare_office=column.pk)
    found = found.prefetch_related(Prefetch("memberships", _seats(request.user), to_attr="shown_seats"))
    page = keyset_page(found, order=("sort_name", "pk"), params=request.GET)
    own = coordinates(request.user, column.office)
    attended = registry.last_attended([row.pk for row in page.rows]) if own else {}
    for organisation in page.rows:
        organisation.last_attended = attended.get(organisation.pk)
    context = {
        "is_internal": True,
        "category": category,
        "column": column,
        "page": page,
        "may_create": own,
        "knows_attendance": own and registry.is_known(),
        "whole_network": WHOLE_NETWORK,
    }
    return render(request, "coverage/coverage_cell.html", context)


def _column(key):
    if key == WHOLE_NETWORK:
        return Column(None)
    office = YouthWelfareOffice.objects.filter(key=key).first()
    if office is None:
        raise Http404
    return Column(office)


def _seats(user):
    """Current Memberships, holders first; `is_seen` says whether `user` may know the name."""
    seen = Person.objects.visible_to(user).filter(pk=OuterRef("person"))
    seats = Membership.objects.current().representing().annotate(is_seen=Exists(seen)).select_related("person")
    return seats.order_by("-kind", "person__sort_name", "pk")
