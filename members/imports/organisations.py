"""Which organisation a row means: one the portal has, or a new one."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from members.imports.names import key_of
from members.models import Organisation

CLOSE_ENOUGH = 88


class RowRefused(Exception):
    """The row can't be taken over; the message is German and says why."""


@dataclass(frozen=True)
class NewOrganisation:
    """One that taking over would make; `key` is its name made comparable."""

    key: str
    name: str
    group: int
    office: int | None
    town: int | None

    @property
    def ref(self):
        return f"n{self.office or ''}:{self.key}"


class Organisations:
    """All of the portal's organisations and the new ones of a file, by name.

    `office` is the Jugendamt the import is for (None: the whole network), `aliases` {key of a name: id} what a
    coordinator has said about names that look alike.
    """

    def __init__(self, office=None, aliases=None):
        self.office, self.aliases = office, aliases or {}
        self.known, self.new = defaultdict(list), {}
        self.told = {}
        for organisation in Organisation.objects.active():
            self.known[key_of(organisation.name)].append(organisation)
        self.by_pk = {row.pk: row for found in self.known.values() for row in found}

    def learn(self, values):
        """What one row says of a new organisation holds for all of them: its group, Jugendamt and town."""
        if values.get("organisation"):
            told = {field: values[field] for field in ("group", "office", "town") if values.get(field)}
            key = key_of(values["organisation"])
            self.told[key] = told | self.told.get(key, {})

    def of(self, values):
        """The Organisation or NewOrganisation of a row; None where it names none. Raises RowRefused."""
        name = values.get("organisation")
        if not name:
            if self.office:
                raise RowRefused(_("Die Einrichtung fehlt."))
            return None
        found = self._known(key_of(name), values)
        if found is None:
            return self._new(name, values)
        if self.office and found.youth_welfare_office_id != self.office:
            raise RowRefused(_("Die Einrichtung „%s“ gehört zu einem anderen Jugendamt.") % name)
        return found

    def _known(self, key, values):
        found = self.named(key)
        for field, attribute in (("office", "youth_welfare_office_id"), ("town", "municipality_id")):
            if len(found) > 1 and values.get(field):
                found = [row for row in found if getattr(row, attribute) == values[field]] or found
        if len(found) > 1 and self.office:
            found = [row for row in found if row.youth_welfare_office_id == self.office] or found
        if len(found) > 1:
            raise RowRefused(_("„%s“ gibt es mehrmals. Nennen Sie Jugendamt oder Ort.") % values["organisation"])
        return found[0] if found else None

    def _new(self, name, values):
        told = self.told.get(key_of(name), {})
        office = values.get("office") or told.get("office") or self.office
        if self.office and office != self.office:
            raise RowRefused(_("Die Einrichtung „%s“ gehört zu einem anderen Jugendamt.") % name)
        group = values.get("group") or told.get("group")
        if not group:
            raise RowRefused(_("Die Einrichtung „%s“ ist neu; ihre Akteursgruppe fehlt.") % name)
        new = NewOrganisation(key_of(name), name, group, office, values.get("town") or told.get("town"))
        return self.new.setdefault(new.ref, new)

    def named(self, name):
        """The portal's organisations that a row with this name may mean."""
        key = key_of(name)
        alias = self.by_pk.get(int(self.aliases.get(key) or 0))
        return [alias] if alias else self.known.get(key, [])

    def add(self, organisation):
        """`organisation` was just made."""
        self.known[key_of(organisation.name)].append(organisation)
        self.by_pk[organisation.pk] = organisation

    def like(self, key):
        """The portal's organisation whose name comes closest to `key`, or None."""
        found = process.extractOne(key, self.known.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=CLOSE_ENOUGH)
        rows = self.known[found[0]] if found else []
        return next((row for row in rows if not self.office or row.youth_welfare_office_id == self.office), None)
