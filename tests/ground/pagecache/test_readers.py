"""Which requests and answers are kept: never anyone's own page, never what a stranger made up."""

from types import SimpleNamespace

import pytest
from django.http import FileResponse, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, override_settings

from netzwerk.pagecache import PageCacheMiddleware
from tests.factories import make_network, make_user
from tests.ground.pagecache.worker import Portal


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


@pytest.mark.django_db  # closing the answer looks after connections
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


def test_forwarded_protocol_counts_as_yes_or_no():
    portal = Portal()
    for value in ("http", "junk-1", "junk-2"):
        portal.get(x_forwarded_proto=value)
    assert portal.runs == 1
    portal.get(x_forwarded_proto="https")
    assert portal.runs == 2


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_wrong_host_is_refused_and_never_kept(client):
    assert client.get("/", headers={"host": "portal.example"}).status_code == 200
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400
