"""The people of the directory: who is in it for whom, and with what."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from members.enums import Visibility
from members.models import Absence, BodySeat, Membership, Person
from members.models.people import NAMES_FOR_MEMBERS
from members.models.search import single_letter
from members.permissions import can_change_membership, coordinated_office_ids, is_coordinator, is_network_coordinator
from members.visibility import seen, visible_values
from netzwerk.prepared import IsOneOf, Prepared, Slot, columns, from_row

# What is shown of a seat, as keys of Entry.seats.
SEAT = {
    "id": "pk",
    "organisation": "organisation__name",
    "function": "function",
    "kind": "kind",
    "since_on": "since_on",
    "group": "organisation__actor_category__short_title",
    "office": "organisation__youth_welfare_office__short_name",
    "office_id": "organisation__youth_welfare_office",
    "town": "organisation__municipality__name",
}
BY_NAME = ("sort_name", "pk")
FOUND_BY_NAME = ("sort_name__unindexed", "pk")
COUNTED = 25  # one page of them: where few of many fit, counting on costs more than the page itself
PERSON = columns(Person, "search_words", "secret")


def people_for(user, seats=None):
    """People with one of `seats` (current memberships, all of them if None) whom `user` may see; for members of the
    network.
    """
    seats = Membership.objects.current() if seats is None else seats
    return Person.objects.visible_to(user).filter(Exists(seats.filter(person=OuterRef("pk"))))


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
    """The people whom `user` may see of those that `filters` (cleaned data of PersonFilterForm) ask for.

    A single letter opens the register of last names there; from two on every word of a name counts.
    """
    people, name = people_for(user, seats_matching(filters)), filters.get("name", "")
    letter = single_letter(name)
    return people.filter(sort_name__startswith=letter) if letter else people.named_like(name)


def order_for(filters):
    """Found names lie together in the alphabet, so they are sorted; all others are read along it."""
    name = filters.get("name", "")
    return FOUND_BY_NAME if name and not single_letter(name) else BY_NAME


@Prepared
def _everybody():
    """Keys of the people whom a member `reader` may see, by name."""
    reader, today = Slot("reader", BigIntegerField()), Slot("today", DateField())
    seats = Membership.objects.current(today).filter(person=OuterRef("pk"))
    people = Person.objects.filter(NAMES_FOR_MEMBERS | Q(user=reader), Exists(seats))
    return people.order_by(*BY_NAME).values_list("pk")[: COUNTED + 1]


def first_keys(user):
    """Keys of the first COUNTED people and one more of the list without filters, as nearly everybody opens it.

    None for coordinators, who may see more than members: they ask by `asked_for`.
    """
    if is_coordinator(user):
        return None
    return [key for (key,) in _everybody(reader=user.pk, today=timezone.localdate())]


@dataclass(frozen=True)
class Entry:
    """What somebody may see of a person; a hidden field is "" and looks like an empty one.

    `is_coordinated`: whether the reader coordinates the person, as `members.visibility.level_of` says.
    """

    person: Person
    email: str
    phone: str
    mobile: str
    seats: list = field(default_factory=list)
    absent_until: date | None = None
    is_coordinated: bool = False


@Prepared
def _seats_with_people():
    """Each current seat of the people `keys` on `today`: (absent_until, PERSON, SEAT), by name of the organisation."""
    today = Slot("today", DateField())
    absences = Absence.objects.current(today).filter(person=OuterRef("person")).order_by("-ends_on")
    seats = Membership.objects.current(today).filter(IsOneOf(F("person"), Slot("keys", BigIntegerField())))
    return (
        seats.annotate(absent_until=Subquery(absences.values("ends_on")[:1]))
        .order_by("organisation__sort_name", "pk")
        .values_list("absent_until", *(f"person__{name}" for name in PERSON), *SEAT.values())
    )


def entries_for(user, keys):
    """The Entries of the people `keys`, all of whom hold a seat and may be seen by `user`; in one query."""
    rows_of = {}
    for row in _seats_with_people(keys=list(keys), today=timezone.localdate()):
        rows_of.setdefault(row[1], []).append(row)
    offices, is_everywhere = coordinated_office_ids(user), is_network_coordinator(user)
    return [_entry(user, rows_of[key], offices, is_everywhere) for key in keys if key in rows_of]


def _entry(user, rows, offices, is_everywhere):
    """Of the rows of one person."""
    absent_until, *values = rows[0]
    person = from_row(Person, PERSON, values[: len(PERSON)])
    seats = [dict(zip(SEAT, row[len(PERSON) + 1 :], strict=True)) for row in rows]
    is_coordinated = is_everywhere or any(seat["office_id"] in offices for seat in seats)
    is_close = is_coordinated or person.user_id == user.pk
    level = Visibility.COORDINATORS if is_close else Visibility.MEMBERS
    contact = {name: seen(person, name, level) for name in ("email", "phone", "mobile")}
    return Entry(person, seats=seats, absent_until=absent_until, is_coordinated=is_coordinated, **contact)


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
