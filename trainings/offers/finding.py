"""The offer that an address names, for whoever may see it, and their own registrations for it."""

from django.db.models import BigIntegerField, TextField
from django.http import Http404
from django.shortcuts import get_object_or_404

from netzwerk.models import Municipality
from netzwerk.pagecache import kept
from netzwerk.prepared import Prepared, Slot, columns, from_row
from trainings.models import Registration, TrainingEvent
from trainings.offers.listing import NOT_IN_LISTS, with_list_details, with_page_details

OFFER = columns(TrainingEvent, *NOT_IN_LISTS)
TOWN = columns(Municipality)
REGISTRATION = columns(Registration)
DETAILS = ["session_count", "group_names", "group_ids"]


def find_event(request, slug):
    """The offer of that address with what its page shows; raises Http404."""

    def load():
        return get_object_or_404(with_page_details(TrainingEvent.objects.public()), slug=slug)

    return _kept_or_draft(request, "offer", slug, load, with_page_details)


def find_for_sign_up(request, slug):
    """The offer of that address with what the forms show of it; raises Http404."""
    return _kept_or_draft(request, "offer to sign up for", slug, lambda: _public_offer(slug), with_list_details)


def _kept_or_draft(request, name, slug, load, fetch):
    """What is public is kept for everybody; a draft is only for whoever plans it, so it never is."""
    try:
        return kept(request, f"{name}: {slug}", load)
    except Http404:
        return get_object_or_404(fetch(TrainingEvent.objects.visible_to(request.user)), slug=slug)


@Prepared
def _public_offers():
    """OFFER, TOWN and DETAILS of the public offer at the address `slug`."""
    offers = with_list_details(TrainingEvent.objects.public()).filter(slug=Slot("slug", TextField()))
    return offers.order_by().values_list(*OFFER, *(f"municipality__{name}" for name in TOWN), *DETAILS)


def _public_offer(slug):
    """As `with_list_details` fetches it; every sign-up drops what is kept, so it is asked for again and again."""
    for row in _public_offers(slug=slug):
        event = from_row(TrainingEvent, OFFER, row[: len(OFFER)])
        town = row[len(OFFER) : -len(DETAILS)]
        event.municipality = from_row(Municipality, TOWN, town) if event.municipality_id else None
        for name, value in zip(DETAILS, row[-len(DETAILS) :], strict=True):
            setattr(event, name, value)
        return event
    raise Http404


@Prepared
def _own_live():
    """REGISTRATION of the live ones of `reader` for `event`, by number."""
    reader, event = Slot("reader", BigIntegerField()), Slot("event", BigIntegerField())
    return Registration.objects.of_user(reader).live().filter(event=event).values_list(*REGISTRATION)


def own_registrations(user, event):
    """The live ones of `user` for `event`."""
    if not user.is_authenticated:
        return []
    rows = [from_row(Registration, REGISTRATION, row) for row in _own_live(reader=user.pk, event=event.pk)]
    for row in rows:
        row.event = event
    return rows
