"""Every address has its line: who gets in, and what the others are answered.

A new URL without a line fails, a line without a URL fails too. `/verwaltung/` counts as one line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from members.enums import Role
from netzwerk.models import Job
from netzwerk.pages.models import BarrierReport
from reporting_paths.guide.models import GuideVersion
from tests.factories import make_mail, make_user

ROLES = ("anonymous", "member", "editor", "coordinator", "superuser")
EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
EDITORS = frozenset({"editor", "coordinator", "superuser"})
COORDINATORS = frozenset({"coordinator", "superuser"})
SUPERUSER = frozenset({"superuser"})
NOBODY = frozenset()


@dataclass(frozen=True)
class Line:
    """`roles` are answered `status`; anonymous others go to the sign-in page, signed-in others get `refused`."""

    roles: frozenset = EVERYONE
    status: int | dict = 200  # or by role, where the same address does different things
    refused: int = 403
    kwargs: dict | Callable = field(default_factory=dict)  # a function where a row's key is needed
    method: str = "get"
    is_page: bool = True  # HTML in the portal's look; False for files, JSON and redirects

    def expected(self, role):
        if role in self.roles:
            return self.status.get(role, self.status["else"]) if isinstance(self.status, dict) else self.status
        return 302 if role == "anonymous" else self.refused


def _edition_pk():
    return {"pk": GuideVersion.objects.latest("pk").pk}


JOB = {"pk": 4_711}
BARRIER = {"pk": 4_712}
MAIL = {"pk": 4_713}
PATH = {"slug": "kita-jugendhilfe"}
STEP = PATH | {"key": "1"}
TOWN = {"slug": "bad-oeynhausen"}
CHAPTER = {"chapter": 1, "slug": "vorwort-und-gemeinsame-haltung"}
EDITION = {"number": "1.0"}
FOR_GUESTS = {"anonymous": 200, "else": 302}  # who is signed in needs no sign-in page
TABLE = {
    "health-live": Line(),
    "health-ready": Line(status=503),  # no worker runs beside the tests
    "portal:home": Line(),
    "portal:network": Line(),
    "portal:actors": Line(),
    "portal:leave": Line(status=302),
    "portal:overview": Line(SIGNED_IN),
    "contacts:help": Line(),
    "contacts:help-town": Line(kwargs=TOWN),
    "contacts:contact-list": Line(),
    "contacts:expert-list": Line(),
    "paths:path-list": Line(),
    "paths:path-detail": Line(kwargs=PATH),
    "paths:step-detail": Line(kwargs=STEP),
    "paths:path-print": Line(kwargs=PATH),
    "paths:path-pdf": Line(kwargs=PATH, is_page=False),
    "paths:path-pack": Line(is_page=False),  # one file to take along, with its styles inside
    "guide:guide-detail": Line(),
    "guide:guide-pdf": Line(status=404, is_page=False),  # no worker builds it beside the tests
    "guide:form-pdf": Line(is_page=False),
    "guide:chapter-detail": Line(kwargs=CHAPTER),
    "guide:edition-detail": Line(kwargs=EDITION),
    "guide:edition-pdf": Line(status=404, is_page=False, kwargs=EDITION),
    "guide:edition-chapter": Line(kwargs=EDITION | CHAPTER),
    "guide:status-search": Line(),
    "guide:status-detail": Line(status=404, kwargs={"identifier": "unbekannt"}),
    "guide:edition-list": Line(EDITORS),
    "guide:pdf-build": Line(EDITORS, status=302, method="post", kwargs=_edition_pk),
    "guide:edition-publish": Line(EDITORS, kwargs=_edition_pk),
    "jobs:job-list": Line(SIGNED_IN),
    "jobs:job-detail": Line(SUPERUSER, refused=404, kwargs=JOB),  # each sees their own; here it is the superuser's
    "jobs:job-cancel": Line(SUPERUSER, refused=404, kwargs=JOB),
    "pages:easy-language": Line(),
    "pages:sign-language": Line(),
    "pages:children": Line(),
    "pages:complaints": Line(),
    "pages:imprint": Line(),
    "pages:privacy": Line(),
    "pages:accessibility": Line(),
    "pages:barrier-report": Line(),
    "pages:barrier-thanks": Line(),
    "pages:licences": Line(),
    "pages:page-detail": Line(kwargs={"slug": "verfahren-strukturen-ansprechpersonen"}),
    "portal:barrier-list": Line(EDITORS),
    "portal:barrier-done": Line(EDITORS, status=302, kwargs=BARRIER, method="post", is_page=False),
    "portal:mail-list": Line(COORDINATORS),
    "portal:mail-detail": Line(COORDINATORS, kwargs=MAIL),
    "portal:mail-preview": Line(COORDINATORS, kwargs=MAIL, is_page=False),  # the mail's own look, not the portal's
    "portal:mail-resend": Line(COORDINATORS, status=302, kwargs=MAIL, method="post", is_page=False),
    "portal:mail-stop": Line(COORDINATORS, status=302, kwargs=MAIL, method="post", is_page=False),
    "portal:technical-check": Line(SUPERUSER),
    "portal:test-mail": Line(SUPERUSER, status=302, method="post", is_page=False),
    "mail:bounce-report": Line(status=404, method="post", is_page=False),  # only with a secret in the settings
    "account_login": Line(status=FOR_GUESTS),
    "account_logout": Line(status={"anonymous": 302, "else": 200}),
    "account_reset_password": Line(),
    "account_reset_password_done": Line(),
    "account_reset_password_from_key": Line(kwargs={"uidb36": "1", "key": "abgelaufen"}),
    "account_reset_password_from_key_done": Line(),
    "account_change_password": Line(SIGNED_IN),
    "admin:*": Line(SUPERUSER),
}
PREFIXES = {"admin": "/verwaltung/"}


def url_names(resolver=None, spaces=()):
    """Names of all patterns with their namespaces; a pattern without a name comes as its address."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join([*spaces, entry.name or f"({entry.pattern})"])
        elif entry.namespace in PREFIXES:
            yield f"{entry.namespace}:*"
        else:
            yield from url_names(entry, (*spaces, entry.namespace) if entry.namespace else spaces)


