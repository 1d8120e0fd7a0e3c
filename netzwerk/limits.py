"""How often something may happen within an hour; counted without knowing who did it."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone
from django.utils.crypto import get_random_string, salted_hmac
from redis.exceptions import RedisError

HOUR = 3600
DAY = 24 * HOUR


def count_this_hour(name):
    """Counts one more of `name` and returns how many there were this hour; without Redis there is no limit (0)."""
    key = f"hour:{name}:{timezone.now():%Y%m%d%H}"
    try:
        return _incr(key)
    except (RedisError, ValueError):
        return 0


def _incr(key):
    try:
        return cache.incr(key)
    except ValueError:  # the first one
        cache.add(key, 0, HOUR)
        return cache.incr(key)


def reader_mark(request):
    """The same for one network address during a day; the salt is random and gone afterwards, so nothing leads back."""
    key = f"hour:salt:{timezone.localdate()}"
    try:
        salt = cache.get_or_set(key, get_random_string(32), DAY)
    except RedisError:
        salt = get_random_string(32)
    address = get_adapter(request).get_client_ip(request)
    return salted_hmac(salt, address, algorithm="sha256").hexdigest()[:32]
