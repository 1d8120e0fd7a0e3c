"""Pages without personal content: rendered once, the same bytes for every anonymous reader.

Two levels under one content stamp in Redis: the bytes in the worker's memory, and a copy in Redis for the other
workers. A transaction that changes what pages show sets a new stamp after its commit; a worker asks for the stamp at
most once a second. Without Redis there is no stamp, and every page is rendered. A worker that finds Redis again after
it was away sets a new stamp, for changes made meanwhile could not; what nobody noticed ends by age (MAX_AGE_SECONDS).
"""

import gzip
import hashlib
import logging
import re
import threading
import time
import uuid
from collections import OrderedDict
from dataclasses import dataclass
from functools import wraps

import brotli
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection, models, transaction
from django.http import HttpResponse
from django.utils import timezone
from redis.exceptions import RedisError

from netzwerk.release import release_mark

logger = logging.getLogger(__name__)

STAMP_KEY = "pages:stamp"
STAMP_SECONDS = 1
MEMORY_BYTES = 16_000_000
MAX_PAGE_BYTES = 1_000_000
MAX_AGE_SECONDS = 600
KEPT_SECONDS = 60
MAX_KEY_LENGTH = 400
DROPPED_HEADERS = {"set-cookie", "content-length", "date"}
# What a 304 says again (RFC 9110, 15.4.5); the reader's copy keeps all others, the policies among them.
NOT_MODIFIED_HEADERS = {"cache-control", "vary"}
REFUSED_CODING = re.compile(r"\w+ *; *q=0(\.0*)?(?=[, ]|$)")
COMPRESSED_TYPES = ("text/", "application/json", "image/svg")


def pages_changed(**_signal):
    """Drops every cached page once the running transaction has committed; call it after the change."""
    if not any(callback is renew_stamp for _, callback, _ in connection.run_on_commit):
        transaction.on_commit(renew_stamp, robust=True)


def links_changed(*, action, model, instance, **_signal):
    """m2m_changed: links between public rows are shown on pages as well."""
    is_public = issubclass(model, PublicContent) or isinstance(instance, PublicContent)
    if is_public and action.startswith("post_"):
        pages_changed()


def rows_loaded(*, sender, raw=False, **_signal):
    """post_save: `loaddata` saves rows without their own `save`."""
    if raw and issubclass(sender, PublicContent):
        pages_changed()


def renew_stamp(**_signal):
    """Sets a new content stamp; without Redis there is nothing to drop."""
    try:
        cache.set(stamp_key(), uuid.uuid4().hex, None)
    except RedisError:
        logger.warning("page cache not reachable, cached pages end by age")


def stamp_key():
    """Each database has a stamp of its own, also where several share a Redis."""
    return f"{STAMP_KEY}:{connection.settings_dict['NAME']}"


def kept(request, name, load):
    """What `load()` reads, kept beside the pages of one content stamp; read anew for every signed-in reader.

    The same object goes to many requests: nobody changes it.
    """
    shelf = getattr(request, "page_shelf", None)
    if shelf is None:
        return load()
    now = time.time()
    ends_at, value = shelf.values.get(name, (0, None))
    if ends_at <= now:
        value = load()
        shelf.values[name] = (now + KEPT_SECONDS, value)
    return value


class PublicQuerySet(models.QuerySet):
    """Every bulk change drops the cached pages too."""

    def update(self, **values):
        result = super().update(**values)
        pages_changed()
        return result

    def bulk_create(self, *args, **kwargs):
        result = super().bulk_create(*args, **kwargs)
        pages_changed()
        return result

    def bulk_update(self, *args, **kwargs):
        result = super().bulk_update(*args, **kwargs)
        pages_changed()
        return result

    def delete(self):
        result = super().delete()
        pages_changed()
        return result

    for _method in (update, bulk_create, bulk_update, delete):
        _method.alters_data = True
    del _method
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


