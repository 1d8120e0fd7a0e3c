"""What the pages of organisations show."""

from django.db.models import Count, Exists, OuterRef, Subquery

from members.enums import MembershipKind
from members.models import Membership, Organisation, Person

ORDER = ("sort_name", "pk")


def listed_organisations(wanted):
    """Organisations filtered by `wanted` (the form's cleaned data), each with `has_holder` and `seat_count`."""
    found = Organisation.objects.named_like(wanted.get("suche", ""))
    if wanted.get("gruppe"):
        found = found.filter(actor_category=wanted["gruppe"])
    if wanted.get("jugendamt"):
        found = found.filter(youth_welfare_office=wanted["jugendamt"])
    seats = Membership.objects.current().filter(organisation=OuterRef("pk"))
    holders = Exists(seats.filter(kind=MembershipKind.HOLDER))
    found = found.exclude(closed_on=None) if wanted.get("stand") == "beendet" else found.active()
    if wanted.get("stand") == "unbesetzt":
        found = found.filter(~holders)
    count = seats.order_by().values("organisation").annotate(n=Count("pk")).values("n")
    found = found.annotate(has_holder=holders, seat_count=Subquery(count))
    return found.select_related("actor_category", "youth_welfare_office").defer("search_words")


def seats_of(organisation, user):
    """Its seats with `shown_name`, "" where `user` may not know the name: {"current": by kind, "former": list}."""
    seats = list(organisation.memberships.select_related("person", "deputy_of__person").order_by("-since_on", "pk"))
    people = Person.objects.filter(memberships__organisation=organisation)
    seen = set(people.visible_to(user).values_list("pk", flat=True))
    for seat in seats:
        seat.shown_name = seat.person.full_name if seat.person_id in seen else ""
    current = [seat for seat in seats if seat.is_current]
    return {
        "current": [(kind.label, [seat for seat in current if seat.kind == kind]) for kind in MembershipKind],
        "former": [seat for seat in seats if not seat.is_current],
    }


def vacancies(seats):
    """German names of what nobody holds: the holder's place, and a deputy's that was left vacant."""
    held = {label for label, found in seats["current"] if found}
    left = {seat.kind for seat in seats["former"] if seat.end == "vacant"}
    missing = {MembershipKind.HOLDER} | (left & {MembershipKind.DEPUTY})
    return [kind.label for kind in MembershipKind if kind in missing and kind.label not in held]
