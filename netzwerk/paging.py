"""Lists by page number (`?seite=2`, `components/pager.html`) and by state (`?stand=`).

Lists without end take netzwerk.keyset.
"""

from django.core.paginator import Paginator

PAGE_SIZE = 25


def page_of(request, rows, *, size=PAGE_SIZE):
    """The page of `rows` that the address names; a number that does not exist leads to the nearest one."""
    return Paginator(rows, size).get_page(request.GET.get("seite"))


def state_of(request, states, default):
    """The member of `states` that the address names, otherwise `default`."""
    state = request.GET.get("stand", default)
    return state if state in states else default
