"""How often something may happen within an hour; counted without knowing who did it."""

from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import RedisError

HOUR = 3600


def count_this_hour(name):
    """Counts one more of `name` and returns how many there were this hour; without Redis there is no limit (0)."""
    key = f"hour:{name}:{timezone.now():%Y%m%d%H}"
    try:
        cache.add(key, 0, HOUR)
        return cache.incr(key)
    except (RedisError, ValueError):
        return 0
