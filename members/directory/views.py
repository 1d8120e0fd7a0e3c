"""The directory for members: people and organisations to look up."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from members.directory.cards import CONTENT_TYPE, card_of
from members.directory.forms import OrganisationFilterForm, PersonFilterForm, filter_choices
from members.directory.organisations import organisations_matching, seats_of
from members.directory.people import (
    BY_NAME,
    COUNTED,
    asked_for,
    entries_for,
    first_keys,
    order_for,
    people_for,
    person_seats,
)
from members.directory.permissions import can_export_people
from members.directory.rows import list_rows
from members.models import Organisation
from members.permissions import can_see_network, coordinates
from members.visibility import level_of_organisation, seen
from netzwerk.keyset import first_page, keyset_page
from netzwerk.permissions import enforce

PAGE_SIZE = 25
PART = "fetch"  # X-Requested-With of the script that asks for the list alone while somebody types


@never_cache
def person_list(request):
    """Everybody with a seat whom the reader may see, by name."""
    enforce(can_see_network, request.user)
    form = PersonFilterForm(request.GET, choices=filter_choices(request))
    page = _page(request, form)
    context = {
        "is_internal": True,
        "form": form,
        "page": page,
        "rows": list_rows(entries_for(request.user, [person.pk for person in page.rows])),
        "is_filtered": bool(form.query),
        "may_export": can_export_people(request.user),
    }
    return render(request, _template(request, "person"), context)


@never_cache
def organisation_list(request):
    """Every organisation that takes part, by name."""
    enforce(can_see_network, request.user)
    form = OrganisationFilterForm(request.GET, choices=filter_choices(request))
    found = organisations_matching(form.filters)
    page = keyset_page(found, order=BY_NAME, params=request.GET, size=PAGE_SIZE, counted=COUNTED)
    context = {"is_internal": True, "form": form, "page": page, "is_filtered": bool(form.query)}
    return render(request, _template(request, "organisation"), context)


@never_cache
def person_detail(request, pk):
    """One person as the reader may see them; a field that is not for them is not in the page."""
    enforce(can_see_network, request.user)
    entry = _entry_or_404(request.user, pk)
    context = {
        "is_internal": True,
        "entry": entry,
        "seats": person_seats(request.user, entry.person),
        "may_change": entry.is_coordinated,
        "is_self": entry.person.user_id == request.user.pk,
    }
    return render(request, "directory/person_detail.html", context)


@never_cache
def person_card(request, pk):
    """The person's vCard with what the reader sees on the page; single cards are looked up, not exported."""
    enforce(can_see_network, request.user)
    response = HttpResponse(card_of(_entry_or_404(request.user, pk)), content_type=CONTENT_TYPE)
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


def _page(request, form):
    """The KeysetPage of the people that `form` asks for: their keys alone."""
    is_plain = not form.query and not {"vor", "nach"} & request.GET.keys()
    keys = first_keys(request.user) if is_plain else None
    if keys is not None:
        return first_page(keys, size=PAGE_SIZE, counted=COUNTED)
    people = asked_for(request.user, form.filters)
    order = order_for(form.filters)
    return keyset_page(people, order=order, params=request.GET, size=PAGE_SIZE, counted=COUNTED, keys_only=True)


def _entry_or_404(user, pk):
    found = get_object_or_404(people_for(user).only("pk"), pk=pk)
    return entries_for(user, [found.pk])[0]


def _template(request, name):
    is_part = request.headers.get("X-Requested-With") == PART
    return f"directory/partials/{name}_results.html" if is_part else f"directory/{name}_list.html"
