"""Pages without personal content: rendered once, the same bytes for every anonymous reader.

Two levels under one content stamp in Redis: the bytes in the worker's memory, and a copy in Redis for the other
workers. A transaction that changes what pages show sets a new stamp after its commit; a worker asks for the stamp at
most once a second. Without Redis there is no stamp, and every page is rendered.
"""

import gzip
import hashlib
import logging
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from functools import wraps

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import models, transaction
from django.http import HttpResponse
from django.utils import timezone
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

STAMP_KEY = "pages:stamp"
STAMP_SECONDS = 1
MEMORY_PAGES = 400
MAX_AGE_SECONDS = 600
MAX_KEY_LENGTH = 400
KEPT_HEADERS_DROPPED = {"set-cookie", "content-length", "date"}


def pages_changed():
    """Drops every cached page once the running transaction has committed."""
    transaction.on_commit(renew_stamp, robust=True)


def renew_stamp():
    """Sets a new content stamp; without Redis there is nothing to drop."""
    try:
        cache.set(STAMP_KEY, uuid.uuid4().hex, None)
    except RedisError:
        logger.warning("page cache not reachable, cached pages end by age")


class PublicQuerySet(models.QuerySet):
    """Every bulk change drops the cached pages too."""

    def update(self, **values):
        pages_changed()
        return super().update(**values)

    def bulk_create(self, *args, **kwargs):
        pages_changed()
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args, **kwargs):
        pages_changed()
        return super().bulk_update(*args, **kwargs)

    def delete(self):
        pages_changed()
        return super().delete()

    delete.alters_data = True
    delete.queryset_only = True


class PublicContent(models.Model):
    """Rows that public pages show; querysets of subclasses build on `PublicContent.QuerySet`."""

    QuerySet = PublicQuerySet

    objects = PublicQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        pages_changed()

    def delete(self, *args, **kwargs):
        deleted = super().delete(*args, **kwargs)
        pages_changed()
        return deleted


def public_page(view=None, *, params=()):
    """Marks a page as public and the same for every anonymous reader.

    `params` are the query parameters the page depends on; a request with any other is answered but not kept.
    A view whose page changes with the clock sets `response.valid_until` (an aware moment).
    """

    def decorate(function):
        @login_not_required
        @wraps(function)
        def wrapped(request, *args, **kwargs):
            response = function(request, *args, **kwargs)
            response.is_public_page = not request.user.is_authenticated and set(request.GET) <= set(params)
            return response

        return wrapped

    return decorate(view) if view else decorate


@dataclass(frozen=True)
class CachedPage:
    """One page as it goes out; `ends_at` is a Unix time."""

    headers: tuple
    etag: str
    ends_at: float
    bodies: dict  # content coding -> bytes

    def answer(self, request):
        """The response to `request`: 304 where it has these bytes already, HEAD without a body."""
        coding = _best_coding(request.META.get("HTTP_ACCEPT_ENCODING", ""), self.bodies)
        etag = f'"{self.etag}{"-" + coding if coding else ""}"'
        if etag in request.META.get("HTTP_IF_NONE_MATCH", ""):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(self.bodies[coding] if request.method == "GET" else b"")
        response.headers._store.update(self.headers)
        if response.status_code == 304:
            del response["Content-Type"]
        elif coding:
            response["Content-Encoding"] = coding
        response["ETag"] = etag
        return response


def _best_coding(accepted, bodies):
    if "br" in accepted and "br" in bodies:
        return "br"
    return "gzip" if "gzip" in accepted and "gzip" in bodies else ""


class PageCacheMiddleware:
    """Stands first: a cached page costs no session, no query and no template."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.pages = OrderedDict()
        self.stamp = None
        self.stamp_read_at = float("-inf")

    def __call__(self, request):
        meta = request.META
        if request.method not in ("GET", "HEAD") or f"{settings.SESSION_COOKIE_NAME}=" in meta.get("HTTP_COOKIE", ""):
            return self.get_response(request)
        stamp = self.current_stamp()
        key = "{} {} {}?{}".format(
            meta.get("HTTP_X_FORWARDED_PROTO", ""),
            meta.get("HTTP_HOST", ""),
            meta.get("PATH_INFO", ""),
            meta.get("QUERY_STRING", ""),
        )
        if stamp is None or len(key) > MAX_KEY_LENGTH:
            return self.get_response(request)
        page = self.find(key, stamp)
        if page is None:
            response = self.get_response(request)
            page = self.keep(key, stamp, response)
            if page is None:
                return response
        return page.answer(request)

    def current_stamp(self):
        """The content stamp, at most a second old; None without Redis."""
        now = time.monotonic()
        if now - self.stamp_read_at >= STAMP_SECONDS:
            self.stamp_read_at = now
            stamp = self.read_stamp()
            if stamp != self.stamp:
                self.pages.clear()
            self.stamp = stamp
        return self.stamp

    def read_stamp(self):
        try:
            return cache.get(STAMP_KEY) or cache.get_or_set(STAMP_KEY, uuid.uuid4().hex, None)
        except RedisError:
            return None

    def find(self, key, stamp):
        page = self.pages.get(key)
        if page is None:
            try:
                page = cache.get(self.shared_key(key, stamp))
            except RedisError:
                return None
            if page is not None:
                self.remember(key, page)
        if page is None or page.ends_at <= time.time():
            return None
        return page

    def keep(self, key, stamp, response):
        """Keeps `response` where it is a public page; returns it as a CachedPage, otherwise None."""
        if not getattr(response, "is_public_page", False) or response.status_code != 200 or response.cookies:
            return None
        page = _as_page(response)
        seconds = page.ends_at - time.time()
        if seconds <= 0:
            return None
        try:
            cache.set(self.shared_key(key, stamp), page, seconds)
        except RedisError:
            return page
        self.remember(key, page)
        return page

    def remember(self, key, page):
        self.pages[key] = page
        if len(self.pages) > MEMORY_PAGES:
            self.pages.popitem(last=False)

    @staticmethod
    def shared_key(key, stamp):
        return f"pages:{stamp}:{hashlib.sha256(key.encode()).hexdigest()}"


def _as_page(response):
    body = response.content
    ends_at = time.time() + MAX_AGE_SECONDS
    valid_until = getattr(response, "valid_until", None)
    if valid_until is not None:
        ends_at = min(ends_at, time.time() + (valid_until - timezone.now()).total_seconds())
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie, Accept-Encoding"
    bodies = {"": body}
    if response["Content-Type"].startswith(("text/", "application/json", "image/svg")):
        bodies |= {"br": brotli.compress(body, quality=9), "gzip": gzip.compress(body, mtime=0)}
    headers = tuple(
        (name.lower(), (name, value)) for name, value in response.items() if name.lower() not in KEPT_HEADERS_DROPPED
    )
    return CachedPage(headers, hashlib.sha256(body).hexdigest()[:20], ends_at, bodies)
