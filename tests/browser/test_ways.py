"""Ways through the portal: three taps to the right number, keyboard alone, no JavaScript, the quick way out."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.addresses import DAYCARE, TOWN
from tests.browser.conftest import session_cookie
from tests.browser.steps import shows_mistakes
from tests.browser.visit import wait_until
from tests.factories import make_user

TAPS = 3
STOPS = 300  # no page has more of them
SIGN_IN = re.compile("/konto/anmelden/")
STORIES = {
    "Erzieherin, Bad Oeynhausen, Sonntag 23 Uhr": (
        (2026, 11, 29, 23, 0), "kita-jugendhilfe", "Bad Oeynhausen", "tel:+492214710110",
    ),
    "Bürger, 32423 Minden, Mittwoch 10 Uhr": (
        (2026, 11, 25, 10, 0), "privatperson", "Minden", "tel:+492214710210",
    ),
    "Kinderärztin, Rahden, Montag 10 Uhr": (
        (2026, 11, 30, 10, 0), "gesundheitswesen", "Rahden", "tel:+492214710120",
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_three_taps_from_the_start_to_a_callable_number(visit, clock, story, scripts):
    moment, path, town, number = STORIES[story]
    clock(*moment)
    window = visit(width=390, height=844, scripts=scripts)
    window.open("/")
    page, taps = window.page, 0

    page.locator(f'a.nk-tile[href$="/{path}/"]').click()
    taps += 1
    page.wait_for_url(f"**/meldewege/{path}/")
    page.get_by_role("link", name=town, exact=True).first.click()
    taps += 1
    page.wait_for_url(re.compile(rf"/meldewege/{path}/\?ort="))
    call = page.locator(f'main a.nk-phone[href="{number}"]').filter(visible=True).first
    expect(call).to_be_visible()
    call.click(trial=True)
    taps += 1

    assert taps <= TAPS
    assert call.bounding_box()["height"] >= 24


def test_postal_code_from_the_start_page_leads_to_the_number(visit, clock):
    clock(2026, 11, 25, 10, 0)
    window = visit(width=390, height=844, scripts=False)
    window.open("/")
    window.page.get_by_label("Postleitzahl").fill("32423")
    window.page.get_by_role("button", name="Nummer anzeigen").click()
    expect(window.page).to_have_url(re.compile("/hilfe/minden/$"))
    expect(window.page.locator("main a.nk-phone").filter(visible=True).first).to_be_visible()


@pytest.mark.parametrize("code", ["abc", "1234", "' OR 1=1 --", "9" * 10_000])
def test_wrong_postal_code_gets_a_kind_sentence(visit, code):
    window = visit(scripts=False)
    answer = window.open("/hilfe/?plz=" + code.replace(" ", "%20").replace("'", "%27"))
    assert answer.status == 200
    shows_mistakes(window.page)
    expect(window.page.locator(".nk-error-summary")).to_be_visible()


def test_sign_in_and_out_work_without_javascript(visit, portal):
    user = make_user(password="ein langes Kennwort")
    window = visit(scripts=False, width=390)
    page = window.page
    window.open("/mein/")
    expect(page).to_have_url(SIGN_IN)
    page.get_by_label("E-Mail-Adresse", exact=True).fill(user.email)
    page.locator('input[type="password"]').fill("ein langes Kennwort")
    page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    expect(page).to_have_url(re.compile("/mein/$"))
    window.open("/konto/abmelden/")
    with page.expect_navigation():
        page.locator("main form button[type=submit], main form input[type=submit]").first.click()
    window.open("/mein/")
    expect(page).to_have_url(SIGN_IN)


def test_keyboard_alone_leads_from_the_start_to_a_path(visit):
    window = visit()
    window.open("/")
    window.page.keyboard.press("Tab")
    skip = window.focus()
    assert (skip["text"], skip["href"], skip["shows"]) == ("Zum Inhalt springen", "#inhalt", True)
    window.page.keyboard.press("Enter")
    expect(window.page.locator("#inhalt")).to_be_focused()
    for _ in range(40):
        window.page.keyboard.press("Tab")
        focused = window.focus()
        assert focused["shows"], f"no focus to be seen on {focused}"
        if focused["href"] and focused["href"].startswith("/meldewege/") and focused["href"] != "/meldewege/":
            break
    window.page.keyboard.press("Enter")
    window.page.wait_for_url("**/meldewege/*/")


@pytest.mark.parametrize(
    "address", ["/", "/hilfe/", DAYCARE + TOWN, f"{DAYCARE}schritt/2/", "/barriere-melden/", "/konto/anmelden/"]
)
@pytest.mark.parametrize("width", [390, 1280])
def test_every_stop_of_the_keyboard_is_visible(visit, address, width):
    window = visit(width=width)
    window.open(address)
    stops = []
    for _ in range(STOPS):
        window.page.keyboard.press("Tab")
        focused = window.focus()
        if focused["tag"] == "BODY":
            break
        stops.append(focused)
    assert 10 < len(stops) < STOPS
    assert [stop for stop in stops if not stop["shows"] or stop["height"] < 1] == []


def test_menu_opens_by_keyboard_and_escape_closes_it(visit):
    window = visit(width=390)
    window.open("/")
    button, menu = window.page.get_by_role("button", name="Menü", exact=True), window.page.locator("#hauptmenue")
    expect(menu).to_be_hidden()
    button.focus()
    window.page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    window.page.keyboard.press("Tab")
    window.page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()


def by_link(page):
    page.get_by_role("link", name="Seite schnell verlassen").click()


def by_key(page):
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("leave", [by_link, by_key])
def test_quick_exit_replaces_the_page_in_the_history(visit, leave):
    window = visit(width=390, leaves=True, watches=False)
    page = window.page
    window.open("/hilfe/")
    leave(page)
    page.wait_for_url("https://www.wikipedia.de/**")
    page.go_back()
    expect(page).not_to_have_url(re.compile("^" + re.escape(window.portal)))


def test_quick_exit_ends_the_session(visit, portal):
    user = make_user()
    cookie = session_cookie(portal, user)
    window = visit(cookie=cookie, leaves=True, watches=False)
    window.open("/")
    with window.page.expect_request("**/verlassen/"):
        by_key(window.page)
    window.page.wait_for_url("https://www.wikipedia.de/**")
    wait_until(lambda: not Session.objects.filter(session_key=cookie["value"]).exists())  # the page is left before
    window.open("/mein/")
    expect(window.page).to_have_url(SIGN_IN)


def test_quick_exit_works_without_javascript(visit):
    window = visit(scripts=False, leaves=True, watches=False)
    window.open("/hilfe/")
    with window.page.expect_request("https://www.wikipedia.de/") as request:
        by_link(window.page)
    assert request.value.redirected_from.url.endswith("/verlassen/")


def test_two_presses_or_letters_between_them_do_not_leave(visit):
    window = visit()
    window.open("/hilfe/")
    for key in ("Shift", "Shift", "a", "Shift", "Shift"):
        window.page.keyboard.press(key)
    window.page.wait_for_timeout(200)
    assert window.page.url.endswith("/hilfe/")
