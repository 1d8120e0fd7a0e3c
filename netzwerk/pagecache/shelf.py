"""What a worker keeps in its memory under one content stamp: whole pages, and rows and parts that pages share."""

import threading
import time
from collections import OrderedDict

MEMORY_BYTES = 16_000_000
KEPT_SECONDS = 60


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

    def _take(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size


def kept(request, name, load):
    """What `load()` reads, kept beside the pages of one content stamp; read anew for every signed-in reader.

    The same object goes to many requests: nobody changes it.
    """
    shelf = getattr(request, "page_shelf", None)
    if shelf is None:
        return load()
    now = time.time()
    ends_at, value = shelf.values.get(name, (0, None))
    if ends_at <= now:
        value = load()
        shelf.values[name] = (now + KEPT_SECONDS, value)
    return value
