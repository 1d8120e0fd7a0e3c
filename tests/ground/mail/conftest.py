"""A real mail server for the tests of the outbox."""

import pytest
from django.core.cache import cache

from netzwerk.mail import delivery
from tests.ground.mail.server import Server


@pytest.fixture
def smtp(settings):
    """The Mailbox of a real SMTP server that the outbox delivers to."""
    with Server() as server:
        settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.EMAIL_TIMEOUT = 1
        yield server.handler


@pytest.fixture
def at(monkeypatch):
    """Sets the clock, and ends a pause of the outbox."""

    def set_clock(moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        cache.delete(delivery.PAUSE_KEY)

    return set_clock
