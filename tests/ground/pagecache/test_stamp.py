"""A committed change shows at once, and nothing but a change drops pages."""

from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from redis.exceptions import ConnectionError as RedisGone

from netzwerk.models import Network, YouthWelfareOffice
from netzwerk.pagecache import middleware, stamp
from tests.factories import make_network, make_office
from tests.ground.pagecache.worker import Portal

FIRST, SECOND = "Erstort", "Zweitort"


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
@pytest.mark.parametrize("address", ["/", "/?x=1"], ids=["whole page", "its parts"])
def test_committed_change_shows_at_once(client, change, address):
    network = make_network(short_name=FIRST)
    assert FIRST in client.get(address).content.decode()
    change(network)
    page = client.get(address).content.decode()
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
    monkeypatch.setattr(stamp, "renew_stamp", lambda: seen.append(Network.objects.get().short_name))
    Network.objects.update(short_name=SECOND)
    assert seen == [SECOND]


@pytest.mark.django_db(transaction=True)
def test_change_in_another_connection_shows_within_a_second(client, monkeypatch):
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 1)
    clock = SimpleNamespace(now=100.0)
    monkeypatch.setattr(middleware.time, "monotonic", lambda: clock.now)
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
    before = cache.get(stamp.stamp_key())
    with transaction.atomic():
        Network.objects.update(short_name=SECOND)
        transaction.set_rollback(True)
    assert cache.get(stamp.stamp_key()) == before
    assert FIRST in client.get("/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_one_transaction_renews_the_stamp_once(monkeypatch):
    renewals = []
    monkeypatch.setattr(stamp, "renew_stamp", lambda: renewals.append(1))
    with transaction.atomic():
        for _ in range(20):
            make_office()
        YouthWelfareOffice.objects.bulk_create([YouthWelfareOffice(key="neu", name="Neu", short_name="Neu")])
    assert renewals == [1]


@pytest.mark.django_db(transaction=True)
def test_change_after_a_rolled_back_savepoint_still_drops(monkeypatch):
    renewals = []
    monkeypatch.setattr(stamp, "renew_stamp", lambda: renewals.append(1))
    with transaction.atomic():
        with transaction.atomic():
            make_office()
            transaction.set_rollback(True)
        make_office()
    assert renewals == [1]


def test_without_redis_every_page_is_rendered(monkeypatch):
    def gone(*args, **kwargs):
        raise RedisGone

    monkeypatch.setattr(stamp.cache, "get", gone)
    portal = Portal()
    portal.get()
    assert portal.get().status_code == 200
    assert portal.runs == 2


def test_change_while_redis_was_away_shows_once_it_is_back(monkeypatch):
    portal = Portal()
    portal.get()

    def gone(*args, **kwargs):
        raise RedisGone

    with monkeypatch.context() as away:
        for name in ("get", "set"):
            away.setattr(stamp.cache, name, gone)
        stamp.renew_stamp()
        portal.get()
    assert portal.runs == 2
    portal.get()
    assert portal.runs == 3


def test_other_release_does_not_take_it(monkeypatch):
    Portal().get()
    monkeypatch.setattr(middleware, "release_mark", lambda: "next")
    portal = Portal()
    portal.get()
    assert portal.runs == 1
