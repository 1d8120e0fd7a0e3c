"""„Wen rufe ich jetzt an?“ by town, coordination offices."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import public_page
from reporting_paths.contacts.emergency import NATIONAL
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.forms import PostalCodeForm
from reporting_paths.contacts.hours import contact_book, reachable
from reporting_paths.contacts.models import Helpline


@public_page
def help_page(request):
    """Asks for the town; a postal code of one town leads straight there. Answers to a code are not kept: too many."""
    form = PostalCodeForm(request.GET if "plz" in request.GET else None)
    if form.is_bound and form.is_valid() and len(form.found_towns) == 1:
        return redirect(form.found_towns[0])
    context = {
        "form": form,
        "towns": Municipality.objects.covered(),
        "found_towns": form.found_towns,
        "helplines": Helpline.objects.filter(for_professionals=False),
    }
    return render(request, "contacts/help.html", context)


@public_page
def help_town(request, slug):
    """Whom to call now for one town, what comes next, and all hours; valid until the answer changes."""
    town = get_object_or_404(Municipality.objects.select_related("youth_welfare_office"), slug=slug)
    book = contact_book(request)
    answer = reachable(town, timezone.now(), book)
    context = {
        "town": town,
        "reachability": answer,
        "contacts": book.chain(town),
        "national_emergency": NATIONAL,
        "experts": book.serving(Kind.INSOFA, town),
        "helplines": Helpline.objects.all(),
    }
    response = render(request, "contacts/help_town.html", context)
    response.valid_until = answer.valid_until
    return response


@public_page
def contact_list(request):
    """Coordination offices and every Jugendamt with all numbers and hours."""
    book = contact_book(request)
    network_wide = [contact for contact in book.contacts if contact.youth_welfare_office_id is None]
    kinds = (Kind.COORDINATION, Kind.ON_CALL, Kind.OTHER)
    context = {
        "offices": by_office(book, Kind.COORDINATION, Kind.ASD, Kind.ON_CALL, Kind.OTHER),
        "common": [contact for contact in network_wide if contact.kind in kinds],
    }
    return render(request, "contacts/contact_list.html", context)


def by_office(book, *kinds):
    """Pairs (office, its own contacts in the order of `kinds`), all offices."""
    offices = YouthWelfareOffice.objects.prefetch_related("municipalities")
    return [
        (
            office,
            [
                contact
                for kind in kinds
                for contact in book.of_kind(kind)
                if contact.youth_welfare_office_id == office.pk
            ],
        )
        for office in offices
    ]
