"""A browser window that watches itself."""

import time
from pathlib import Path

AXE = (Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EXIT_PAGE = "https://www.wikipedia.de/"
EMPTY = """(form) => { for (const field of form.elements) {
    if (["radio", "checkbox"].includes(field.type)) field.checked = false;
    else if (field.matches("input:not([type=hidden]), textarea")) field.value = ""; } }"""
NEUTRAL = "<!doctype html><html lang=de><title>Wikipedia</title><h1>Wikipedia</h1></html>"


class Pages:
    """The browser's pages, used by one test after the other: a new one each time would cost most of the run.

    A context for each kind of page; its cookies go with every test, its cached files stay.
    """

    def __init__(self, browser):
        self.browser, self.free = browser, {}

    def take(self, **options):
        waiting = self.free.setdefault(tuple(sorted(options.items())), [])
        if waiting:
            return waiting.pop()
        return self.browser.new_context(locale="de-DE", reduced_motion="reduce", **options).new_page()

    def give_back(self, page, **options):
        page.goto("about:blank")
        page.emulate_media(media="null")
        page.context.clear_cookies()
        self.free[tuple(sorted(options.items()))].append(page)


class Visit:
    """One window: `page` is Playwright's page; `faults` collects errors, refused code and requests to other hosts.

    `watches`: the console counts. `leaves`: the page behind the quick exit is there (else no name but ours resolves).
    """

    def __init__(
        self, portal, pages, *, width=1280, height=900, scripts=True, cookie=None, watches=True, leaves=False, **options
    ):
        self.portal, self.faults, self.watches, self.leaves = portal, [], watches, leaves
        self.pages, self.options = pages, options | {"java_script_enabled": scripts}
        self.page = pages.take(**self.options)
        self.context = self.page.context
        self.resize(width, height)
        if cookie:
            self.context.add_cookies([cookie])
        if leaves:
            self.page.route(EXIT_PAGE + "**", lambda route: route.fulfill(body=NEUTRAL, content_type="text/html"))
        self.listeners = {"request": self._request, "console": self._console, "pageerror": self._script_error}
        for event, listener in self.listeners.items():
            self.page.on(event, listener)

    def _script_error(self, error):
        self.faults.append(f"script: {error}")

    def _request(self, request):
        to_exit = self.leaves and request.url.startswith(EXIT_PAGE) and request.is_navigation_request()
        if not to_exit and not request.url.startswith((self.portal + "/", "data:", "blob:", "file:")):
            self.faults.append(f"other host: {request.url}")

    def _console(self, message):
        if self.watches and message.type in ("error", "warning"):
            self.faults.append(f"console of {self.page.url}: {message.text}")

    def open(self, address):
        """Opens `address` of the portal; returns the answer."""
        return self.page.goto(self.portal + address, wait_until="load")

    def send_empty(self):
        """Sends the form of the page with nothing filled in and nothing chosen."""
        form = self.page.locator("main form:not([data-passkey])").last
        form.evaluate(EMPTY)
        with self.page.expect_navigation():
            form.locator("[type=submit]:visible:not([formnovalidate])").first.click()

    def resize(self, width, height=900):
        self.page.set_viewport_size({"width": width, "height": height})

    def axe(self):
        """What axe finds, "rule: elements".

        Without `preload` it writes no styles into the page, so the policy stays in force; the one rule that needs them
        (css-orientation-lock) is test_no_style_locks_the_orientation.
        """
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        return self.page.evaluate(
            """(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations'], preload: false})
            .then((result) => result.violations.map(
                (v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(' | ')))""",
            RULES,
        )

    def overflow(self):
        """Pixels by which the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def focus(self):
        """The focused element: tag, text, address and whether its outline shows."""
        return self.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            const line = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
            const marks = (s) => line(s) || s.boxShadow !== 'none';
            const inside = e.querySelector('*');
            const around = [e.parentElement, e.closest('li')].some((a) => a && line(getComputedStyle(a)));
            const shows = marks(s) || (inside && marks(getComputedStyle(inside))) || around;
            return {tag: e.tagName, text: (e.innerText || e.name || '').trim(), href: e.getAttribute('href'), id: e.id,
                shows, width: r.width, height: r.height}; }"""
        )

    def close(self):
        for event, listener in self.listeners.items():
            self.page.remove_listener(event, listener)
        if self.leaves:  # its history is another one now
            self.context.close()
        else:
            self.pages.give_back(self.page, **self.options)


def wait_until(is_so, seconds=10):
    """Asks `is_so()` again and again; fails if it never holds."""
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "it never came to pass"
        time.sleep(0.05)
