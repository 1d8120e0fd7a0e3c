"""Pages of a long list that cost the same at its beginning and at its end.

The address names the row a page follows (`?nach=17`) or precedes (`?vor=17`) by its key: no name gets into a log.
"""

from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import IntegerField, Q, Subquery

COUNTED = 1000


class Key(NamedTuple):
    """A row of which only the key is known."""

    pk: int


@dataclass(frozen=True)
class KeysetPage:
    """Rows of one page; `before` and `after` are keys for its neighbours, None at an end.

    `count` is exact up to a bound; beyond it `is_more` is true and nobody counts on.
    """

    rows: list
    before: int | None
    after: int | None
    count: int
    is_more: bool


def keyset_page(rows, *, order, params, size=50, counted=COUNTED, keys_only=False):
    """The page of `rows` (a queryset) that `params` (request.GET) asks for; `order` ends with "pk".

    A key that is gone, or that nothing follows, leads to the first page. Two queries at most, prefetches aside.
    `counted` is how far rows are counted: the further, the longer it takes where few of many rows fit.
    With `keys_only` the page's rows have nothing but their key, for views that ask for what they show themselves.
    """
    edge = _edge(rows, order, params.get("vor") or params.get("nach"))
    backwards = edge is not None and "vor" in params
    if keys_only and not edge:
        keys = rows.order_by(*order).values_list("pk", flat=True)[: counted + 1]
        return first_page(list(keys), size=size, counted=counted)
    found = _found(rows.only("pk") if keys_only else rows, order, edge, backwards, size, counted)
    if edge and not found:
        return keyset_page(rows, order=order, params={}, size=size, counted=counted, keys_only=keys_only)
    number = found[0]._counted if found else 0
    return _page(found, number, edge is not None, backwards, size, counted)


def first_page(keys, *, size, counted):
    """The first page by the keys of all rows up to one more than `counted`: whoever reads them has counted them."""
    return _page([Key(key) for key in keys[: size + 1]], len(keys), False, False, size, counted)


def _page(found, number, has_edge, backwards, size, counted):
    has_more, found = len(found) > size, found[:size]
    has_before, has_after = (has_more, True) if backwards else (has_edge, has_more)
    found = found[::-1] if backwards else found
    return KeysetPage(
        rows=found,
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
        count=min(number, counted),
        is_more=number > counted,
    )


class Count(Subquery):
    """How many rows a queryset has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


def _found(rows, order, edge, backwards, size, counted):
    """Rows of the page and one more; `_counted` of each: number of all rows, up to one more than `counted`."""
    ordered = rows.order_by(*([f"-{name}" for name in order] if backwards else order))
    wanted = ordered.filter(_beyond(order, edge, backwards)) if edge else ordered
    number = Count(rows.order_by().values("pk")[: counted + 1])
    return list(wanted.annotate(_counted=number)[: size + 1])


def _edge(rows, order, key):
    """Values of the row `key` in `order`, or None."""
    if not (key or "").isascii() or not (key or "").isdigit() or len(key) > 18:
        return None
    return rows.model._base_manager.filter(pk=int(key)).values_list(*order).first()


def _beyond(order, edge, backwards):
    """Rows after `edge` (before it, if `backwards`); the first condition lets an index be used."""
    than = "lt" if backwards else "gt"
    found = Q()
    for number, name in enumerate(order):
        same = dict(zip(order[:number], edge, strict=False))
        found |= Q(**same, **{f"{name}__{than}": edge[number]})
    return Q(**{f"{order[0]}__{than}e": edge[0]}) & found
