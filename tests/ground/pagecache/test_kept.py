"""Rows and parts that pages share, kept under the same stamp."""

from django.http import HttpResponse

from netzwerk.pagecache import kept, shelf, stamp
from tests.ground.pagecache.worker import Portal


def test_kept_rows_last_as_long_as_the_stamp():
    loads = []
    portal = Portal(lambda request: HttpResponse(kept(request, "rows", lambda: loads.append(1))))
    for _ in range(3):
        portal.get("/?x=1")
    assert len(loads) == 1
    stamp.renew_stamp()
    portal.get("/?x=1")
    assert len(loads) == 2


def test_kept_rows_end_by_age(monkeypatch):
    loads = []
    portal = Portal(lambda request: HttpResponse(kept(request, "rows", lambda: loads.append(1))))
    portal.get("/?x=1")
    now = shelf.time.time()
    monkeypatch.setattr(shelf.time, "time", lambda: now + shelf.KEPT_SECONDS + 1)
    portal.get("/?x=1")
    assert len(loads) == 2


def test_reader_with_a_session_gets_rows_read_anew():
    loads = []
    portal = Portal(lambda request: HttpResponse(kept(request, "rows", lambda: loads.append(1))))
    for _ in range(2):
        portal.get(cookie="sessionid=abc")
    assert len(loads) == 2
