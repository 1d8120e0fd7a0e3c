"""A change made by one process shows in a web server that runs beside it, within about a second."""

import os
import subprocess
import sys
import time
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core import serializers
from django.core.cache import cache
from django.db import connection

from netzwerk import pagecache
from netzwerk.bench.servers import gunicorn
from netzwerk.models import Network
from tests.factories import make_network

FIRST, SECOND = "Erstort", "Zweitort"
# A second until a worker asks for the stamp, and one for a busy machine to render.
SECONDS = 2

CHANGES = {
    "save": "n = Network.objects.get(); n.short_name = 'Zweitort'; n.save()",
    "update": "Network.objects.update(short_name='Zweitort')",
    "one transaction": "with transaction.atomic(): Network.objects.update(short_name='Zweitort')",
    "deleted and seeded anew": (
        "with transaction.atomic(): Network.objects.all().delete();"
        " Network.objects.create(key='n', name='Netz', short_name='Zweitort', operator='Amt')"
    ),
}


@pytest.fixture
def environment():
    """What processes beside this one need to work on the test database."""
    database = connection.settings_dict
    host = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}"
    return {
        "DATABASE_URL": f"postgresql://{host}/{database['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "NETZWERK_ENV": "test",
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECRET_KEY": "two processes",
    }


@pytest.fixture
def portal(transactional_db, environment):
    """A web server with two workers that both hold the start page with FIRST on it."""
    make_network(short_name=FIRST)
    with gunicorn("netzwerk.wsgi:application", **environment) as server:
        ends_at = time.monotonic() + 1
        while time.monotonic() < ends_at:
            assert FIRST in page(server)
        yield server


def page(server):
    with urlopen(f"http://127.0.0.1:{server.port}/", timeout=30) as answer:  # noqa: S310 - our own server
        return answer.read().decode()


def manage(environment, *arguments):
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        check=True,
        cwd=settings.BASE_DIR,
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )


def assert_all_workers_show(server, text):
    """From SECONDS on no answer of any worker is the old one."""
    time.sleep(SECONDS)
    assert [text in page(server) for _ in range(12)] == [True] * 12


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_of_another_process_shows(portal, environment, change):
    imports = "from django.db import transaction\nfrom netzwerk.models import Network\n"
    manage(environment, "shell", "-c", imports + change)
    assert_all_workers_show(portal, SECOND)


def test_rows_of_loaddata_show(portal, environment, tmp_path):
    network = Network.objects.get()
    network.short_name = SECOND
    file = tmp_path / "network.json"
    file.write_text(serializers.serialize("json", [network]))
    manage(environment, "loaddata", str(file))
    assert_all_workers_show(portal, SECOND)


def test_migrate_drops_pages_for_data_migrations_know_no_save(portal, environment):
    Network._base_manager.update(short_name=SECOND)
    assert FIRST in page(portal)
    manage(environment, "migrate", "--verbosity=0")
    assert_all_workers_show(portal, SECOND)


def test_restarted_redis_that_lost_the_stamp_drops_pages(portal):
    Network._base_manager.update(short_name=SECOND)
    cache.delete(pagecache.stamp_key())
    assert_all_workers_show(portal, SECOND)


def test_other_database_in_the_same_redis_has_pages_of_its_own(monkeypatch):
    mine = pagecache.stamp_key()
    monkeypatch.setitem(connection.settings_dict, "NAME", "other")
    assert pagecache.stamp_key() != mine
