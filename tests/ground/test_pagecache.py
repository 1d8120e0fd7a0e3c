"""The page cache: the same bytes for every anonymous reader, fresh after every change, never anyone's own page."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from types import SimpleNamespace

import brotli
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection, transaction
from django.http import FileResponse, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from netzwerk import pagecache
from netzwerk.models import Network, YouthWelfareOffice
from netzwerk.pagecache import PageCacheMiddleware, public_page
from tests.factories import make_network, make_office, make_user

FIRST, SECOND = "Erstort", "Zweitort"


class Portal:
    """One worker: the middleware in front of a public view that counts how often it runs."""

    def __init__(self, view=None, **marks):
        self.runs = 0
        self.view = view or (lambda request: HttpResponse(f"<p>Lauf {self.runs}</p>" + "Wort " * 300))
        self.middleware = PageCacheMiddleware(public_page(self.count, **marks))

    def count(self, request):
        self.runs += 1
        return self.view(request)

    def get(self, path="/", method="get", user=None, **headers):
        request = getattr(RequestFactory(), method)(path, headers=headers)
        request.user = user or AnonymousUser()
        return self.middleware(request)


@pytest.fixture(autouse=True)
def _stamp_is_read_every_time(monkeypatch):
    monkeypatch.setattr(pagecache, "STAMP_SECONDS", 0)


def test_second_reader_gets_the_same_bytes_without_the_view():
    portal = Portal()
    first, second = portal.get(), portal.get()
    assert (first.content, portal.runs) == (second.content, 1)
    assert second["Content-Length"] == str(len(second.content))


def test_other_worker_takes_the_page_from_redis():
    one, two = Portal(), Portal()
    assert one.get().content == two.get().content
    assert (one.runs, two.runs) == (1, 0)


def test_other_release_does_not_take_it(monkeypatch):
    Portal().get()
    monkeypatch.setattr(pagecache, "release_mark", lambda: "next")
    portal = Portal()
    portal.get()
    assert portal.runs == 1


@pytest.mark.django_db
def test_warm_page_costs_no_query(client, django_assert_num_queries):
    make_network()
    client.get("/")
    with django_assert_num_queries(0):
        assert client.get("/").status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "change",
    [
        lambda network: Network.objects.update(short_name=SECOND),
        lambda network: (setattr(network, "short_name", SECOND), network.save()),
        lambda network: Network.objects.bulk_update([_renamed(network)], ["short_name"]),
        lambda network: (network.delete(), make_network(short_name=SECOND)),
        lambda network: (Network.objects.all().delete(), make_network(short_name=SECOND)),
        lambda network: Network.objects.update_or_create(key=network.key, defaults={"short_name": SECOND}),
    ],
    ids=["update", "save", "bulk_update", "delete", "delete all", "update_or_create"],
)
def test_committed_change_shows_at_once(client, change):
    network = make_network(short_name=FIRST)
    assert FIRST in client.get("/").content.decode()
    change(network)
    page = client.get("/").content.decode()
    assert SECOND in page
    assert FIRST not in page


def _renamed(network):
    network.short_name = SECOND
    return network


@pytest.mark.django_db(transaction=True)
def test_stamp_is_renewed_after_the_change_not_before(monkeypatch):
    """In autocommit a reader between stamp and row would keep the old page under the new stamp."""
    make_network(short_name=FIRST)
    seen = []
    monkeypatch.setattr(pagecache, "renew_stamp", lambda: seen.append(Network.objects.get().short_name))
    Network.objects.update(short_name=SECOND)
    assert seen == [SECOND]


@pytest.mark.django_db(transaction=True)
def test_change_in_another_connection_shows_within_a_second(client, monkeypatch):
    monkeypatch.setattr(pagecache, "STAMP_SECONDS", 1)
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(pagecache.time, "monotonic", lambda: clock.now)
    make_network(short_name=FIRST)
    client.get("/")

    def elsewhere():
        Network.objects.update(short_name=SECOND)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(elsewhere).result()
    clock.now += 1
    assert SECOND in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_rolled_back_change_drops_nothing(client):
    make_network(short_name=FIRST)
    client.get("/")
    stamp = cache.get(pagecache.stamp_key())
    with transaction.atomic():
        Network.objects.update(short_name=SECOND)
        transaction.set_rollback(True)
    assert cache.get(pagecache.stamp_key()) == stamp
    assert FIRST in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_transaction_renews_the_stamp_once(monkeypatch):
    renewals = []
    monkeypatch.setattr(pagecache, "renew_stamp", lambda: renewals.append(1))
    with transaction.atomic():
        for _ in range(20):
            make_office()
        YouthWelfareOffice.objects.bulk_create([YouthWelfareOffice(key="neu", name="Neu", short_name="Neu")])
    assert renewals == [1]


@pytest.mark.django_db(transaction=True)
def test_change_after_a_rolled_back_savepoint_still_drops(monkeypatch):
    renewals = []
    monkeypatch.setattr(pagecache, "renew_stamp", lambda: renewals.append(1))
    with transaction.atomic():
        with transaction.atomic():
            make_office()
            transaction.set_rollback(True)
        make_office()
    assert renewals == [1]


@pytest.mark.django_db
def test_signed_in_page_reaches_nobody_else(client):
    make_network()
    member = Client()
    member.force_login(make_user())
    own = member.get("/").content.decode()
    public = client.get("/").content.decode()
    assert "Mein Bereich" in own
    assert "Mein Bereich" not in public
    assert "Mein Bereich" in member.get("/").content.decode()


def test_page_that_says_it_is_personal_is_not_kept():
    portal = Portal()
    portal.get(user=SimpleNamespace(is_authenticated=True))
    assert portal.get().content.decode().startswith("<p>Lauf 2</p>")


@pytest.mark.parametrize("cookie", ["sessionid=abc", "messages=abc", "a=b; sessionid=abc"])
def test_reader_with_a_session_or_a_message_passes_the_cache(cookie):
    portal = Portal()
    portal.get()
    portal.get(cookie=cookie)
    assert portal.runs == 2


def test_form_with_its_token_is_not_kept():
    portal = Portal(lambda request: HttpResponse(get_token(request)))
    portal.middleware.get_response = _with_csrf_cookie(portal.middleware.get_response)
    assert portal.get().content != portal.get().content


def _with_csrf_cookie(get_response):
    def answer(request):
        response = get_response(request)
        response.set_cookie("csrftoken", request.META["CSRF_COOKIE"])
        return response

    return answer


@pytest.mark.parametrize("query", ["?x=1", "?plz=32423&x=1", "?utm_source=a"])
def test_unknown_parameter_is_answered_but_not_kept(query):
    portal = Portal(params=("plz",))
    portal.get(f"/{query}")
    portal.get(f"/{query}")
    assert portal.runs == 2


def test_known_parameter_is_kept_by_its_value_and_only_in_the_worker():
    portal, other = Portal(params=("plz",)), Portal(params=("plz",))
    pages = [portal.get(f"/?plz={plz}").content for plz in ("32423", "32545", "32423")]
    assert (portal.runs, pages[0] == pages[2], pages[0] == pages[1]) == (2, True, False)
    other.get("/?plz=32423")
    assert other.runs == 1


def test_question_mark_in_the_path_is_not_a_query():
    portal = Portal(params=("b",))
    portal.get("/a%3Fb=1")
    portal.get("/a?b=1")
    assert portal.runs == 2


def test_very_long_address_is_not_kept():
    portal = Portal(params=("plz",))
    for _ in range(2):
        portal.get(f"/?plz={'3' * 10_000}")
    assert portal.runs == 2


@pytest.mark.parametrize("status", [301, 404, 500])
def test_only_good_answers_are_kept(status):
    portal = Portal(lambda request: HttpResponse("x", status=status))
    portal.get()
    portal.get()
    assert portal.runs == 2


def test_streamed_file_passes_through(tmp_path):
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    portal = Portal(lambda request: FileResponse((tmp_path / "a.pdf").open("rb")))
    response = portal.get()
    assert b"".join(response.streaming_content) == b"%PDF"
    response.close()


@pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
def test_other_methods_pass_through(method):
    portal = Portal()
    portal.get(method=method)
    portal.get(method=method)
    assert portal.runs == 2


@pytest.mark.parametrize("path", ["/static/css/portal.css", "/gesund/", "/bereit/"])
def test_health_and_files_ask_no_redis(path, monkeypatch):
    monkeypatch.setattr(PageCacheMiddleware, "read_stamp", lambda self: pytest.fail("asked Redis"))
    assert Portal().get(path).status_code == 200


def test_same_etag_is_answered_304_without_body():
    portal = Portal()
    first = portal.get()
    again = portal.get(if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Content-Type" not in again
    assert "Content-Length" not in again
    assert again["Vary"] == first["Vary"]


@pytest.mark.parametrize("header", ["W/{}", '"other", {}'])
def test_weak_and_listed_etags_count(header):
    portal = Portal()
    assert portal.get(if_none_match=header.format(portal.get()["ETag"])).status_code == 304


def test_other_etag_or_other_coding_gets_the_page():
    portal = Portal()
    etag = portal.get(accept_encoding="gzip")["ETag"]
    assert portal.get(if_none_match='"other"').status_code == 200
    assert portal.get(if_none_match=etag, accept_encoding="br").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("gzip; q=0", None, bytes),
        ("gzip;q=0.0, br;q=0.1", "br", brotli.decompress),
        ("", None, bytes),
    ],
)
def test_reader_gets_a_coding_it_takes(accepted, coding, unpack):
    portal = Portal()
    plain = portal.get().content
    packed = portal.get(accept_encoding=accepted)
    assert packed.headers.get("Content-Encoding") == coding
    assert unpack(packed.content) == plain


def test_head_has_the_headers_and_no_body():
    portal = Portal()
    full = portal.get()
    head = portal.get(method="head")
    assert (head.content, head["Content-Length"], head["ETag"]) == (b"", str(len(full.content)), full["ETag"])


def test_head_alone_keeps_nothing():
    portal = Portal()
    portal.get(method="head")
    assert portal.get().content
    assert portal.runs == 2


def test_page_ends_when_it_says_so(monkeypatch):
    def view(request):
        response = HttpResponse("Öffnet um 9 Uhr")
        response.valid_until = timezone.now() + timedelta(minutes=3)
        return response

    portal = Portal(view)
    now = pagecache.time.time()
    portal.get()
    monkeypatch.setattr(pagecache.time, "time", lambda: now + 179)
    portal.get()
    assert portal.runs == 1
    monkeypatch.setattr(pagecache.time, "time", lambda: now + 181)
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
    monkeypatch.setattr(pagecache, "MEMORY_BYTES", 10_000)
    portal = Portal(params=("n",))
    for number in range(50):
        portal.get(f"/?n={number}")
    shelf = portal.middleware.shelf
    assert 0 < shelf.size <= 10_000
    assert shelf.size == sum(page.size for page in shelf.pages.values())


def test_forwarded_protocol_counts_as_yes_or_no():
    portal = Portal()
    for value in ("http", "junk-1", "junk-2"):
        portal.get(x_forwarded_proto=value)
    assert portal.runs == 1
    portal.get(x_forwarded_proto="https")
    assert portal.runs == 2


def test_without_redis_every_page_is_rendered(monkeypatch):
    def gone(*args, **kwargs):
        raise RedisGone

    monkeypatch.setattr(pagecache.cache, "get", gone)
    portal = Portal()
    portal.get()
    assert portal.get().status_code == 200
    assert portal.runs == 2


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_wrong_host_is_refused_and_never_kept(client):
    assert client.get("/", headers={"host": "portal.example"}).status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_kept_rows_last_as_long_as_the_stamp():
    loads = []
    portal = Portal(lambda request: HttpResponse(pagecache.kept(request, "rows", lambda: loads.append(1))))
    for _ in range(3):
        portal.get("/?x=1")
    assert len(loads) == 1
    pagecache.renew_stamp()
    portal.get("/?x=1")
    assert len(loads) == 2


def test_kept_rows_end_by_age(monkeypatch):
    loads = []
    portal = Portal(lambda request: HttpResponse(pagecache.kept(request, "rows", lambda: loads.append(1))))
    portal.get("/?x=1")
    now = pagecache.time.time()
    monkeypatch.setattr(pagecache.time, "time", lambda: now + pagecache.KEPT_SECONDS + 1)
    portal.get("/?x=1")
    assert len(loads) == 2


def test_reader_with_a_session_gets_rows_read_anew():
    loads = []
    portal = Portal(lambda request: HttpResponse(pagecache.kept(request, "rows", lambda: loads.append(1))))
    for _ in range(2):
        portal.get(cookie="sessionid=abc")
    assert len(loads) == 2


def test_change_while_redis_was_away_shows_once_it_is_back(monkeypatch):
    portal = Portal()
    portal.get()

    def gone(*args, **kwargs):
        raise RedisGone

    with monkeypatch.context() as away:
        for name in ("get", "set"):
            away.setattr(pagecache.cache, name, gone)
        pagecache.renew_stamp()
        portal.get()
    assert portal.runs == 2
    portal.get()
    assert portal.runs == 3


def test_threads_that_keep_the_same_page_count_it_once():
    shelf = pagecache.Shelf("stamp")
    page = pagecache.CachedPage((), "etag", 0, {"identity": b"x" * 100})
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: shelf.put("key", page), range(2000)))
    assert shelf.size == 100
