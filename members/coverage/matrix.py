"""Which actor categories (§ 9 Abs. 4 Landeskinderschutzgesetz NRW) are represented for which Jugendamt, and by whom."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Count, Exists, F, OuterRef, Q, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext_lazy as _

from members.coverage import registry
from members.coverage.enums import State
from members.enums import MembershipKind
from members.models import ActorCategory, Membership, Organisation, Person
from members.permissions import coordinates
from netzwerk.models import YouthWelfareOffice

WHOLE_NETWORK = "netzwerk"  # in addresses, in the place of a Jugendamt
SHOWN_NAMES = 3
_PLACE = ("actor_category", "youth_welfare_office")
_SEAT_PLACE = tuple(f"organisation__{name}" for name in _PLACE)


@dataclass
class Column:
    """A Jugendamt, or the whole network (`office` None): organisations that work in all Jugendämter."""

    office: YouthWelfareOffice | None

    @property
    def key(self):
        return self.office.key if self.office else WHOLE_NETWORK

    @property
    def pk(self):
        return self.office.pk if self.office else None

    @property
    def label(self):
        return self.office.short_name if self.office else _("Ganzes Netzwerk")


@dataclass
class Cell:
    """A group in one column: counts, the first names of each kind whom the reader may know, and its state."""

    column: Column
    organisations: int = 0
    vacant: int = 0
    people: Counter = field(default_factory=Counter)
    names: dict = field(default_factory=lambda: {MembershipKind.HOLDER: [], MembershipKind.DEPUTY: []})
    last_attended: object = None
    state: str = ""

    @property
    def holders(self):
        return self.people[MembershipKind.HOLDER]

    @property
    def deputies(self):
        return self.people[MembershipKind.DEPUTY]

    @property
    def holder_names(self):
        return self.names[MembershipKind.HOLDER]

    @property
    def more_holders(self):
        return self.holders - len(self.holder_names)

    @property
    def is_gap(self):
        return self.state == State.GAP

    @property
    def is_vacant(self):
        return self.state == State.VACANT


@dataclass
class Row:
    """A group with a Cell for each column."""

    category: ActorCategory
    cells: list

    @property
    def organisations(self):
        return sum(cell.organisations for cell in self.cells)

    @property
    def gaps(self):
        """How many Jugendämter have nobody of this group, or an organisation that nobody represents."""
        return sum(cell.state in (State.GAP, State.VACANT) for cell in self.cells if cell.column.office)

    @property
    def is_represented(self):
        return any(cell.state == State.PRESENT for cell in self.cells)


class Matrix:
    """Rows in the order of the law; for `user`, a coordinator, or for the public (None), who sees no people."""

    def __init__(self, user=None):
        self.user = user
        self.columns = [Column(office) for office in YouthWelfareOffice.objects.all()] + [Column(None)]
        categories = ActorCategory.objects.filter(is_active=True)
        self.rows = [Row(category, [Cell(column) for column in self.columns]) for category in categories]
        self._cells = {(row.category.pk, cell.column.pk): cell for row in self.rows for cell in row.cells}
        self._count_organisations()
        if user is not None:
            self._name_people()
            self._add_attendance()
        self._judge()

    @cached_property
    def statutory(self):
        """The groups that the law names."""
        return [row for row in self.rows if row.category.is_statutory]

    @property
    def represented(self):
        return [row for row in self.statutory if row.is_represented]

    @property
    def missing(self):
        return [row for row in self.statutory if not row.is_represented]

    @property
    def by_need(self):
        """Rows with most gaps first."""
        return sorted(self.rows, key=lambda row: -row.gaps)

    @property
    def gaps(self):
        """How many cells of Jugendämter nobody fills."""
        return sum(row.gaps for row in self.rows)

    def _count_organisations(self):
        holders = Membership.objects.current().filter(organisation=OuterRef("pk"), kind=MembershipKind.HOLDER)
        found = Organisation.objects.active().annotate(has_holder=Exists(holders)).order_by().values(*_PLACE)
        for part in found.annotate(n=Count("pk"), vacant=Count("pk", filter=Q(has_holder=False))):
            if cell := self._cells.get((part["actor_category"], part["youth_welfare_office"])):
                cell.organisations = part["n"]
                cell.vacant = part["vacant"] if self.user else 0

    def _name_people(self):
        """One query: how many of each kind a cell has, and the first few of them."""
        place = [F(name) for name in (*_SEAT_PLACE, "kind")]
        seats = Membership.objects.current().representing().filter(organisation__closed_on=None)
        seen = Person.objects.visible_to(self.user).filter(pk=OuterRef("person"))
        seats = seats.annotate(
            is_seen=Exists(seen),
            number=Window(RowNumber(), partition_by=place, order_by="person__sort_name"),
            n=Window(Count("pk"), partition_by=place),
        ).filter(number__lte=SHOWN_NAMES)
        for seat in seats.select_related("person", "organisation").order_by("number"):
            place = (seat.organisation.actor_category_id, seat.organisation.youth_welfare_office_id)
            if cell := self._cells.get(place):
                cell.people[seat.kind] = seat.n
                if seat.is_seen:
                    cell.names[seat.kind].append(seat.person.full_name)

    def _add_attendance(self):
        """Only where the reader coordinates: of others one sees numbers, not who came when."""
        if not registry.is_known():
            return
        own = {column.pk for column in self.columns if coordinates(self.user, column.office)}
        found = Organisation.objects.active().order_by().values_list("pk", *_PLACE)
        places = {pk: (category, office) for pk, category, office in found if office in own}
        for pk, day in registry.last_attended(list(places)).items():
            cell = self._cells.get(places[pk])
            if cell and (cell.last_attended is None or day > cell.last_attended):
                cell.last_attended = day

    def _judge(self):
        for row in self.rows:
            whole = self._is_filled(row.cells[-1])
            for cell in row.cells:
                cell.state = self._state(cell, whole)

    def _is_filled(self, cell):
        return cell.organisations > 0 if self.user is None else cell.holders > 0

    def _state(self, cell, is_filled_by_network):
        if self._is_filled(cell):
            return State.PRESENT
        if cell.organisations:
            return State.VACANT
        if cell.column.office is None:
            return State.NONE
        return State.SHARED if is_filled_by_network else State.GAP
