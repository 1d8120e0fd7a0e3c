"""The network as a whole, what one sees after sign-in, and the way out."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Prefetch, Q
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from members.coverage.matrix import Matrix
from members.coverage.picture import Picture
from members.models import ActorCategory, Organisation
from netzwerk.pagecache import kept, public_page
from netzwerk.portal.menus import sections_for
from reporting_paths.contacts.reading import offices_with_towns
from trainings.attendance.unnoted import open_lists
from trainings.counting import year_so_far
from trainings.permissions import can_plan

LISTS_SHOWN = 5


@public_page
def network(request):
    """What the network is, its Jugendämter and what it stands for (§ 9 Abs. 3 Satz 4 Landeskinderschutzgesetz NRW)."""
    context = {"offices": offices_with_towns(request), "counts": kept(request, "network counts", _counts)}
    return render(request, "portal/network.html", context)


def _counts():
    """How many actor categories have somebody, and how many organisations there are."""
    return ActorCategory.objects.aggregate(
        groups=Count("pk", distinct=True, filter=Q(organisations__isnull=False)),
        organisations=Count("organisations", distinct=True),
    )


@public_page
def actors(request):
    """Who takes part, by actor category (§ 9 Abs. 4); groups without anybody say so."""
    organisations = Organisation.objects.active().select_related("youth_welfare_office", "municipality")
    categories = ActorCategory.objects.filter(is_active=True).prefetch_related(
        Prefetch("organisations", queryset=organisations)
    )
    context = {"categories": categories, "picture": Picture(Matrix())}
    return render(request, "portal/actors.html", context)


def overview(request):
    """Where one lands after sign-in."""
    plans = can_plan(request.user)
    lists, is_more = open_lists(request.user, at_most=LISTS_SHOWN) if plans else ([], False)
    context = {
        "is_internal": True,
        "roles": sorted(map(str, request.user.roles)),
        "sections": sections_for(request.user),
        "year": year_so_far(request) if plans else None,
        "open_lists": lists,
        "has_more_lists": is_more,
    }
    return render(request, "portal/overview.html", context)


@login_not_required
@never_cache
def leave(request):
    """„Seite schnell verlassen“: ends the session, asks the browser to forget this site, opens a neutral page."""
    logout(request)
    response = HttpResponseRedirect(settings.EXIT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.SESSION_COOKIE_NAME)
    return response
