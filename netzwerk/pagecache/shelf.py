"""What a worker keeps in its memory under one content stamp: whole pages, and rows and parts that pages share."""

import threading
from collections import OrderedDict
from datetime import timedelta

from django.utils import timezone

MEMORY_BYTES = 16_000_000
MAX_VALUES = 300
KEPT = timedelta(seconds=60)


class Shelf:
    """The pages of one content stamp in a worker's memory; the oldest go first when it is full.

    A worker's threads fill it at the same time; looking up needs no lock.
    """

    def __init__(self, stamp):
        self.stamp = stamp
        self.pages = OrderedDict()
        self.values = {}
        self.size = 0
        self.filling = threading.Lock()

    def put(self, key, page):
        with self.filling:
            self._take(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > MEMORY_BYTES:
                self._take(next(iter(self.pages)))

    def put_value(self, name, value, ends_at):
        """Names come from rows, so there are not many; what ended long ago goes first all the same."""
        with self.filling:
            self.values.pop(name, None)
            self.values[name] = (ends_at, value)
            while len(self.values) > MAX_VALUES:
                del self.values[next(iter(self.values))]

    def _take(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size


def kept(request, name, load, *, valid_until=None):
    """What `load()` returns, kept beside the pages of one content stamp, for readers with and without a session.

    `load` must not look at the reader: what it returns goes to everybody's requests, and nobody changes it.
    `valid_until(value)` names the aware moment at which the clock ends a value.
    """
    return _kept(request, "shared_shelf", name, load, valid_until)


def kept_for_guests(request, name, load):
    """As `kept`, but done anew for every reader with a session: others may see more of it than guests."""
    return _kept(request, "page_shelf", name, load, None)


def keep_nothing(request):
    """From here on nothing of this request is kept: something was out of reach, and what it shows is not whole."""
    request.page_shelf = request.shared_shelf = None


def _kept(request, shelf_name, name, load, valid_until):
    shelf = getattr(request, shelf_name, None)
    if shelf is None:
        return load()
    now = timezone.now()
    found = shelf.values.get(name)
    if found is not None and found[0] > now:
        return found[1]
    value = load()
    if getattr(request, shelf_name) is not None:  # nothing failed meanwhile
        by_age = now + KEPT
        shelf.put_value(name, value, min(valid_until(value), by_age) if valid_until else by_age)
    return value
