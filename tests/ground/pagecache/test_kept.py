"""Rows and parts that pages share, kept under the same stamp."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.template import engines
from django.utils import timezone

from netzwerk.pagecache import keep_nothing, kept, middleware, shelf, stamp
from tests.ground.pagecache.worker import Portal

UNKNOWN = "/?x=1"  # a parameter that passes the page cache


class Rows:
    """A view of rows that counts how often they are read."""

    def __init__(self, **ends):
        self.loads = 0
        self.portal = Portal(lambda request: HttpResponse(str(kept(request, "rows", self.load, **ends))))

    def load(self):
        self.loads += 1
        return self.loads

    def get(self, **headers):
        return self.portal.get(UNKNOWN, **headers).content.decode()


def page_of(source, context=None):
    """A worker that renders `source`; `context(request)` gives its variables."""
    template = engines["django"].from_string(source)
    return Portal(lambda request: HttpResponse(template.render(context(request) if context else {}, request)))


def later(monkeypatch, **span):
    moment = timezone.now() + timedelta(**span)
    monkeypatch.setattr(timezone, "now", lambda: moment)


def test_kept_rows_last_as_long_as_the_stamp():
    rows = Rows()
    assert [rows.get() for _ in range(3)] == ["1", "1", "1"]
    stamp.renew_stamp()
    assert rows.get() == "2"


def test_kept_rows_end_by_age(monkeypatch):
    rows = Rows()
    rows.get()
    later(monkeypatch, seconds=61)
    assert rows.get() == "2"


def test_kept_rows_end_when_the_clock_ends_them(monkeypatch):
    rows = Rows(valid_until=lambda value: timezone.now() + timedelta(seconds=5))
    assert [rows.get(), rows.get()] == ["1", "1"]
    later(monkeypatch, seconds=5)
    assert rows.get() == "2"


@pytest.mark.parametrize("cookie", ["", "sessionid=abc", "messages=abc"])
def test_rows_are_shared_by_readers_with_and_without_a_session(cookie):
    rows = Rows()
    assert [rows.get(), rows.get(cookie=cookie)] == ["1", "1"]


def test_reader_with_a_session_sees_the_change_of_a_public_page_at_once(monkeypatch):
    """Who saves something is led to it; guests may wait the second."""
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 60)
    rows = Rows()
    rows.get()
    stamp.renew_stamp()
    assert [rows.get(), rows.get(cookie="sessionid=abc")] == ["1", "2"]


def test_rows_read_while_a_service_was_away_are_not_kept():
    loads = []

    def failing(request):
        kept(request, "rows", lambda: (loads.append(1), keep_nothing(request)))
        return HttpResponse()

    portal = Portal(failing)
    portal.get(UNKNOWN)
    portal.get(UNKNOWN)
    assert len(loads) == 2


def test_a_worker_keeps_a_bounded_number_of_rows(monkeypatch):
    monkeypatch.setattr(shelf, "MAX_VALUES", 10)
    portal = Portal(lambda request: HttpResponse(kept(request, request.GET["x"], lambda: "row")))
    for number in range(30):
        portal.get(f"/?x={number}")
    assert list(portal.middleware.shelf.values) == [str(number) for number in range(20, 30)]


def test_part_is_rendered_once_for_each_of_its_keys():
    rendered = []
    portal = page_of(
        "{% kept_part town missing.key %}{{ text }}{% endkept_part %}",
        lambda request: {"town": request.GET["x"], "text": lambda: rendered.append(1) or f"Text {len(rendered)}"},
    )
    pages = [portal.get(f"/?x={town}").content.decode() for town in ("a", "b", "a")]
    assert pages == ["Text 1", "Text 2", "Text 1"]
    stamp.renew_stamp()
    assert portal.get("/?x=a").content.decode() == "Text 3"


def test_two_parts_of_one_template_do_not_mix():
    portal = page_of("{% kept_part %}eins{% endkept_part %} {% kept_part %}zwei{% endkept_part %}")
    assert [portal.get(UNKNOWN).content for _ in range(2)] == [b"eins zwei"] * 2


@pytest.mark.parametrize("cookie", ["sessionid=abc", "messages=abc"])
def test_part_is_rendered_anew_for_a_reader_with_a_session(cookie):
    portal = page_of("{% kept_part %}{{ request.COOKIES.name }}{% endkept_part %}")
    names = [portal.get(UNKNOWN, cookie=f"{cookie}; name={name}").content.decode() for name in ("Ada", "Eva")]
    assert names == ["Ada", "Eva"]


def test_part_of_a_reader_with_a_session_reaches_no_guest():
    portal = page_of("{% kept_part %}{{ request.COOKIES.name }}{% endkept_part %}")
    portal.get(UNKNOWN, cookie="sessionid=abc; name=Ada")
    assert portal.get(UNKNOWN, cookie="name=Gast").content == b"Gast"


def test_shared_part_is_rendered_once_for_all_readers_and_each_of_its_values():
    rendered = []
    portal = page_of(
        "{% shared_part text town=town %}{{ text }} {{ town }}{% endshared_part %}",
        lambda request: {"town": request.GET["x"], "text": lambda: rendered.append(1) or f"Text {len(rendered)}"},
    )
    pages = [portal.get("/?x=a"), portal.get("/?x=a", cookie="sessionid=abc"), portal.get("/?x=b")]
    assert [page.content.decode() for page in pages] == ["Text 1 a", "Text 1 a", "Text 2 b"]
    stamp.renew_stamp()
    assert portal.get("/?x=a").content.decode() == "Text 3 a"


@pytest.mark.parametrize("personal", ["request.COOKIES.name", "user", "messages", "csrf_token", "secret"])
def test_shared_part_does_not_see_its_reader(personal):
    portal = page_of(
        "{% shared_part %}<p>{{ " + personal + " }}</p>{% endshared_part %}", lambda request: {"secret": "Ada"}
    )
    assert portal.get(UNKNOWN, cookie="sessionid=abc; name=Ada").content == b"<p></p>"


def test_token_of_a_form_never_stands_in_a_part():
    portal = page_of("{% kept_part %}<form>{% csrf_token %}</form>{% endkept_part %}")
    assert portal.get(UNKNOWN).content == b"<form></form>"
