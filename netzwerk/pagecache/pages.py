"""One page as bytes: made from a response, packed, answered."""

import gzip
import hashlib
import re
import time
from dataclasses import dataclass

import brotli
from django.http import HttpResponse
from django.utils import timezone

MAX_PAGE_BYTES = 1_000_000
MAX_AGE_SECONDS = 600
DROPPED_HEADERS = {"set-cookie", "content-length", "date"}
# What a 304 says again (RFC 9110, 15.4.5); the reader's copy keeps all others, the policies among them.
NOT_MODIFIED_HEADERS = {"cache-control", "vary"}
REFUSED_CODING = re.compile(r"\w+ *; *q=0(\.0*)?(?=[, ]|$)")
# The first reader waits for it: 6 takes half a millisecond, 9 takes ten for one percent less.
BROTLI_QUALITY = 6
COMPRESSED_TYPES = ("text/", "application/json", "image/svg")


@dataclass(frozen=True)
class CachedPage:
    """One page as it goes out; `ends_at` is a Unix time."""

    headers: tuple  # (lower-case name, (name, value)), as Django's ResponseHeaders keeps them
    etag: str
    ends_at: float
    bodies: dict  # content coding -> bytes

    @property
    def size(self):
        return sum(map(len, self.bodies.values()))

    def answer(self, request):
        """The response to `request`: 304 where it has these bytes already, HEAD without a body."""
        coding = _best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""), self.bodies)
        etag = f'"{self.etag}-{coding}"'
        if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response = HttpResponse(status=304)
            response.headers._store = {name: pair for name, pair in self.headers if name in NOT_MODIFIED_HEADERS}
        else:
            body = self.bodies[coding]
            response = HttpResponse(body if request.method == "GET" else b"")
            response.headers._store.update(self.headers)
            response.headers["Content-Length"] = str(len(body))
            if coding != "identity":
                response.headers["Content-Encoding"] = coding
        response.headers["ETag"] = etag
        return response


def _best_coding(accepted, bodies):
    """The smallest body the reader takes; a weight of nought refuses a coding."""
    if ";" in accepted:
        accepted = REFUSED_CODING.sub("", accepted)
    for coding in ("br", "gzip"):
        if coding in accepted and coding in bodies:
            return coding
    return "identity"


def may_be_kept(response):
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= MAX_PAGE_BYTES
    )


def as_page(response):
    body = response.content
    ends_at = time.time() + MAX_AGE_SECONDS
    valid_until = getattr(response, "valid_until", None)
    if valid_until is not None:
        ends_at = min(ends_at, time.time() + (valid_until - timezone.now()).total_seconds())
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie, Accept-Encoding"
    bodies = {"identity": body}
    if response["Content-Type"].startswith(COMPRESSED_TYPES):
        bodies |= {"br": brotli.compress(body, quality=BROTLI_QUALITY), "gzip": gzip.compress(body, mtime=0)}
    headers = tuple(
        (name.lower(), (name, value)) for name, value in response.items() if name.lower() not in DROPPED_HEADERS
    )
    return CachedPage(headers, hashlib.sha256(body).hexdigest()[:20], ends_at, bodies)