def address_of(name):
    if name.endswith(":*"):
        return PREFIXES[name.removesuffix(":*")]
    kwargs = TABLE[name].kwargs
    return reverse(name, kwargs=kwargs() if callable(kwargs) else kwargs)


def test_every_address_has_its_line():
    assert sorted(set(url_names()) ^ set(TABLE)) == []


@pytest.fixture(scope="module")
def clients(example_network):
    clients = {"anonymous": Client()}
    for role in ROLES[1:]:
        is_superuser = role == "superuser"
        user = make_user(
            role=role if role in Role.values else None, is_superuser=is_superuser, is_staff=role != "member"
        )
        clients[role] = Client()
        clients[role].force_login(user)
        clients[role].user = user
    make_rows(owner=clients["superuser"].user)
    return clients


def make_rows(*, owner):
    """Rows whose addresses stand in TABLE."""
    Job.objects.create(**JOB, kind="probe", key="probe", task="probe", title="Probe", owner=owner)
    BarrierReport.objects.create(**BARRIER, kind="other", text="Der Kontrast ist zu gering.")
    make_mail(**MAIL)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", TABLE)
def test_address_lets_in_only_its_roles(name, role, clients):
    line = TABLE[name]
    client = clients[role]
    if role != "anonymous":
        client.force_login(client.user)  # an address before this one may have signed out

    response = getattr(client, line.method)(address_of(name), follow=role not in line.roles)

    if role in line.roles:
        assert response.status_code == line.expected(role)
    elif role == "anonymous":
        assert response.request["PATH_INFO"] == reverse("account_login")
    else:
        assert response.status_code == line.refused
