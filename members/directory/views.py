"""The directory for members: people and organisations to look up."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from members.directory.cards import CONTENT_TYPE, card_of
from members.directory.forms import OrganisationFilterForm, PersonFilterForm, filter_choices
from members.directory.organisations import organisations_matching, seats_of
from members.directory.people import asked_for, entry_for, people_for, person_seats, with_details
from members.directory.permissions import can_export_people
from members.models import Organisation
from members.permissions import can_see_network, coordinates
from members.visibility import level_of_organisation, seen
from netzwerk.keyset import keyset_page
from netzwerk.permissions import enforce

PAGE_SIZE = 25
COUNTED = 200  # where few of many fit, counting costs more than the page itself
PART = "fetch"  # X-Requested-With of the script that asks for the list alone while somebody types
BY_NAME = ("sort_name", "pk")
FOUND_BY_NAME = ("sort_name__unindexed", "pk")


@never_cache
def person_list(request):
    """Everybody with a seat whom the reader may see, by name."""
    enforce(can_see_network, request.user)
    form = PersonFilterForm(request.GET, choices=filter_choices())
    people = with_details(asked_for(request.user, form.filters))
    order = FOUND_BY_NAME if form.filters.get("name") else BY_NAME
    page = keyset_page(people, order=order, params=request.GET, size=PAGE_SIZE, counted=COUNTED)
    context = {
        "is_internal": True,
        "form": form,
        "page": page,
        "entries": [entry_for(request.user, person) for person in page.rows],
        "is_filtered": bool(form.query),
        "may_export": can_export_people(request.user),
    }
    return render(request, _template(request, "person"), context)


@never_cache
def organisation_list(request):
    """Every organisation that takes part, by name."""
    enforce(can_see_network, request.user)
    form = OrganisationFilterForm(request.GET, choices=filter_choices())
    found = organisations_matching(form.filters)
    page = keyset_page(found, order=BY_NAME, params=request.GET, size=PAGE_SIZE, counted=COUNTED)
    context = {"is_internal": True, "form": form, "page": page, "is_filtered": bool(form.query)}
    return render(request, _template(request, "organisation"), context)


@never_cache
def person_detail(request, pk):
    """One person as the reader may see them; a field that is not for them is not in the page."""
    enforce(can_see_network, request.user)
    person = get_object_or_404(with_details(people_for(request.user)), pk=pk)
    context = {
        "is_internal": True,
        "entry": entry_for(request.user, person),
        "seats": person_seats(request.user, person),
        "may_change": person.is_coordinated,
        "is_self": person.user_id == request.user.pk,
    }
    return render(request, "directory/person_detail.html", context)


@never_cache
def person_card(request, pk):
    """The person's vCard with what the reader sees on the page; single cards are looked up, not exported."""
    enforce(can_see_network, request.user)
    person = get_object_or_404(with_details(people_for(request.user)), pk=pk)
    response = HttpResponse(card_of(entry_for(request.user, person)), content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="visitenkarte.vcf"'
    return response


@never_cache
def organisation_detail(request, pk):
    """One organisation that takes part, with the people who represent it."""
    enforce(can_see_network, request.user)
    found = Organisation.objects.active().select_related("actor_category", "youth_welfare_office", "municipality")
    organisation = get_object_or_404(found, pk=pk)
    level = level_of_organisation(request.user, organisation)
    context = {
        "is_internal": True,
        "organisation": organisation,
        "email": seen(organisation, "email", level),
        "phone": seen(organisation, "phone", level),
        "seats": seats_of(organisation, request.user),
        "may_change": coordinates(request.user, organisation.youth_welfare_office),
    }
    return render(request, "directory/organisation_detail.html", context)


def _template(request, name):
    is_part = request.headers.get("X-Requested-With") == PART
    return f"directory/partials/{name}_results.html" if is_part else f"directory/{name}_list.html"
