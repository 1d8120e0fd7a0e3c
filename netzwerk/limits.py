"""How often something may happen, counted in Redis without keeping who did it."""

import time

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from redis.exceptions import RedisError

DAY = 86_400


def is_too_much(name, *, limit, seconds):
    """Counts one more of `name` and says whether that exceeds `limit` in this stretch of `seconds`.

    Without Redis there is no limit.
    """
    key = f"limit:{name}:{int(time.time()) // seconds}"
    try:
        cache.add(key, 0, seconds)
        return cache.incr(key) > limit
    except (RedisError, ValueError):
        return False


def reader_mark(request):
    """The same for one network address during a day; the salt is random and gone afterwards, so nothing leads back."""
    key = f"limit:salt:{timezone.localdate()}"
    try:
        salt = cache.get_or_set(key, get_random_string(32), DAY)
    except RedisError:
        salt = get_random_string(32)
    address = get_adapter(request).get_client_ip(request) or ""
    return salted_hmac(salt, address, algorithm="sha256").hexdigest()[:32]
