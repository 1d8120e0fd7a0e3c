"""Services that are away, refused requests and faults: a calm page with the emergency numbers, always."""

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import OperationalError, connection, connections
from django.test import Client, override_settings
from django.urls import path

from netzwerk import errors, tasks, urls
from netzwerk.audit import record_event
from netzwerk.models import AuditEvent, Network
from netzwerk.pagecache import middleware
from tests.factories import make_network, make_user

CLOSED_PORT = "9"


def fail_with(error):
    def view(request):
        raise error

    view.login_required = False
    return view


urlpatterns = [
    *urls.urlpatterns,
    path("probe/400/", fail_with(SuspiciousOperation("Muster, Erika"))),
    path("probe/403/", fail_with(PermissionDenied)),
    path("probe/500/", fail_with(ValueError("Muster, Erika"))),
    path("probe/503/", fail_with(OperationalError("Muster, Erika"))),
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
probes = pytest.mark.urls(__name__)


def assert_calm(response, status):
    page = response.content.decode()
    assert response.status_code == status
    assert str(errors.ERRORS[status][0]) in page
    assert 'href="tel:110"' in page
    assert 'href="tel:112"' in page
    assert 'href="/"' in page
    assert "Erika" not in page


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False)


@probes
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [("/probe/400/", 400), ("/probe/403/", 403), ("/gibt-es-nicht/", 404), ("/probe/500/", 500), ("/probe/503/", 503)],
)
@pytest.mark.parametrize("signed_in", [False, True])
def test_error_has_the_portals_look(visitor, address, status, signed_in):
    make_network()
    if signed_in:
        visitor.force_login(make_user())
    assert_calm(visitor.get(address), status)


@pytest.mark.django_db
@override_settings(ALLOWED_HOSTS=["portal.example"])
def test_wrong_host_gets_the_calm_page(visitor):
    assert_calm(visitor.get("/", headers={"host": "evil.example"}), 400)


@pytest.mark.django_db
def test_form_without_its_token_is_refused_calmly():
    visitor = Client(enforce_csrf_checks=True)
    assert_calm(visitor.post("/konto/anmelden/", {"login": "a@b.example"}), 403)


@pytest.fixture
def database_gone(django_db_blocker, monkeypatch):
    """The real thing: PostgreSQL is asked for at a port where nobody listens."""
    with django_db_blocker.unblock():
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "PORT", CLOSED_PORT)
        monkeypatch.setitem(connection.settings_dict, "HOST", "127.0.0.1")
        yield
        connections.close_all()


@pytest.mark.parametrize("address", ["/netzwerk/", "/hilfe/", "/meldewege/", "/leitfaden/"])
def test_without_database_503_with_emergency_numbers(visitor, database_gone, address):
    response = visitor.get(address)
    # A page that needs no row still comes.
    if response.status_code != 200:
        assert_calm(response, 503)
        assert response["Retry-After"] == "60"


@pytest.mark.django_db
def test_header_of_a_moment_without_database_is_not_kept(client, monkeypatch):
    network = make_network()
    with monkeypatch.context() as away:
        away.setattr(type(Network.objects), "first", fail_with(OperationalError))
        assert network.short_name not in client.get("/gibt-es-nicht/").content.decode()
    assert network.short_name in client.get("/gibt-es-nicht/").content.decode()


def test_without_database_the_start_page_is_503(visitor, database_gone):
    assert_calm(visitor.get("/"), 503)


@pytest.mark.parametrize("address", ["/", "/mein/", "/konto/anmelden/"])
def test_without_database_somebody_signed_in_gets_503_too(visitor, database_gone, address):
    visitor.cookies["sessionid"] = "a" * 32
    assert_calm(visitor.get(address), 503)


def test_without_database_readiness_says_so(client, database_gone):
    response = client.get("/bereit/")
    assert response.status_code == 503
    assert response.json()["datenbank"] is False
    assert client.get("/gesund/").content == b"gesund"


@pytest.fixture
def redis_gone(monkeypatch):
    """The real thing: Redis is asked for at a port where nobody listens."""
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 0)
    backend = caches["default"]
    nobody = type(backend._cache)([f"redis://127.0.0.1:{CLOSED_PORT}/0"])
    monkeypatch.setitem(backend.__dict__, "_cache", nobody)


@pytest.mark.django_db
def test_without_redis_pages_come(client, redis_gone):
    make_network()
    for _ in range(2):
        assert client.get("/").status_code == 200


@pytest.mark.django_db
def test_without_redis_nobody_guesses_passwords(client, redis_gone):
    response = client.post("/konto/anmelden/", {"login": "a@amt.example", "password": "geraten"})

    assert_calm(response, 503)


@pytest.mark.django_db(transaction=True)
def test_without_redis_changes_are_kept(redis_gone):
    make_network().save()


@pytest.mark.django_db
def test_without_redis_readiness_says_so(client, redis_gone):
    response = client.get("/bereit/")
    assert (response.status_code, response.json()) == (503, {"datenbank": True, "redis": False, "worker": False})


@pytest.mark.django_db
def test_readiness_needs_the_workers_heartbeat(client):
    assert client.get("/bereit/").json() == {"datenbank": True, "redis": True, "worker": False}
    tasks.beat_heartbeat()
    response = client.get("/bereit/")
    assert (response.status_code, response.json()) == (200, {"datenbank": True, "redis": True, "worker": True})


@pytest.mark.django_db
def test_liveness_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/gesund/").content == b"gesund"


@pytest.mark.django_db
def test_audit_event_names_ids_not_people():
    user, network = make_user(), make_network()
    event = record_event("network.changed", target=network, by=user, reason="Umzug")
    stored = AuditEvent.objects.get()
    assert stored == event
    assert (stored.kind, stored.target_type, stored.target_id, stored.actor_id, stored.details) == (
        "network.changed",
        "netzwerk.network",
        str(network.pk),
        user.pk,
        {"reason": "Umzug"},
    )
    assert not any(field.is_relation for field in AuditEvent._meta.get_fields())
