"""Every page type is valid HTML: all pages are written into one folder and looked at by html-validate in one run."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.addresses import (
    INTERNAL,
    MISTAKES,
    MISTAKES_INTERNAL,
    PUBLIC,
    address_of_page,
    make_page_rows,
)
from tests.factories import make_session, make_user

ROOT = Path(__file__).resolve().parent.parent
VALIDATOR = ROOT / "node_modules/html-validate/bin/html-validate.mjs"


TAKE_ALONG = "file to take along"
# Everything else lies below it.
WITHOUT_CRUMBS = {"portal:overview"}
WITH_MISTAKES = [f"{name}, sent empty" for name in MISTAKES + MISTAKES_INTERNAL]


@pytest.fixture(scope="module")
def pages(example_network):
    """The HTML of every page, by name."""
    answers = dict(_answers())
    assert {name: answer.status_code for name, answer in answers.items() if answer.status_code not in (200, 404)} == {}
    return {name: answer.content for name, answer in answers.items()}


@pytest.fixture(scope="module")
def findings(pages, tmp_path_factory):
    """What html-validate says, by page."""
    folder = tmp_path_factory.mktemp("html")
    names = {}
    for name, content in pages.items():
        file = folder / (re.sub(r"\W+", "-", name) + ".html")
        file.write_bytes(content)
        names[str(file)] = name
    shutil.copy(ROOT / ".htmlvalidate.json", folder)
    result = subprocess.run(
        ["node", VALIDATOR, "--formatter", "json=report.json", *names], cwd=folder, capture_output=True, text=True
    )
    report_file = folder / "report.json"
    assert report_file.exists(), result.stderr
    reports = {names[report["filePath"]]: report["messages"] for report in json.loads(report_file.read_text())}
    return {name: [_line(message) for message in reports.get(name, [])] for name in names.values()}


def _answers():
    public, member = Client(raise_request_exception=False), Client(raise_request_exception=False)
    user = make_user(role="coordinator", is_superuser=True)
    make_page_rows(owner=user)
    member.cookies[settings.SESSION_COOKIE_NAME] = make_session(user)
    yield TAKE_ALONG, public.get("/meldewege/mitnehmen.html")
    for client, pages, mistakes in ((public, PUBLIC, MISTAKES), (member, INTERNAL, MISTAKES_INTERNAL)):
        yield from ((name, client.get(address_of_page(name))) for name in pages)
        yield from ((f"{name}, sent empty", client.post(address_of_page(name), {})) for name in mistakes)


def _line(message):
    return f"{message['line']}:{message['column']} {message['ruleId']}: {message['message']}"


@pytest.mark.parametrize("name", [*PUBLIC, *INTERNAL, *WITH_MISTAKES, TAKE_ALONG])
def test_page_is_valid_html(findings, name):
    assert findings[name] == []


@pytest.mark.parametrize("name", INTERNAL)
def test_internal_page_says_where_one_is(pages, name):
    assert (b'class="nk-crumbs"' in pages[name]) != (name in WITHOUT_CRUMBS)
