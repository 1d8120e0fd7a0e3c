"""Pages of a long list that cost the same at its beginning and at its end.

The address names the row a page follows (`?nach=17`) or precedes (`?vor=17`) by its key: no name gets into a log.
"""

from dataclasses import dataclass

from django.db.models import IntegerField, Q, Subquery

COUNTED = 1000


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


def keyset_page(rows, *, order, params, size=50, counted=COUNTED):
    """The page of `rows` (a queryset) that `params` (request.GET) asks for; `order` ends with "pk".

    A key that is gone, or that nothing follows, leads to the first page. Two queries at most, prefetches aside.
    `counted` is how far rows are counted: the further, the longer it takes where few of many rows fit.
    """
    edge = _edge(rows, order, params.get("vor") or params.get("nach"))
    backwards = edge is not None and "vor" in params
    ordered = rows.order_by(*([f"-{name}" for name in order] if backwards else order))
    wanted = ordered.filter(_beyond(order, edge, backwards)) if edge else ordered
    found = list(wanted.annotate(_counted=_count(rows, counted))[: size + 1])
    if edge and not found:
        return keyset_page(rows, order=order, params={}, size=size, counted=counted)
    has_more, found = len(found) > size, found[:size]
    has_before, has_after = (has_more, True) if backwards else (edge is not None, has_more)
    found = found[::-1] if backwards else found
    number = found[0]._counted if found else 0
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


def _count(rows, at_most):
    """How many `rows` there are, up to one more than `at_most`; asked once, in the query of the page."""
    return Count(rows.order_by().values("pk")[: at_most + 1])


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
