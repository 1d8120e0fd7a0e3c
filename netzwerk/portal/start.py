"""The start page: choose your profession, or call."""

from django.db.models import Count
from django.shortcuts import render

from members.models import ActorCategory, Organisation
from netzwerk.pagecache import kept, public_page
from reporting_paths.contacts.models import Helpline
from reporting_paths.paths.models import ReportingPath
from trainings.offers.listing import next_offers

HELPLINES_SHOWN = 3
FACTS_SHOWN = 5
OFFERS_SHOWN = 3


@public_page
def home(request):
    """„Was tun bei Verdacht?“ by profession, emergency numbers, helplines, next trainings, who takes part."""
    return render(request, "portal/home.html", kept(request, "start page", _contents))


def _contents():
    """What the start page shows, in six queries."""
    categories = ActorCategory.objects.annotate(count=Count("organisations")).exclude(count=0)
    named = sorted(categories.filter(is_statutory=True), key=lambda category: -category.count)
    return {
        "tiles": list(ReportingPath.objects.filter(is_tile=True)),
        "helplines": list(Helpline.objects.exclude(phone="")[:HELPLINES_SHOWN]),
        "organisation_count": Organisation.objects.count(),
        "offers": next_offers(OFFERS_SHOWN),
        "facts": [{"count": each.count, "label": each.short_title} for each in named[:FACTS_SHOWN]],
    }
