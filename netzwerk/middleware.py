"""Faults of our services become a calm page, and every answer one line in the log."""

import logging
import time

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404
from redis.exceptions import RedisError

from netzwerk.errors import unavailable

logger = logging.getLogger("netzwerk.requests")

# Exceptions that are answers, not faults.
ANSWERS = (Http404, PermissionDenied, SuspiciousOperation)


class ServiceFaultMiddleware:
    """Turns an unreachable database, or Redis where a page cannot do without, into 503 with the emergency numbers."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, OperationalError | InterfaceError | RedisError):
            return None
        return unavailable(request)


class RequestLogMiddleware:
    """Logs method, route pattern, status and milliseconds; never the path itself, a query or an address.

    The pattern (`meldewege/<slug:slug>/schritt/<str:key>/`) says which page was slow, not which step a person read.
    Pages answered from the cache leave no line at all.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        logger.log(
            logging.WARNING if response.status_code >= 500 else logging.INFO,
            "answered",
            extra={
                "method": request.method,
                "route": match.route if match else "",
                "status": response.status_code,
                "ms": round((time.perf_counter() - started) * 1000, 1),
            },
        )
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, ANSWERS):
            return
        logger.error(
            "failed",
            exc_info=exception,
            extra={"route": request.resolver_match.route if request.resolver_match else ""},
        )
