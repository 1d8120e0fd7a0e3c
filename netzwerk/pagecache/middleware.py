"""The first middleware, and the mark of a view whose page is the same for every anonymous reader."""

import hashlib
import logging
import time
from functools import partial, wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from redis.exceptions import RedisError

from netzwerk.pagecache.pages import as_page, may_be_kept
from netzwerk.pagecache.shelf import Shelf
from netzwerk.pagecache.stamp import current_stamp, new_stamp
from netzwerk.release import release_mark

logger = logging.getLogger(__name__)

STAMP_SECONDS = 1
MAX_KEY_LENGTH = 400


def public_page(view=None, *, params=()):
    """Marks a page as public and the same for every anonymous reader.

    `params` are the query parameters the page depends on; a request with any other is answered but not kept.
    A view whose page changes with the clock sets `response.valid_until` (an aware moment).
    """

    def decorate(function):
        @login_not_required
        @wraps(function)
        def wrapped(request, *args, **kwargs):
            _look_again(request)
            response = function(request, *args, **kwargs)
            response.is_public_page = not request.user.is_authenticated and set(request.GET) <= set(params)
            return response

        return wrapped

    return decorate(view) if view else decorate


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
        if request.method not in ("GET", "HEAD") or request.path.startswith(self.never_pages):
            return self.get_response(request)
        shelf = self.current_shelf()
        if shelf is None:
            return self.get_response(request)
        request.shared_shelf = shelf
        if self.may_be_personal(request):
            request.shelf_now = partial(self.current_shelf, at_once=True)
            return self.get_response(request)
        if _is_long(request):
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

    def may_be_personal(self, request):
        """Whether the reader brings a session or a message: their pages are never kept."""
        cookies = request.META.get("HTTP_COOKIE", "")
        return bool(cookies) and any(name in cookies for name in self.personal_cookies)

    def current_shelf(self, *, at_once=False):
        """The shelf of the content stamp, at most a second old, or read `at_once`; None without Redis."""
        now = time.monotonic()
        if (at_once and not self.was_away) or now - self.stamp_read_at >= STAMP_SECONDS:
            self.stamp_read_at = now
            stamp = self.read_stamp()
            if self.shelf is None or stamp != self.shelf.stamp:
                self.shelf = Shelf(stamp) if stamp else None
        return self.shelf

    def read_stamp(self):
        """The stamp in Redis, a new one if there is none or Redis was away; None while it is away."""
        try:
            if self.was_away:
                new_stamp()
                self.was_away = False
            return current_stamp()
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
        if request.method != "GET" or not may_be_kept(response):
            return None
        page = as_page(response)
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


def _look_again(request):
    """Who has just changed a public page and is led to it sees the change at once; guests wait up to a second."""
    if hasattr(request, "shelf_now"):
        request.shared_shelf = request.shelf_now()


def _is_long(request):
    return len(request.path) + len(request.META.get("QUERY_STRING", "")) > MAX_KEY_LENGTH


def _is_shared(key):
    """Pages with a query stay in the worker's bounded memory: there is no end of different ones."""
    return not key[3]
