"""Pages of a long list that cost the same at its beginning and at its end.

The address names the row a page follows (`?nach=17`) or precedes (`?vor=17`) by its key: no name gets into a log.
"""

from dataclasses import dataclass

from django.db.models import Q

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

    A key that is gone leads to the first page. Three queries at most, prefetches aside.
    """
    backwards = "vor" in params
    edge = _edge(rows, order, params.get("vor") or params.get("nach"))
    backwards = backwards and edge is not None
    ordered = rows.order_by(*([f"-{name}" for name in order] if backwards else order))
    found = list((ordered.filter(_beyond(order, edge, backwards)) if edge else ordered)[: size + 1])
    has_more = len(found) > size
    found = found[:size][::-1] if backwards else found[:size]
    has_before, has_after = (has_more, True) if backwards else (edge is not None, has_more)
    counted = rows.order_by()[: COUNTED + 1].count()
    return KeysetPage(
        rows=found,
        before=found[0].pk if found and has_before else None,
        after=found[-1].pk if found and has_after else None,
        count=min(counted, COUNTED),
        is_more=counted > COUNTED,
    )


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
