"""Every page type: axe at both widths, nothing overflows, no cookie, no other host, also without JavaScript."""

import pytest

from tests.browser.addresses import INTERNAL, PUBLIC, address_of_page, is_information

WIDTHS = (1280, 390)
NOT_FOUND = {"no such page"}


def examine(visit, address, status=200, **options):
    """Everything that one look at a page can find; (window, findings)."""
    window = visit(**options)
    answer = window.open(address)
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/html")
    found = axe_findings(visit, address, options)
    window.resize(320)
    if window.overflow() > 0:
        found.append(f"320 px: {window.overflow()} px too wide")
    headings = window.page.locator("h1").count()
    return window, found + ([] if headings == 1 else [f"{headings} h1"])


def axe_findings(visit, address, options):
    """At both widths; the policy stands aside for axe only, the window that watches for refused code keeps it."""
    window = visit(**options | {"bypass_csp": True, "watches": False})
    window.open(address)
    found = []
    for width in WIDTHS:
        window.resize(width)
        found += [f"{width} px: {finding}" for finding in window.axe()]
    window.close()
    return found


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


@pytest.mark.parametrize("name", PUBLIC)
def test_public_page_comes_without_javascript(visit, name):
    window = visit(scripts=False, width=390, watches=name not in NOT_FOUND)
    window.open(address_of_page(name))
    assert window.page.locator("h1").filter(visible=True).count() == 1
    window.page.get_by_role("button", name="Menü", exact=True).click()
    entries = window.page.locator("#hauptmenue a").filter(visible=True)
    assert entries.count() >= 5
    entries.filter(has_text="Beratung und Hilfe").click()
    window.page.wait_for_url("**/hilfe/")


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
