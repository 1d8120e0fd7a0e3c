"""What every test has at hand."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test.utils import setup_databases, teardown_databases
from redis import Redis

from tests import example

collect_ignore_glob = ["__pycache__"]
BROWSER = Path(__file__).resolve().parent / "browser"


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items):
    """A module stays on one worker and loads its example network once; browser tests are shared out one by one."""
    for item in items:
        if not item.path.is_relative_to(BROWSER):
            item.add_marker(pytest.mark.xdist_group(item.path.name))


def empty_cache():
    """Drops this worker's keys; `cache.clear()` would empty the whole Redis, other workers' keys too."""
    with Redis.from_url(settings.REDIS_URL) as redis:
        keys = list(redis.scan_iter(match=f"{settings.CACHES['default']['KEY_PREFIX']}:*", count=1000))
        if keys:
            redis.delete(*keys)
    cache.close()


@pytest.fixture(autouse=True)
def _empty_page_cache():
    """No test reads a page another one left in the cache."""
    empty_cache()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """The test database, also for modules whose tests do not ask for `db`; pytest-django's own would leave it out."""
    with django_db_blocker.unblock():
        state = setup_databases(verbosity=0, interactive=False)
    yield
    with django_db_blocker.unblock():
        from django.db import connection as c
        k = c.cursor(); k.execute("select pid, state, backend_start, state_change, left(query, 300) from pg_stat_activity where datname = current_database()"); open("/tmp/H_activity", "a").write(repr(k.fetchall()) + chr(10))
        teardown_databases(state, verbosity=0)


@pytest.fixture(scope="module")
def example_network(django_db_setup, django_db_blocker):
    """The example network with everything in it, for a whole module; taken back at its end.

    Tests of such a module do not ask for `db`: what they change stays until the end of the module.
    """
    with django_db_blocker.unblock(), example.loaded_and_rolled_back():
        yield
