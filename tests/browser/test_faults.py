"""Pages nobody wants to see, and the first one after sign-in, as accessible as all others."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.urls import reverse
from playwright.sync_api import expect

from netzwerk.errors import ERRORS
from netzwerk.portal import context
from reporting_paths.contacts import views
from tests.browser.steps import press
from tests.browser.test_pages import examine

PAGE = "/ansprechpersonen/?x=1"  # the parameter passes the page cache
FAULTS = {403: PermissionDenied, 500: ValueError, 503: OperationalError}
OVERVIEW = "/mein/"


@pytest.fixture(params=FAULTS, ids=str)
def fault(request, monkeypatch):
    """Makes PAGE fail; returns the status. Without its database the portal does not know its contacts either."""

    def fail(*args, **kwargs):
        raise FAULTS[request.param]

    monkeypatch.setattr(views, "offices_with_towns", fail)
    if request.param == 503:
        monkeypatch.setattr(context, "contact_book", fail)
    return request.param


def test_fault_is_told_accessibly(visit, fault):
    window, found = examine(visit, PAGE, fault, watches=False)  # Chromium notes the status in its console
    assert found == []
    expect(window.page.get_by_role("heading", level=1)).to_have_text(str(ERRORS[fault][0]))
    expect(window.page.locator('main a[href="tel:110"]')).to_be_visible()


def test_fault_is_told_accessibly_to_a_member(visit, member_cookie, fault):
    assert examine(visit, PAGE, fault, cookie=member_cookie, watches=False)[1] == []


def test_keyboard_leads_from_a_fault_to_the_paths(visit, fault):
    window = visit(watches=False)
    window.open(PAGE)
    press(window, "Zum Inhalt springen", stops=40)
    press(window, "Was tun bei Verdacht?", stops=40)
    window.page.wait_for_url("**/meldewege/")


def test_overview_of_a_member_is_accessible(visit, member_cookie):
    window, found = examine(visit, OVERVIEW, cookie=member_cookie)
    assert found == []
    expect(window.page.get_by_role("heading", name="Inhalte pflegen")).to_have_count(0)


def test_keyboard_leads_a_member_to_their_access(visit, member_cookie):
    window = visit(cookie=member_cookie)
    window.open(OVERVIEW)
    press(window, "Zum Inhalt springen", stops=40)
    press(window, "Mein Zugang", stops=40)
    window.page.wait_for_url("**" + reverse("accounts:access"))
