"""A browser window that watches itself."""

from pathlib import Path
from urllib.parse import urlsplit

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
EXIT_HOST = "www.wikipedia.de"
NEUTRAL = "<!doctype html><html lang=de><title>Wikipedia</title><h1>Wikipedia</h1></html>"


class Visit:
    """One window: `page` is Playwright's page; `faults` collects errors, refused code and requests to other hosts."""

    def __init__(self, portal, chromium, *, width=1280, height=900, scripts=True, cookie=None, watches=True, **options):
        self.portal, self.faults, self.watches = portal, [], watches
        self.context = chromium.new_context(
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            locale="de-DE",
            reduced_motion="reduce",
            **options,
        )
        if cookie:
            self.context.add_cookies([cookie])
        self.context.route("**/*", self._only_the_portal)
        self.page = self.context.new_page()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))

    def _only_the_portal(self, route):
        host = urlsplit(route.request.url).netloc
        if host == EXIT_HOST and route.request.is_navigation_request():
            route.fulfill(body=NEUTRAL, content_type="text/html")
        elif route.request.url.startswith((self.portal, "data:", "blob:")):
            route.continue_()
        else:
            self.faults.append(f"other host: {route.request.url}")
            route.abort()

    def _console(self, message):
        if self.watches and message.type in ("error", "warning"):
            self.faults.append(f"console of {self.page.url}: {message.text}")

    def open(self, address):
        """Opens `address` of the portal; returns the answer."""
        return self.page.goto(self.portal + address, wait_until="load")

    def resize(self, width, height=900):
        self.page.set_viewport_size({"width": width, "height": height})

    def axe(self):
        """What axe finds, "rule: elements"; needs a window with bypass_csp, as axe writes styles into the page."""
        self.page.evaluate(AXE.read_text())
        return self.page.evaluate(
            """(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then((result) =>
            result.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ')).join(' | ')))""",
            RULES,
        )

    def overflow(self):
        """Pixels by which the page is wider than its window."""
        return self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def focus(self):
        """The focused element: tag, text, address and whether its outline shows."""
        return self.page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e), r = e.getBoundingClientRect();
            const inside = e.querySelector('*');
            const line = (s) => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2;
            const marks = (s) => line(s) || s.boxShadow !== 'none';
            return {tag: e.tagName, text: (e.innerText || e.name || '').trim(), href: e.getAttribute('href'), id: e.id,
                shows: marks(s) || (inside && marks(getComputedStyle(inside))), width: r.width, height: r.height}; }"""
        )

    def close(self):
        self.context.close()