class Shelf:
    """The pages of one content stamp in a worker's memory; the oldest go first when it is full.

    A worker's threads fill it at the same time; looking up needs no lock.
    """

    def __init__(self, stamp):
        self.stamp = stamp
        self.pages = OrderedDict()
        self.values = {}
        self.size = 0
        self.filling = threading.Lock()

    def put(self, key, page):
        with self.filling:
            self._take(key)
            self.pages[key] = page
            self.size += page.size
            while self.size > MEMORY_BYTES:
                self._take(next(iter(self.pages)))

    def _take(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size


class PageCacheMiddleware:
    """Stands first: a cached page costs no session, no query and no template."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.shelf = None
        self.stamp_read_at = float("-inf")
        self.was_away = False
        self.personal_cookies = (f"{settings.SESSION_COOKIE_NAME}=", "messages=")
        self.never_pages = (settings.STATIC_URL, "/gesund/", "/bereit/")
        self.release = release_mark()

    def __call__(self, request):
        shelf = self.shelf_for(request)
        if shelf is None:
            return self.get_response(request)
        meta = request.META
        # The proxy's header counts as yes or no, so that nobody fills the cache with values of their own.
        key = (
            meta.get("HTTP_X_FORWARDED_PROTO") == "https",
            meta.get("HTTP_HOST", ""),
            request.path,
            meta.get("QUERY_STRING", ""),
        )
        page = self.find(shelf, key)
        if page is None:
            request.page_shelf = shelf
            response = self.get_response(request)
            page = self.keep(shelf, key, request, response)
            if page is None:
                return response
        return page.answer(request)

    def shelf_for(self, request):
        """The shelf to look on, or None where the answer may be personal or nothing may be kept."""
        if request.method not in ("GET", "HEAD") or request.path.startswith(self.never_pages):
            return None
        cookies = request.META.get("HTTP_COOKIE", "")
        if cookies and any(name in cookies for name in self.personal_cookies):
            return None
        if len(request.path) + len(request.META.get("QUERY_STRING", "")) > MAX_KEY_LENGTH:
            return None
        return self.current_shelf()

    def current_shelf(self):
        """The shelf of the content stamp, at most a second old; None without Redis."""
        now = time.monotonic()
        if now - self.stamp_read_at >= STAMP_SECONDS:
            self.stamp_read_at = now
            stamp = self.read_stamp()
            if self.shelf is None or stamp != self.shelf.stamp:
                self.shelf = Shelf(stamp) if stamp else None
        return self.shelf

    def read_stamp(self):
        """The stamp in Redis, a new one if there is none or Redis was away; None while it is away."""
        try:
            if self.was_away:
                cache.set(stamp_key(), uuid.uuid4().hex, None)
                self.was_away = False
            return cache.get(stamp_key()) or cache.get_or_set(stamp_key(), uuid.uuid4().hex, None)
        except RedisError:
            self.was_away = True
            return None

    def find(self, shelf, key):
        """The kept page, from memory or from what another worker left in Redis; None if there is none or it ended."""
        now = time.time()
        page = shelf.pages.get(key)
        if page is not None and page.ends_at > now:
            return page
        if not _is_shared(key):
            return None
        try:
            page = cache.get(self.shared_key(shelf, key))
        except RedisError:
            return None
        if page is None or page.ends_at <= now:
            return None
        shelf.put(key, page)
        return page

    def keep(self, shelf, key, request, response):
        """Keeps `response` where it is a public page; returns it as a CachedPage, otherwise None."""
        if request.method != "GET" or not _may_be_kept(response):
            return None
        page = _as_page(response)
        seconds = int(page.ends_at - time.time())
        if seconds <= 0:
            return None
        shelf.put(key, page)
        if _is_shared(key):
            try:
                cache.set(self.shared_key(shelf, key), page, seconds)
            except RedisError:
                logger.warning("page cache not reachable, a page stays in this worker only")
        return page

    def shared_key(self, shelf, key):
        return f"pages:{self.release}:{shelf.stamp}:{hashlib.sha256(repr(key).encode()).hexdigest()}"


def _is_shared(key):
    """Pages with a query stay in the worker's bounded memory: there is no end of different ones."""
    return not key[3]


def _may_be_kept(response):
    return (
        getattr(response, "is_public_page", False)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= MAX_PAGE_BYTES
    )


def _as_page(response):
    body = response.content
    ends_at = time.time() + MAX_AGE_SECONDS
    valid_until = getattr(response, "valid_until", None)
    if valid_until is not None:
        ends_at = min(ends_at, time.time() + (valid_until - timezone.now()).total_seconds())
    response["Cache-Control"] = "no-cache"
    response["Vary"] = "Cookie, Accept-Encoding"
    bodies = {"identity": body}
    if response["Content-Type"].startswith(COMPRESSED_TYPES):
        bodies |= {"br": brotli.compress(body, quality=9), "gzip": gzip.compress(body, mtime=0)}
    headers = tuple(
        (name.lower(), (name, value)) for name, value in response.items() if name.lower() not in DROPPED_HEADERS
    )
    return CachedPage(headers, hashlib.sha256(body).hexdigest()[:20], ends_at, bodies)
