"""Insoweit erfahrene Fachkräfte beside the numbers of their Jugendamt (§ 8b Abs. 1 SGB VIII, § 4 Abs. 2 KKG)."""

from django.shortcuts import render
from django.utils import timezone

from members.experts.reading import expert_book
from netzwerk.pagecache import public_page
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.expert_filter import FIELD_PARAM, NOW_PARAM, TOWN_PARAM, ExpertFilterForm
from reporting_paths.contacts.reading import all_helplines, all_towns, contact_book, reachable_now
from reporting_paths.contacts.views import by_office


@public_page(params=(TOWN_PARAM, FIELD_PARAM, NOW_PARAM))
def expert_list(request):
    """Experts by town, field and „now“, then where one asks in each Jugendamt; members see more than the public."""
    moment = timezone.now()
    form = ExpertFilterForm(request.GET)
    chosen = form.chosen()
    experts, contacts = expert_book(request), contact_book(request)
    cards = chosen.of_cards(experts.cards(request.user, moment, town=chosen.town))
    context = {
        "form": form,
        "chosen": chosen,
        "cards": cards,
        "offices": [(office, found) for office, found in by_office(request, Kind.INSOFA) if chosen.is_near(office)],
        "common": [each for each in contacts.of_kind(Kind.INSOFA) if each.youth_welfare_office_id is None],
        "helplines": [line for line in all_helplines(request) if line.for_professionals],
    }
    response = render(request, "contacts/expert_list.html", context)
    response.valid_until = moment if form.errors else experts.valid_until(moment)
    return response


@public_page(params=(TOWN_PARAM,))
def advice_sent(request):
    """What happens after a request for advice, and whom to call if it cannot wait."""
    slug = request.GET.get(TOWN_PARAM, "")
    town = next((town for town in all_towns(request) if town.slug == slug and town.is_covered), None)
    answer = reachable_now(request, town, contact_book(request)) if town else None
    response = render(request, "contacts/advice_sent.html", {"town": town, "reachability": answer})
    if answer is not None:
        response.valid_until = answer.valid_until
    elif slug:
        response.valid_until = timezone.now()  # there is no end of wrong names
    return response
