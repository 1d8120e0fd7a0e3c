"""What the list of people shows."""

from django.db.models import Exists, OuterRef, Prefetch

from members.models import Invitation, Membership, Organisation, Person

ORDER = ("sort_name", "pk")
FEW = 200


def listed_people(user, wanted):
    """People `user` may see, filtered by `wanted` (PersonFilterForm.cleaned_data), each with `shown_seats`."""
    people = Person.objects.visible_to(user).named_like(wanted.get("suche", ""))
    people = _by_access(_by_seat(people, wanted), wanted.get("zugang"))
    current = Membership.objects.current().select_related("organisation")
    return (
        people.annotate(is_invited=_invited())
        .defer("search_words")
        .prefetch_related(Prefetch("memberships", current, to_attr="shown_seats"))
    )


def _by_seat(people, wanted):
    seat = wanted.get("sitz")
    if seat == "ohne":
        return people.unseated()
    seats = Membership.objects.filter(person=OuterRef("pk"))
    if seat == "beendet":
        return people.unseated().filter(Exists(_within(seats.ended(), wanted)))
    narrowed = _within(seats.current(), wanted)
    return people.filter(Exists(narrowed)) if seat == "mit" or _is_narrow(wanted) else people


def _is_narrow(wanted):
    return any(wanted.get(name) for name in ("gruppe", "jugendamt", "einrichtung"))


def _within(seats, wanted):
    if wanted.get("gruppe"):
        seats = seats.filter(organisation__actor_category=wanted["gruppe"])
    if wanted.get("jugendamt"):
        seats = seats.filter(organisation__youth_welfare_office=wanted["jugendamt"])
    if wanted.get("einrichtung"):
        seats = seats.filter(organisation__in=_organisations_named(wanted["einrichtung"]))
    return seats


def _organisations_named(text):
    """Keys of the organisations, or a query where they are many: PostgreSQL plans well for few keys it sees."""
    found = Organisation.objects.named_like(text).order_by().values_list("pk", flat=True)
    keys = list(found[: FEW + 1])
    return keys if len(keys) <= FEW else found


def _by_access(people, access):
    if access == "ja":
        return people.exclude(user=None)
    if access == "eingeladen":
        return people.filter(_invited(), user=None)
    return people.filter(~_invited(), user=None) if access == "nein" else people


def _invited():
    return Exists(Invitation.objects.open().filter(person=OuterRef("pk")))
