"""What a first visit costs over the wire: the page, its styles with what they import, scripts and fonts."""

import re
from posixpath import normpath

from netzwerk.bench.load import fetch

# Fonts a browser loads for German text: of each face only the subset that has the letters.
USED_FONT = re.compile(r"fira-sans-latin-\d+-normal")
LINKED = re.compile(r'<(?:link|script)[^>]*?(?:href|src)="(/static/[^"]+)"')
IN_STYLES = re.compile(r"url\([\"']?([^\"')]+)[\"']?\)|@import\s+[\"']([^\"']+)[\"']")


def first_visit(port, path):
    """Bytes of every answer that opening `path` with an empty browser cache brings."""
    page = fetch(port, path)
    plain = fetch(port, path, {"Accept-Encoding": "identity"})
    waiting, seen = LINKED.findall(plain.body.decode()), {path: page.size}
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen[address] = fetch(port, address).size
        if address.endswith(".css"):
            styles = fetch(port, address, {"Accept-Encoding": "identity"}).body.decode()
            waiting += _named_in(styles, address)
    return seen


def _named_in(styles, address):
    folder = address.rpartition("/")[0]
    for url, imported in IN_STYLES.findall(styles):
        name = url or imported
        if name.startswith("data:") or ("/fonts/" in name and not USED_FONT.search(name)):
            continue
        yield name if name.startswith("/") else normpath(f"{folder}/{name}")
