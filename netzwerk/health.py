"""`/gesund/`: this process answers. `/bereit/`: what it needs is there too."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpResponse, JsonResponse
from redis.exceptions import RedisError

from netzwerk.tasks import HEARTBEAT_KEY


@login_not_required
def live(request):
    """Liveness for the process supervisor; touches no service."""
    return HttpResponse("gesund", content_type="text/plain; charset=utf-8")


@login_not_required
def ready(request):
    """Readiness: 200 while pages can be served (database), 503 otherwise; names what is missing."""
    database, redis, worker = _database_answers(), True, False
    try:
        worker = cache.get(HEARTBEAT_KEY) is not None
    except RedisError:
        redis = False
    state = {"datenbank": database, "redis": redis, "worker": worker}
    return JsonResponse(state, status=200 if all(state.values()) else 503)


def _database_answers():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True
