"""Steps of the stories: what one presses, follows and reads in a window, and what comes by mail."""

import re

from playwright.sync_api import expect

from netzwerk.models import OutgoingMail
from tests.browser.visit import wait_until
from tests.trainings.offers.makers import newest_code

PHONE, DESK = 390, 1280


def click(page, name):
    """Presses the button `name` and waits for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def follow(window, name):
    """Follows the link `name` of the page's own part."""
    with window.page.expect_navigation():
        window.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def follow_first(window, name):
    """Follows the first of the links that have `name` in them."""
    with window.page.expect_navigation():
        window.page.get_by_role("main").get_by_role("link", name=name).first.click()


def press(window, name, stops=80):
    """Reaches the button or link `name` with the tab key and presses it; every stop shows where the focus is."""
    for _ in range(stops):
        window.page.keyboard.press("Tab")
        focused = window.focus()
        assert focused["shows"], f"no focus to be seen on {focused}"
        if focused["text"] == name:
            window.page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached")


def fill_row(page, number, day, starts, ends):
    """Fills in a date of a training."""
    for name, value in {"day": day, "starts": starts, "ends": ends}.items():
        page.locator(f"[name=termine-{number}-{name}]").fill(value)


def says(window, text):
    """The reader finds `text` in the page's own part."""
    expect(window.page.get_by_role("main")).to_contain_text(text, use_inner_text=True)


def shows_mistakes(page):
    """The form is back, and says so in its title."""
    expect(page).to_have_title(re.compile("^Fehler: "))


def fits(window, width=PHONE):
    """Nothing of this page is wider than a phone; afterwards it is `width` again."""
    window.page.wait_for_load_state()
    window.resize(PHONE)
    assert window.overflow() <= 0, window.page.url
    window.resize(width)


def link_in_mail(email, path):
    """The address below `path` in the newest mail to `email`, as one clicks it."""
    mail = OutgoingMail.objects.filter(to=email, text_body__contains=path).latest("pk")
    return re.search(rf"https?://[^/\s]+({path}\S+)", mail.text_body)[1]


def code_for(email):
    """The code that was sent for signing up."""
    wait_until(lambda: OutgoingMail.objects.filter(to=email, kind="training-code").exists())
    return newest_code(to=email)
