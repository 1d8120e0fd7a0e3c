"""Every page type: axe at both widths, nothing overflows, no cookie, no other host, also without JavaScript."""

import re
from pathlib import Path

import pytest

from tests.browser.addresses import (
    CHAPTERS,
    DAYCARE,
    INTERNAL,
    MISTAKES,
    MISTAKES_INTERNAL,
    NOT_FOUND,
    PATHS,
    PUBLIC,
    TOWN,
    address_of_page,
    is_information,
)

WIDTHS = (1280, 390)
ROOT = Path(__file__).resolve().parents[2]
FOUND = [name for name in PUBLIC if name not in NOT_FOUND]


def examine(visit, address, status=200, send=False, **options):
    """Everything that one look at a page can find; (window, findings). `send`: look at the answer to its form."""
    window = visit(**options)
    answer = window.open(address)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/html")
    if send:
        window.send_empty()
        assert window.page.title().startswith("Fehler: ")
        assert window.page.locator(".nk-error-summary").is_visible()
    headings = window.page.locator("h1").count()
    found = [] if headings == 1 else [f"{headings} h1"]
    found += [f"{width} px: {finding}" for width in WIDTHS for finding in at_width(window, width)]
    window.resize(320)
    return window, found + ([f"320 px: {window.overflow()} px too wide"] if window.overflow() > 0 else [])


def at_width(window, width):
    window.resize(width)
    return window.axe()


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_is_accessible_and_keeps_to_itself(visit, name):
    missing = name in NOT_FOUND  # Chromium notes a 404 in its console
    window, found = examine(visit, address_of_page(name), 404 if missing else 200, watches=not missing)
    assert found == []
    if is_information(name):
        assert window.context.cookies() == []
    assert window.page.locator('a[href="tel:110"]').filter(visible=True).count() >= 1


@pytest.mark.parametrize("name", INTERNAL)
def test_internal_page_is_accessible(visit, coordinator_cookie, name):
    assert examine(visit, address_of_page(name), cookie=coordinator_cookie)[1] == []


@pytest.mark.parametrize("name", MISTAKES)
def test_mistakes_are_shown_accessibly(visit, name):
    assert examine(visit, address_of_page(name), send=True)[1] == []


@pytest.mark.parametrize("name", MISTAKES_INTERNAL)
def test_internal_mistakes_are_shown_accessibly(visit, coordinator_cookie, name):
    assert examine(visit, address_of_page(name), send=True, cookie=coordinator_cookie)[1] == []


@pytest.mark.parametrize("names", [sorted(NOT_FOUND), *(FOUND[start::6] for start in range(6))], ids=range(7))
def test_public_pages_come_without_javascript(visit, names):
    """Many in one window: opening one takes longer than the look at a page."""
    window = visit(scripts=False, width=390, watches=not NOT_FOUND.intersection(names))
    found = {}
    for name in names:
        window.open(address_of_page(name))
        headings = window.page.locator("h1").filter(visible=True).count()
        window.page.get_by_role("button", name="Menü", exact=True).click()
        entries = window.page.locator("#hauptmenue a").filter(visible=True)
        if headings != 1 or entries.count() < 5:
            found[name] = f"{headings} headings, {entries.count()} entries"
    entries.filter(has_text="Beratung und Hilfe").click()
    window.page.wait_for_url("**/hilfe/")
    assert found == {}


@pytest.mark.parametrize("names", [INTERNAL[start::8] for start in range(8)], ids=range(8))
def test_internal_pages_come_without_javascript(visit, coordinator_cookie, names):
    window = visit(scripts=False, width=390, cookie=coordinator_cookie)
    found = {}
    for name in names:
        status = window.open(address_of_page(name)).status
        headings = window.page.locator("h1").filter(visible=True).count()
        if (status, headings) != (200, 1):
            found[name] = (status, headings)
    assert found == {}


def test_reader_without_javascript_asks_for_the_progress(visit, coordinator_cookie):
    window = visit(scripts=False, width=320, cookie=coordinator_cookie)
    window.open(address_of_page("job, running"))
    with window.page.expect_navigation():
        window.page.get_by_role("link", name="Stand neu laden").click()
    assert window.page.url.endswith(address_of_page("job, running"))
    assert window.overflow() <= 0


@pytest.mark.parametrize(
    "addresses", [CHAPTERS, PATHS, [path + "druck/" for path in PATHS]], ids=["guide", "paths", "sheets"]
)
def test_no_chapter_and_no_path_is_too_wide(visit, addresses):
    """Their texts differ: long words, tables."""
    window = visit(width=320)
    too_wide = {}
    for address in addresses:
        assert window.open(address).status == 200
        if window.overflow() > 0:
            too_wide[address] = window.overflow()
    assert too_wide == {}


def test_file_to_take_along_needs_no_network(visit, tmp_path):
    first = visit()
    answer = first.context.request.get(f"{first.portal}/meldewege/mitnehmen.html{TOWN}")
    assert answer.headers["content-disposition"].startswith("attachment")
    file = tmp_path / "meldewege.html"
    file.write_bytes(answer.body())

    window = visit(bypass_csp=True)
    requests = []
    window.page.on("request", lambda request: requests.append(request.url))
    window.page.goto(file.as_uri())
    assert [address for address in requests if not address.startswith(("file:", "data:"))] == []
    assert [finding for width in WIDTHS for finding in at_width(window, width)] == []
    window.resize(320)
    assert window.overflow() <= 0


def test_print_sheet_hides_what_paper_cannot_use(visit):
    window = visit()
    window.open(f"{DAYCARE}druck/{TOWN}")
    window.page.emulate_media(media="print")
    assert window.page.locator("#hauptmenue").is_hidden()
    assert window.page.locator("h1").is_visible()
    assert re.search(r"\d{3,}", window.page.locator("main").inner_text())


def test_emergency_numbers_stand_above_the_fold(visit):
    for width, height in ((390, 664), (1280, 720)):
        window = visit(width=width, height=height)
        for address in ("/", "/meldewege/", "/hilfe/", "/leitfaden/"):
            window.open(address)
            tops = window.page.evaluate(
                """() => [...document.querySelectorAll('a[href="tel:110"]')].filter(a => a.offsetParent)
                .map(a => a.getBoundingClientRect().bottom)"""
            )
            assert min(tops) <= height, f"{address} at {width} px"


def test_no_style_locks_the_orientation():
    """What axe would look for as css-orientation-lock."""
    styles = list((ROOT / "static/css").rglob("*.css"))
    assert styles
    assert [style.name for style in styles if "orientation" in style.read_text()] == []


def test_policy_refuses_foreign_and_inline_code(visit):
    """Shows that the policy works: a page of ours that tried would be a fault in every test above."""
    window = visit(watches=False)
    window.open("/")
    refused = window.page.evaluate(
        """() => new Promise((resolve) => {
            document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective));
            const code = document.createElement('script'); code.textContent = '1'; document.head.append(code);
            setTimeout(() => resolve('allowed'), 2000); })"""
    )
    assert refused == "script-src-elem"
