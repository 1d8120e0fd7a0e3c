"""The people of the directory: who is in it for whom, and with what."""

from dataclasses import dataclass, field
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_date

from members.enums import Visibility
from members.models import Absence, BodySeat, Membership, Person
from members.permissions import can_change_membership, coordinated_office_ids, is_coordinator, is_network_coordinator
from members.visibility import seen, visible_values

SEAT = {
    "organisation_id": "organisation_id",
    "organisation": "organisation__name",
    "function": "function",
    "kind": "kind",
    "since_on": "since_on",
    "group": "organisation__actor_category__short_title",
    "office": "organisation__youth_welfare_office__short_name",
    "town": "organisation__municipality__name",
}


def people_for(user, seats=None):
    """People with one of `seats` (current memberships, all of them if None) whom `user` may see; for members of the
    network. `is_coordinated` says of each whether `user` coordinates them, as `members.visibility.level_of` does.
    """
    seats = Membership.objects.current() if seats is None else seats
    people = Person.objects.visible_to(user).filter(Exists(seats.filter(person=OuterRef("pk"))))
    return people.annotate(is_coordinated=_coordinated_by(user)).defer("search_words")


def _coordinated_by(user):
    if is_network_coordinator(user):
        return Value(True, BooleanField())
    offices = coordinated_office_ids(user) if is_coordinator(user) else ()
    if not offices:
        return Value(False, BooleanField())
    return Exists(
        Membership.objects.current().filter(person=OuterRef("pk"), organisation__youth_welfare_office__in=offices)
    )


def seats_matching(filters):
    """Current memberships that fit all of `filters` (cleaned data of PersonFilterForm)."""
    seats = Membership.objects.current()
    if filters.get("group"):
        seats = seats.filter(organisation__actor_category=filters["group"])
    if filters.get("office"):
        seats = seats.filter(organisation__youth_welfare_office=filters["office"].key)
    if filters.get("town"):
        seats = seats.filter(organisation__municipality=filters["town"])
    if filters.get("body"):
        seats = seats.filter(body_seats__body=filters["body"])
    if filters.get("function"):
        seats = seats.with_function_like(filters["function"])
    return seats


def asked_for(user, filters):
    """The people whom `user` may see of those that `filters` (cleaned data of PersonFilterForm) ask for."""
    return people_for(user, seats_matching(filters)).named_like(filters.get("name", ""))


def with_details(people, seats=None):
    """Adds `seats_now` (those of `seats`, of all current ones if None, as SEAT has them) and `absent_until`."""
    seats = Membership.objects.current() if seats is None else seats
    seats = seats.filter(person=OuterRef("pk")).order_by("organisation__sort_name", "pk")
    absences = Absence.objects.current().filter(person=OuterRef("pk")).order_by("-ends_on")
    return people.annotate(
        seats_now=ArraySubquery(seats.values_list(JSONObject(**SEAT), flat=True)),
        absent_until=Subquery(absences.values("ends_on")[:1]),
    )


@dataclass(frozen=True)
class Entry:
    """What somebody may see of a person; a hidden field is "" and looks like an empty one."""

    person: Person
    email: str
    phone: str
    mobile: str
    seats: list = field(default_factory=list)

    @property
    def absent_until(self):
        return self.person.absent_until


def entry_for(user, person):
    """The Entry of `person`, from `with_details(people_for(user))`."""
    is_close = person.is_coordinated or person.user_id == user.pk
    level = Visibility.COORDINATORS if is_close else Visibility.MEMBERS
    contact = {name: seen(person, name, level) for name in ("email", "phone", "mobile")}
    return Entry(person=person, seats=[_seat(part) for part in person.seats_now], **contact)


def _seat(part):
    return part | {"since_on": parse_date(part["since_on"])}


def person_seats(user, person):
    """The current Memberships of `person` with organisation, `bodies`, `stands_in_for` and `shown_deputies`.

    Of others those are named whom `user` may know of; who coordinates the seat may know of all.
    """
    deputies = Membership.objects.current().select_related("person").order_by("person__sort_name")
    bodies = BodySeat.objects.filter(membership=OuterRef("pk"), body__ended_on=None).order_by("body__name")
    seats = (
        person.memberships.current()
        .select_related(
            "organisation__actor_category",
            "organisation__municipality",
            "organisation__youth_welfare_office",
            "deputy_of__person",
        )
        .prefetch_related(Prefetch("deputies", deputies, to_attr="current_deputies"))
        .annotate(
            bodies=ArraySubquery(bodies.values_list(JSONObject(name="body__name", is_chair="is_chair"), flat=True))
        )
        .order_by("organisation__sort_name", "pk")
    )
    seats = list(seats)
    for seat in seats:
        shown = partial(_is_shown, can_change_membership(user, seat))
        seat.shown_deputies = [deputy.person for deputy in seat.current_deputies if shown(deputy.person)]
        holder = seat.deputy_of
        seat.stands_in_for = holder.person if holder and holder.is_current and shown(holder.person) else None
    return seats


def _is_shown(all_of_them, person):
    return all_of_them or person.name_visibility in visible_values(Visibility.MEMBERS)
