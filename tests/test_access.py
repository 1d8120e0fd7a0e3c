"""Every address has its line: who gets in, and what the others are answered.

A new URL without a line fails, a line without a URL fails too. `/verwaltung/` counts as one line.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from members.enums import Role
from members.experts.models import ExpertDuty, ExpertProfile
from members.models import RoleAssignment
from netzwerk.models import Job, YouthWelfareOffice
from netzwerk.pages.models import BarrierReport
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.guide.models import GuideVersion
from tests.factories import make_body, make_member, make_membership, make_organisation, make_person, make_user

# "professional" has no seat; "former" had one that ended; "office" coordinates Minden, "foreign" Bad Oeynhausen;
# "admin" administers one organisation, "technical" looks after the system. Rows of TABLE belong to Minden.
ROLES = (
    "anonymous",
    "professional",
    "former",
    "member",
    "chair",
    "admin",
    "editor",
    "office",
    "foreign",
    "coordinator",
    "data-protection",
    "technical",
    "superuser",
)
EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
EDITORS = frozenset({"editor", "office", "foreign", "coordinator", "superuser"})
COORDINATORS = frozenset({"office", "foreign", "coordinator", "superuser"})
OWN_COORDINATORS = COORDINATORS - {"foreign"}  # of the Jugendamt the row belongs to
NETWORK_COORDINATORS = frozenset({"coordinator", "superuser"})
MEMBERS = COORDINATORS | {"member", "chair", "admin", "editor"}
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


def _point_pk():
    return {"pk": ContactPoint.objects.get(key="asd-minden").pk}


def _expert_pk():
    return {"pk": ExpertProfile.objects.get(youth_welfare_office__key="minden").pk}


def _duty_pk():
    return {"pk": ExpertDuty.objects.filter(youth_welfare_office__key="minden").earliest("starts_on").pk}


JOB = {"pk": 4_711}
BARRIER = {"pk": 4_712}
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
    "contacts:advice-sent": Line(),
    "contacts:point-list": Line(COORDINATORS),
    "contacts:point-create": Line(COORDINATORS, status=302, is_page=False),  # without kind back to the list
    "contacts:point-update": Line(OWN_COORDINATORS, kwargs=_point_pk),
    "contacts:point-delete": Line(OWN_COORDINATORS, kwargs=_point_pk),
    "experts:advice-request": Line(),
    "experts:advice-link": Line(status=404, kwargs={"token": "abgelaufen"}),
    "experts:advice-list": Line(SIGNED_IN),
    "experts:advice-confirm": Line(NOBODY, refused=404, method="post", kwargs={"pk": 1}),  # each their own
    "experts:own-profile": Line(SIGNED_IN),
    "experts:expert-list": Line(COORDINATORS),
    "experts:expert-create": Line(COORDINATORS),
    "experts:expert-update": Line(OWN_COORDINATORS, kwargs=_expert_pk),
    "experts:expert-end": Line(OWN_COORDINATORS, kwargs=_expert_pk),
    "experts:duty-list": Line(COORDINATORS),
    "experts:duty-create": Line(COORDINATORS, status=404),  # without a Jugendamt
    "experts:duty-update": Line(OWN_COORDINATORS, kwargs=_duty_pk),
    "experts:duty-delete": Line(OWN_COORDINATORS, kwargs=_duty_pk),
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
    for role, user in make_readers().items():
        clients[role] = Client()
        clients[role].force_login(user)
        clients[role].user = user
    make_rows(owner=clients["superuser"].user)
    return clients


def make_readers():
    """A user of each role but the anonymous one."""
    minden, oeynhausen = (YouthWelfareOffice.objects.get(key=key) for key in ("minden", "bad-oeynhausen"))
    school = make_organisation(youth_welfare_office=minden)
    member, chair, admin = (make_member(organisation=school) for _ in range(3))
    make_body(chair=chair.person.memberships.get())
    RoleAssignment.objects.create(user=admin, role=Role.ORGANISATION_ADMIN, organisation=school)
    former = make_user()
    yesterday = timezone.localdate() - timedelta(days=1)
    make_membership(person=make_person(user=former), organisation=school, since_on=yesterday, until_on=yesterday)
    return {
        "professional": make_user(is_staff=True),
        "former": former,
        "member": member,
        "chair": chair,
        "admin": admin,
        "editor": make_user(role=Role.EDITOR, is_staff=True),
        "office": make_user(role=Role.COORDINATOR, office=minden),
        "foreign": make_user(role=Role.COORDINATOR, office=oeynhausen),
        "coordinator": make_user(role=Role.COORDINATOR, is_staff=True),
        "data-protection": make_user(role=Role.DATA_PROTECTION),
        "technical": make_user(role=Role.SYSTEM_ADMIN),
        "superuser": make_user(is_superuser=True, is_staff=True),
    }


def make_rows(*, owner):
    """Rows whose addresses stand in TABLE."""
    Job.objects.create(**JOB, kind="probe", key="probe", task="probe", title="Probe", owner=owner)
    BarrierReport.objects.create(**BARRIER, kind="other", text="Der Kontrast ist zu gering.")


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
