"""The organisations of the directory."""

from members.directory.people import people_for
from members.models import Membership, Organisation


def organisations_matching(filters):
    """Those that take part and fit all of `filters` (cleaned data of OrganisationFilterForm)."""
    found = Organisation.objects.active().named_like(filters.get("name", "")).defer("search_words")
    if filters.get("group"):
        found = found.filter(actor_category=filters["group"])
    if filters.get("office"):
        found = found.filter(youth_welfare_office=filters["office"].key)
    if filters.get("town"):
        found = found.filter(municipality=filters["town"])
    return found.select_related("actor_category", "youth_welfare_office", "municipality")


def seats_of(organisation, user):
    """The current Memberships of `organisation` whose people `user` may see, holders first."""
    seats = Membership.objects.current().filter(organisation=organisation, person__in=people_for(user).values("pk"))
    return seats.select_related("person").order_by("-kind", "person__sort_name", "pk")
