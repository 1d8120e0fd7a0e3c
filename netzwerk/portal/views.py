"""The network as a whole, what one sees after sign-in, and the way out."""

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from netzwerk.pagecache import public_page


@public_page
def network(request):
    """What the network is and who takes part (§ 9 Abs. 3 Satz 4 Landeskinderschutzgesetz NRW)."""
    return render(request, "portal/network.html")


def overview(request):
    """Where one lands after sign-in."""
    return render(request, "portal/overview.html", {"is_internal": True})


@login_not_required
@never_cache
def leave(request):
    """„Seite schnell verlassen“: ends the session, asks the browser to forget this site, opens a neutral page."""
    logout(request)
    response = HttpResponseRedirect(settings.EXIT_URL)
    response["Clear-Site-Data"] = '"cache", "storage"'
    response.delete_cookie(settings.SESSION_COOKIE_NAME)
    return response
