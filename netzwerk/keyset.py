"""Pages of a long list that cost the same at its beginning and at its end.

The address names the row a page follows (`?nach=17`) or precedes (`?vor=17`) by its key: no name gets into a log.
"""

from dataclasses import dataclass

from django.db.models import Q, Subquery

COUNTED = 1000


@dataclass(frozen=True)
class KeysetPage:
    """Rows of one page; `before` and `after` are keys for its neighbours, None at an end.

    `count` is exact up to COUNTED; beyond it `is_more` is true and nobody counts on.
    """

    rows: list
    before: int | None
    after: int | None
    count: int
    is_more: bool


def keyset_page(rows, *, order, params, size=50):
    """The page of `rows` (a queryset) that `params` (request.GET) asks for; `order` ends with "pk".

    A key that is gone leads to the first page. Two queries, prefetches aside.
    """
    backwards = "vor" in params
    edge = _edge(rows, order, params.get("vor") or params.get("nach"))
    found, has_more = _found(rows, order, edge, backwards and edge is not None, size)
    if edge and not found:
        edge = None
        found, has_more = _found(rows, order, None, False, size)
    has_before, has_after = (has_more, True) if backwards and edge else (edge is not None, has_more)
    counted = rows.order_by().values("pk")[: COUNTED + 1].count()
    return KeysetPage(
        rows=found,
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
        count=min(counted, COUNTED),
        is_more=counted > COUNTED,
    )


def _found(rows, order, edge, backwards, size):
    """At most `size` rows in their order, and whether there are more."""
    ordered = rows.order_by(*([f"-{name}" for name in order] if backwards else order))
    found = list((ordered.filter(_beyond(order, edge, backwards)) if edge else ordered)[: size + 1])
    kept = found[:size]
    return (kept[::-1] if backwards else kept), len(found) > size


def _edge(rows, order, key):
    """What the row `key` has in `order`, read by the same query; or None."""
    if not (key or "").isascii() or not (key or "").isdigit() or len(key) > 18:
        return None
    row = rows.model._base_manager.filter(pk=int(key))
    return [Subquery(row.values(name)) for name in order]


def _beyond(order, edge, backwards):
    """Rows after `edge` (before it, if `backwards`); the first condition lets an index be used."""
    than = "lt" if backwards else "gt"
    found = Q()
    for number, name in enumerate(order):
        same = dict(zip(order[:number], edge, strict=False))
        found |= Q(**same, **{f"{name}__{than}": edge[number]})
    return Q(**{f"{order[0]}__{than}e": edge[0]}) & found
