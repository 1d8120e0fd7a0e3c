"""What a worker keeps ends in time and stays small."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from django.http import HttpResponse
from django.utils import timezone

from netzwerk.pagecache import pages, shelf
from tests.ground.pagecache.worker import Portal


def test_page_ends_when_it_says_so(monkeypatch):
    def view(request):
        response = HttpResponse("Öffnet um 9 Uhr")
        response.valid_until = timezone.now() + timedelta(minutes=3)
        return response

    portal = Portal(view)
    now = pages.time.time()
    portal.get()
    monkeypatch.setattr(pages.time, "time", lambda: now + 179)
    portal.get()
    assert portal.runs == 1
    monkeypatch.setattr(pages.time, "time", lambda: now + 181)
    portal.get()
    assert portal.runs == 2


def test_page_that_has_ended_already_is_not_kept():
    def view(request):
        response = HttpResponse("Vorbei")
        response.valid_until = timezone.now() - timedelta(seconds=1)
        return response

    portal = Portal(view)
    assert portal.get().content == portal.get().content == b"Vorbei"
    assert portal.runs == 2


def test_memory_of_a_worker_is_bounded(monkeypatch):
    monkeypatch.setattr(shelf, "MEMORY_BYTES", 10_000)
    portal = Portal(params=("n",))
    for number in range(50):
        portal.get(f"/?n={number}")
    full = portal.middleware.shelf
    assert 0 < full.size <= 10_000
    assert full.size == sum(page.size for page in full.pages.values())


def test_threads_that_keep_the_same_page_count_it_once():
    filled = shelf.Shelf("stamp")
    page = pages.CachedPage((), "etag", 0, {"identity": b"x" * 100})
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: filled.put("key", page), range(2000)))
    assert filled.size == 100
