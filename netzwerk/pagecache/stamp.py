"""The content stamp: what was kept under an older one is never shown again."""

import logging
import uuid

from django.core.cache import cache
from django.db import connection, transaction
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)

STAMP_KEY = "pages:stamp"


def pages_changed(**_signal):
    """Drops every cached page once the running transaction has committed; call it after the change."""
    if not any(callback is renew_stamp for _, callback, _ in connection.run_on_commit):
        transaction.on_commit(renew_stamp, robust=True)


def renew_stamp(**_signal):
    """Sets a new content stamp; without Redis there is nothing to drop."""
    try:
        new_stamp()
    except RedisError:
        logger.warning("page cache not reachable, cached pages end by age")


def stamp_key():
    """Each database has a stamp of its own, also where several share a Redis."""
    return f"{STAMP_KEY}:{connection.settings_dict['NAME']}"


def new_stamp():
    """Raises RedisError."""
    cache.set(stamp_key(), uuid.uuid4().hex, None)


def current_stamp():
    """The stamp, a new one if there is none. Raises RedisError."""
    return cache.get(stamp_key()) or cache.get_or_set(stamp_key(), uuid.uuid4().hex, None)
