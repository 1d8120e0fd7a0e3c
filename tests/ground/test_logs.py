"""Logs: one JSON object a line, without paths, queries, addresses or what somebody typed."""

import io
import json
import logging
import sys

import pytest
from django.conf import settings
from django.test import Client
from django.urls import path

from netzwerk import urls
from netzwerk.logs import PrivateJsonFormatter
from tests.factories import make_network

SECRETS = ["bad-oeynhausen", "32545", "203.0.113.7", "Erika", "geheimer-host"]


def probe(request, slug):
    raise ValueError("Erika Muster, 32545")


probe.login_required = False
urlpatterns = [path("hilfe/probe/<slug:slug>/", probe, name="probe"), *urls.urlpatterns]
handler500 = urls.handler500


@pytest.fixture
def lines(monkeypatch):
    """Everything that any logger writes, as the running portal would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateJsonFormatter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    return lambda: [json.loads(line) for line in stream.getvalue().splitlines()]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    "address", ["/hilfe/probe/bad-oeynhausen/", "/hilfe/?plz=32545", "/gibt/es/nicht/bad-oeynhausen/", "/?q=Erika"]
)
def test_no_line_holds_what_was_asked(lines, address):
    make_network()
    visitor = Client(raise_request_exception=False, REMOTE_ADDR="203.0.113.7")
    visitor.get(address, headers={"referer": "https://geheimer-host/", "user-agent": "Erika"})
    visitor.get(address, headers={"host": "geheimer-host"})
    written = json.dumps(lines(), ensure_ascii=False)
    assert "answered" in written
    assert [secret for secret in SECRETS if secret in written] == []


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_fault_is_logged_with_type_place_and_route(lines):
    Client(raise_request_exception=False).get("/hilfe/probe/bad-oeynhausen/")
    failed = [line for line in lines() if line["message"] == "failed"]
    assert [line["route"] for line in failed] == ["hilfe/probe/<slug:slug>/"]
    assert failed[0]["exc_info"].startswith("ValueError at ")
    assert "test_logs.py" in failed[0]["exc_info"]


@pytest.mark.django_db
def test_missing_page_is_no_fault(lines):
    Client().get("/hilfe/gibt-es-nicht/")
    assert [line["levelname"] for line in lines()] == ["INFO"]


def test_exception_text_never_reaches_the_line():
    try:
        raise ValueError("Erika")
    except ValueError:
        record = logging.LogRecord("a", logging.ERROR, "f", 1, "broken", None, sys.exc_info())
    line = json.loads(PrivateJsonFormatter().format(record))
    assert (line["message"], line["levelname"]) == ("broken", "ERROR")
    assert "Erika" not in json.dumps(line)


def test_loggers_that_name_paths_are_silent():
    for name in ("django.request", "django.security", "django.server"):
        assert settings.LOGGING["loggers"][name] == {"handlers": ["none"], "propagate": False}
