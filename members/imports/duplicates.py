"""People of the portal who may be one and the same."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from members.imports.models import DistinctPeople
from members.imports.names import person_key
from members.models import Membership, Person

CLOSE_ENOUGH = 88
AT_MOST = 500


@dataclass(frozen=True)
class Pair:
    """Two ids, the smaller first, and why they look alike."""

    first: int
    second: int
    reason: str


def likely_pairs(user):
    """Pairs with the same name, then those with a similar name in one organisation; at most AT_MOST."""
    people = Person.objects.changeable_by(user).values_list("pk", "first_name", "last_name")
    names = {pk: person_key(first, last) for pk, first, last in people.order_by("last_name", "first_name", "pk")}
    found = {pair: _("gleicher Name") for pair in _same(names)}
    for pair in _similar(names):
        found.setdefault(pair, _("ähnlicher Name in derselben Einrichtung"))
    keys = {pk for pair in found for pk in pair}
    apart = DistinctPeople.objects.filter(Q(first__in=keys) & Q(second__in=keys)).values_list("first", "second")
    apart = {tuple(sorted(pair)) for pair in apart}
    pairs = [Pair(*pair, str(reason)) for pair, reason in found.items() if pair not in apart]
    return pairs[:AT_MOST]


def _same(names):
    groups = defaultdict(list)
    for pk, name in names.items():
        groups[name].append(pk)
    for keys in groups.values():
        yield from list(combinations(sorted(keys), 2))[:AT_MOST] if len(keys) > 1 else ()


def _similar(names):
    """Compared are those in one organisation who share a first letter of a name."""
    near = defaultdict(dict)
    for pk, organisation in Membership.objects.current().values_list("person", "organisation"):
        for word in names.get(pk, "").split():
            near[organisation, word[0]][pk] = names[pk]
    for group in near.values():
        left = dict(group)
        for pk, name in group.items():
            del left[pk]
            for _name, _score, other in process.extract(
                name, left, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=5
            ):
                yield tuple(sorted((pk, other)))
