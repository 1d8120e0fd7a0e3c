"""The portal as people meet it: Chromium against a live server with the example network.

The server runs in a thread of the test process, so a test sets the server's clock (fixture `clock`).
"""

import os
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections
from django.utils import timezone
from playwright.sync_api import expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from netzwerk import pagecache
from netzwerk.pagecache import middleware
from tests import example
from tests.browser.addresses import make_page_rows
from tests.browser.steps import PHONE
from tests.browser.training import PLANNED_AT, STORED
from tests.browser.visit import Pages, Visit
from tests.factories import make_membership, make_person, make_session, make_user

HERE = Path(__file__).resolve().parent
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # a request elsewhere is a fault and leads nowhere
]
expect.set_options(timeout=15_000)  # what a page shows is waited for; under load that takes its time
# Playwright's loop runs in this thread, where Django would take its synchronous calls for a mistake.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items):
    """Without a browser these tests are skipped, and say why."""
    reason = os.environ.get("NO_BROWSER")
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="package")
def portal(django_db_setup, django_db_blocker):
    """Address of the live server; its rows are taken away at the end."""
    patch = pytest.MonkeyPatch()
    patch.setattr(middleware, "STAMP_SECONDS", 0)
    with django_db_blocker.unblock():
        example.load()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        call_command("flush", interactive=False, verbosity=0)
    patch.undo()


@pytest.fixture(scope="package")
def pages(portal):
    """One Chromium for all tests of this worker; it ends before the server does."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=ARGUMENTS
        )
        yield Pages(browser)
        browser.close()
        connections.close_all()  # beside Playwright's loop, Django has given the tests one of their own


@pytest.fixture(scope="package")
def coordinator(portal):
    """A coordinator, and the rows behind the pages."""
    user = make_user(role="coordinator", is_superuser=True)
    make_page_rows(owner=user)
    return user


@pytest.fixture(scope="package")
def coordinator_cookie(portal, coordinator):
    """Name and value of the coordinator's session."""
    return session_cookie(portal, coordinator)


@pytest.fixture(scope="package")
def member_cookie(portal):
    """The session of a member without any further role."""
    return session_cookie(portal, make_user(email="mitglied@amt.example"))


def session_cookie(portal, user):
    return {"name": "sessionid", "value": make_session(user), "url": portal}


@contextmanager
def rows_taken_back(models):
    """What a story adds to `models` goes at its end, as the other tests count on the example alone.

    The rows of the page tests chose their keys themselves; new ones are numbered behind them.
    """
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)
    kept = {model: set(model.objects.values_list("pk", flat=True)) for model in models}
    yield
    for model in models:
        model.objects.exclude(pk__in=kept[model]).delete()


@pytest.fixture
def visit(portal, pages, coordinator):
    """Opens browser windows: `visit(width=390)`; whatever goes wrong in one of them fails the test at its end."""
    visits = []

    def open_window(**options):
        visits.append(Visit(portal, pages, **options))
        return visits[-1]

    yield open_window
    for each in visits:
        each.close()
    assert [fault for each in visits for fault in each.faults] == []


@pytest.fixture
def clock(portal, monkeypatch):
    """`clock(2026, 11, 29, 23)`: what the server takes for now, Berlin time; it stands still."""

    def stand_at(*when):
        moment = datetime(*when, tzinfo=ZoneInfo("Europe/Berlin"))
        monkeypatch.setattr(timezone, "now", lambda: moment)
        pagecache.renew_stamp()
        return moment

    yield stand_at
    monkeypatch.undo()
    pagecache.renew_stamp()


@pytest.fixture
def enter(visit, portal):
    """Opens „Mein Bereich“ as `user`; a session lasts ten hours of the clock."""

    def open_window(user, width=PHONE, **options):
        window = visit(width=width, cookie=session_cookie(portal, user), **options)
        window.open("/mein/")
        return window

    return open_window


@pytest.fixture
def february(portal, coordinator, clock):
    """Five weeks before the training of the stories; what a story adds goes afterwards."""
    with rows_taken_back(STORED):
        clock(*PLANNED_AT)
        yield


@pytest.fixture
def tiemann(february):
    """A member who takes part in the training of the stories."""
    user = make_user(full_name="Maren Tiemann", email="tiemann@kita.example")
    make_membership(person=make_person(first_name="Maren", last_name="Tiemann", email=user.email, user=user))
    return user
