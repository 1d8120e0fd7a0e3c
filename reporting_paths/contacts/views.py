"""„Wen rufe ich jetzt an?“ by town, coordination offices."""

from django.http import Http404
from django.shortcuts import redirect, render

from netzwerk.pagecache import public_page
from reporting_paths.contacts.emergency import NATIONAL
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.forms import PostalCodeForm
from reporting_paths.contacts.reading import (
    all_helplines,
    all_towns,
    contact_book,
    offices_with_towns,
    reachable_now,
)


@public_page
def help_page(request):
    """Asks for the town; a postal code of one town leads straight there. Answers to a code are not kept: too many."""
    form = PostalCodeForm(request.GET if "plz" in request.GET else None)
    if form.is_bound and form.is_valid() and len(form.found_towns) == 1:
        return redirect(form.found_towns[0])
    context = {
        "form": form,
        "towns": [town for town in all_towns(request) if town.is_covered],
        "found_towns": form.found_towns,
        "helplines": [line for line in all_helplines(request) if not line.for_professionals],
    }
    return render(request, "contacts/help.html", context)


@public_page
def help_town(request, slug):
    """Whom to call now for one town, what comes next, and all hours; valid until the answer changes."""
    town = next((town for town in all_towns(request) if town.slug == slug), None)
    if town is None:
        raise Http404
    book = contact_book(request)
    answer = reachable_now(request, town, book)
    context = {
        "town": town,
        "reachability": answer,
        "contacts": book.chain(town),
        "national_emergency": NATIONAL,
        "experts": book.serving(Kind.INSOFA, town),
        "helplines": all_helplines(request),
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
        "offices": by_office(request, Kind.COORDINATION, Kind.ASD, Kind.ON_CALL, Kind.OTHER),
        "common": [contact for contact in network_wide if contact.kind in kinds],
    }
    return render(request, "contacts/contact_list.html", context)


def by_office(request, *kinds):
    """Pairs (office, its own contacts in the order of `kinds`), all offices."""
    contacts = [contact for kind in kinds for contact in contact_book(request).of_kind(kind)]
    return [
        (office, [contact for contact in contacts if contact.youth_welfare_office_id == office.pk])
        for office in offices_with_towns(request)
    ]
