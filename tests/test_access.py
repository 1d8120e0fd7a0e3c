"""Every address has its line: who gets in, and what the others are answered.

A new URL without a line fails, a line without a URL fails too. `/verwaltung/` counts as one line.
"""

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from netzwerk import pdf
from tests import access_rows as rows
from tests.access_lines import (
    ADMIN,
    COORDINATORS,
    EDITORS,
    FOR_GUESTS,
    GUARDED,
    MEMBERS,
    NETWORK_COORDINATORS,
    NOBODY,
    OWN_COORDINATORS,
    PEOPLE,
    ROLES,
    SIGNED_IN,
    SUPERUSER,
    TECHNICAL,
    WITH_PERSON,
    Line,
)
from tests.access_trainings import TRAININGS

CONSENT = {"kind": "news"}
PATH = {"slug": "kita-jugendhilfe"}
STEP = PATH | {"key": "1"}
TOWN = {"slug": "bad-oeynhausen"}
CHAPTER = {"chapter": 1, "slug": "vorwort-und-gemeinsame-haltung"}
EDITION = {"number": "1.0"}
SIGN_ON = {"provider_id": "kommune"}
RULE = {"kind": "upkeep-reminder", "key": "overdue"}
OTHERS_MAIL = {"foreign": 404, "else": 403}  # it goes to somebody of Minden
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
    "contacts:point-update": Line(OWN_COORDINATORS, kwargs=rows.point_pk),
    "contacts:point-delete": Line(OWN_COORDINATORS, kwargs=rows.point_pk),
    "experts:advice-request": Line(),
    "experts:advice-link": Line(status=404, kwargs={"token": "abgelaufen"}),
    "experts:advice-list": Line(SIGNED_IN),
    "experts:advice-confirm": Line(NOBODY, refused=404, method="post", kwargs={"pk": 1}),  # each their own
    "experts:own-profile": Line(SIGNED_IN),
    "experts:expert-list": Line(COORDINATORS),
    "experts:expert-create": Line(COORDINATORS),
    "experts:expert-update": Line(OWN_COORDINATORS, kwargs=rows.expert_pk),
    "experts:expert-end": Line(OWN_COORDINATORS, kwargs=rows.expert_pk),
    "experts:duty-list": Line(COORDINATORS),
    "experts:duty-create": Line(COORDINATORS, status=404),  # without a Jugendamt
    "experts:duty-update": Line(OWN_COORDINATORS, kwargs=rows.duty_pk),
    "experts:duty-delete": Line(OWN_COORDINATORS, kwargs=rows.duty_pk),
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
    "guide:pdf-build": Line(EDITORS, status=302, method="post", kwargs=rows.edition_pk),
    "guide:edition-publish": Line(EDITORS, kwargs=rows.edition_pk),
    "jobs:job-list": Line(SIGNED_IN),
    "jobs:job-detail": Line(SUPERUSER, refused=404, kwargs=rows.JOB),  # each sees their own; here it is the superuser's
    "jobs:job-cancel": Line(SUPERUSER, refused=404, kwargs=rows.JOB),
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
    "portal:barrier-done": Line(EDITORS, status=302, kwargs=rows.BARRIER, method="post", is_page=False),
    "members:person-list": Line(COORDINATORS),
    "members:person-create": Line(COORDINATORS),
    "members:person-detail": Line(COORDINATORS, kwargs=rows.PERSON),
    "members:person-update": Line(OWN_COORDINATORS, kwargs=rows.PERSON),
    "members:person-delete": Line(OWN_COORDINATORS, kwargs=rows.PERSON),
    "members:organisation-list": Line(COORDINATORS),
    "members:organisation-create": Line(COORDINATORS),
    "members:organisation-detail": Line(COORDINATORS, kwargs=rows.ORGANISATION),
    "members:organisation-update": Line(OWN_COORDINATORS, kwargs=rows.ORGANISATION),
    "members:organisation-close": Line(OWN_COORDINATORS, kwargs=rows.ORGANISATION),
    "members:organisation-reopen": Line(OWN_COORDINATORS, kwargs=rows.ORGANISATION),
    "members:membership-create": Line(COORDINATORS),
    "members:membership-update": Line(OWN_COORDINATORS, kwargs=rows.SEAT),
    "members:membership-end": Line(OWN_COORDINATORS, kwargs=rows.SEAT),
    "members:membership-restore": Line(OWN_COORDINATORS, kwargs=rows.ENDED_SEAT),
    "members:absence-list": Line(OWN_COORDINATORS, kwargs=rows.PERSON),
    "members:absence-delete": Line(OWN_COORDINATORS, kwargs=rows.ABSENCE),
    "members:own-absence-list": Line(PEOPLE, refused=404),
    "members:own-absence-delete": Line(ADMIN, refused=404, kwargs=rows.OWN_ABSENCE),  # each deletes their own
    "members:message-list": Line(SIGNED_IN),
    "members:message-unsubscribe": Line(kwargs=rows.unsubscribe_token),
    "members:own-organisation-list": Line(ADMIN),
    "members:own-organisation-update": Line(ADMIN, refused=404, kwargs=rows.ORGANISATION),
    "members:own-membership-update": Line(ADMIN, refused=404, kwargs=rows.SEAT),
    "members:invitation-list": Line(COORDINATORS),
    "members:invitation-many": Line(COORDINATORS),
    "members:invitation-create": Line(
        OWN_COORDINATORS,
        status=302,
        refused={"foreign": 404, "else": 403},
        kwargs=rows.invited_person,
        method="post",
        is_page=False,
    ),
    "members:invitation-withdraw": Line(
        OWN_COORDINATORS, refused={"foreign": 404, "else": 403}, kwargs=lambda: {"pk": rows.INVITATION}
    ),
    "members:invitation-accept": Line(status=404, kwargs={"token": "abgeschnitten"}),
    "members:role-list": Line(NETWORK_COORDINATORS),
    "members:role-give": Line(NETWORK_COORDINATORS),
    "members:role-take": Line(NETWORK_COORDINATORS, kwargs=rows.role_of_account),
    "directory:person-list": Line(MEMBERS),
    "directory:person-detail": Line(MEMBERS, kwargs=rows.person_of_minden),
    "directory:person-card": Line(MEMBERS, kwargs=rows.person_of_minden, is_page=False),
    "directory:person-csv": Line(COORDINATORS, method="post", is_page=False),
    "directory:person-xlsx": Line(COORDINATORS, method="post", is_page=False),
    "directory:person-vcf": Line(COORDINATORS, method="post", is_page=False),
    "directory:organisation-list": Line(MEMBERS),
    "directory:organisation-detail": Line(MEMBERS, kwargs=rows.organisation_of_minden),
    "directory:own-visibility": Line(SIGNED_IN),
    "coverage:coverage": Line(COORDINATORS),
    "coverage:coverage-cell": Line(COORDINATORS, kwargs={"code": "1", "key": "minden"}),
    "members:body-list": Line(MEMBERS),
    "members:body-detail": Line(MEMBERS, kwargs=rows.BODY),
    "members:body-create": Line(COORDINATORS),
    "members:body-update": Line(OWN_COORDINATORS | {"chair"}, kwargs=rows.BODY),
    "members:body-seat-add": Line(
        OWN_COORDINATORS | {"chair"}, status=404, kwargs=rows.BODY, method="post", is_page=False
    ),
    "members:body-seat-change": Line(
        OWN_COORDINATORS | {"chair"}, status=404, kwargs=rows.BODY | {"seat": 1}, method="post", is_page=False
    ),
    "accounts:access": Line(SIGNED_IN),
    "accounts:session-end": Line(
        SUPERUSER, status=302, refused=404, kwargs=rows.SESSION, method="post"
    ),  # one's own only
    "accounts:session-end-all": Line(SIGNED_IN, status=302, method="post"),
    "accounts:account-list": Line(COORDINATORS),
    "accounts:account-reset": Line(COORDINATORS, kwargs=rows.ACCOUNT),
    "portal:mail-list": Line(COORDINATORS),
    "portal:mail-detail": Line(OWN_COORDINATORS, refused=OTHERS_MAIL, kwargs=rows.MAIL),
    "portal:mail-preview": Line(  # the mail's own look, not the portal's
        OWN_COORDINATORS, refused=OTHERS_MAIL, kwargs=rows.MAIL, is_page=False
    ),
    "portal:mail-resend": Line(
        OWN_COORDINATORS, status=302, refused=OTHERS_MAIL, kwargs=rows.MAIL, method="post", is_page=False
    ),
    "portal:mail-stop": Line(
        OWN_COORDINATORS, status=302, refused=OTHERS_MAIL, kwargs=rows.MAIL, method="post", is_page=False
    ),
    "portal:reminder-list": Line(NETWORK_COORDINATORS),
    "portal:reminder-update": Line(NETWORK_COORDINATORS, kwargs=RULE),
    "portal:reminder-switch": Line(NETWORK_COORDINATORS, 302, kwargs=RULE, method="post", is_page=False),
    "portal:reminder-reset": Line(NETWORK_COORDINATORS, 302, kwargs=RULE, method="post", is_page=False),
    "portal:technical-check": Line(TECHNICAL),
    "portal:test-mail": Line(TECHNICAL, status=302, method="post", is_page=False),
    "calendars:own-calendar": Line(SIGNED_IN),
    "calendars:feed-renew": Line(SIGNED_IN, status={"superuser": 200, "else": 302}),  # nothing to renew for the others
    "calendars:network-feed": Line(is_page=False),
    "calendars:own-feed": Line(kwargs=rows.FEED, is_page=False),  # whoever knows the address
    "mail:bounce-report": Line(status=404, method="post", is_page=False),  # only with a secret in the settings
    "imports:import-list": Line(COORDINATORS),
    "imports:import-template": Line(COORDINATORS, is_page=False),
    "imports:import-detail": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:import-sheet": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:import-map": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:import-organisations": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:import-decide": Line(OWN_COORDINATORS, status=302, refused=404, kwargs=rows.IMPORT, method="post"),
    "imports:import-problems": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT, is_page=False),
    "imports:import-apply": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:import-undo": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT_DONE),
    "imports:import-discard": Line(OWN_COORDINATORS, refused=404, kwargs=rows.IMPORT),
    "imports:duplicate-list": Line(COORDINATORS),
    "imports:person-merge": Line(OWN_COORDINATORS, refused=404, kwargs=rows.TWINS),
    "imports:people-tell-apart": Line(OWN_COORDINATORS, status=302, refused=404, kwargs=rows.TWINS, method="post"),
    "upkeep:confirmation": Line(kwargs=rows.confirmation_token),
    "upkeep:confirmation-correct": Line(kwargs=rows.confirmation_token),
    "upkeep:confirmation-thanks": Line(),
    "upkeep:organisation-correct": Line(kwargs=rows.ORGANISATION),
    "upkeep:person-correct": Line(MEMBERS, kwargs=rows.PERSON),
    "upkeep:correction-thanks": Line(),
    "upkeep:confirmation-list": Line(COORDINATORS),
    "upkeep:settings-update": Line(NETWORK_COORDINATORS),
    "upkeep:confirmation-send": Line(OWN_COORDINATORS, 302, 404, kwargs=rows.CONFIRMATION, method="post"),
    "upkeep:confirmation-by-phone": Line(OWN_COORDINATORS, 302, 404, kwargs=rows.CONFIRMATION, method="post"),
    "upkeep:correction-list": Line(COORDINATORS),
    "upkeep:correction-detail": Line(OWN_COORDINATORS, refused=404, kwargs=rows.CORRECTION),
    "upkeep:correction-decline": Line(OWN_COORDINATORS, refused=404, kwargs=rows.CORRECTION),
    "upkeep:correction-apply": Line(OWN_COORDINATORS, 302, 404, kwargs=rows.CORRECTION, method="post"),
    "owndata:data-detail": Line(SIGNED_IN),
    "owndata:file-create": Line(SIGNED_IN, status=302, kwargs={"kind": "pdf"}, method="post", is_page=False),
    "owndata:file-detail": Line(SIGNED_IN, status=302, kwargs={"kind": "pdf"}, is_page=False),  # none was built
    "owndata:consent-list": Line(SIGNED_IN),
    "owndata:consent-give": Line(WITH_PERSON, 302, 404, kwargs=CONSENT, method="post"),
    "owndata:consent-withdraw": Line(WITH_PERSON, 302, 404, kwargs=CONSENT, method="post"),
    "owndata:role-list": Line(SIGNED_IN),
    "owndata:deletion-request": Line(SIGNED_IN),
    "owndata:deletion-withdraw": Line(NOBODY, refused=404, method="post"),  # nobody of them has asked
    "owndata:deletion-list": Line(COORDINATORS | {"data-protection"}),
    "owndata:deletion-execute": Line(OWN_COORDINATORS, refused=404, kwargs=rows.DELETION),
    "owndata:deletion-decline": Line(OWN_COORDINATORS, refused=404, kwargs=rows.DELETION),
    "owndata:event-list": Line(frozenset({"data-protection", "superuser"})),
    "account_login": Line(status=FOR_GUESTS),
    "account_logout": Line(status={"anonymous": 302, "else": 200}),
    "account_inactive": Line(),
    "account_request_login_code": Line(status=FOR_GUESTS),
    "account_confirm_login_code": Line(status=302),  # no code is awaited
    "account_signup": Line(status=FOR_GUESTS),
    "account_email": Line(SIGNED_IN),
    "account_email_verification_sent": Line(status=302),  # no code is awaited
    "account_reauthenticate": Line(SIGNED_IN),
    "account_reset_password": Line(),
    "account_reset_password_done": Line(),
    "account_reset_password_from_key": Line(kwargs={"uidb36": "1", "key": "abgelaufen"}),
    "account_reset_password_from_key_done": Line(),
    "account_change_password": Line(SIGNED_IN),
    "account_set_password": Line(SIGNED_IN, status=302),  # they have one
    "mfa_authenticate": Line(status=302),  # nobody is about to sign in
    "mfa_login_webauthn": Line(status=302),
    "mfa_index": Line(SIGNED_IN),
    "mfa_reauthenticate": Line(SIGNED_IN, status=dict.fromkeys(GUARDED, 200) | {"else": 302}),
    "mfa_reauthenticate_webauthn": Line(SIGNED_IN, status=302),  # they have none
    "mfa_activate_totp": Line(SIGNED_IN, status=302),  # asks who they are first
    "mfa_deactivate_totp": Line(GUARDED, status=302, refused=404),
    "mfa_list_webauthn": Line(SIGNED_IN),
    "mfa_add_webauthn": Line(SIGNED_IN, status=302),
    "mfa_edit_webauthn": Line(SIGNED_IN, status=302, kwargs=rows.PASSKEY),
    "mfa_remove_webauthn": Line(SIGNED_IN, status=302, kwargs=rows.PASSKEY),
    "mfa_view_recovery_codes": Line(NOBODY, refused=404),  # they have none
    "mfa_generate_recovery_codes": Line(SIGNED_IN, status=302),
    "mfa_download_recovery_codes": Line(NOBODY, refused=404),
    "usersessions_list": Line(SIGNED_IN),
    "socialaccount_connections": Line(SIGNED_IN),
    "socialaccount_signup": Line(status=302),  # nobody comes from there
    "socialaccount_login_cancelled": Line(),
    "socialaccount_login_error": Line(status=401),
    "openid_connect_login": Line(status=404, kwargs=SIGN_ON),  # none is set
    "openid_connect_callback": Line(status=404, kwargs=SIGN_ON),
    "admin:*": Line(SUPERUSER),
} | TRAININGS
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


@pytest.fixture(autouse=True)
def _no_layout(monkeypatch):
    """Laying out a PDF for each role took a tenth of this file's time; who may have it is decided before."""
    monkeypatch.setattr(pdf, "write_pdf", lambda _html, **_options: b"%PDF-1.7")


def test_every_address_has_its_line():
    assert sorted(set(url_names()) ^ set(TABLE)) == []


@pytest.fixture(scope="module")
def readers(example_network):
    """A user of each role; None for the anonymous reader."""
    rows.make_rows()
    readers = {"anonymous": None} | rows.make_readers()
    rows.make_owned(readers["superuser"])
    return readers


@pytest.mark.parametrize("name", TABLE)
def test_address_lets_in_only_its_roles(name, readers):
    answers = {role: answer(name, readers[role], is_let_in=role in TABLE[name].roles) for role in ROLES}

    assert answers == {role: TABLE[name].expected(role) for role in ROLES}


def answer(name, user, *, is_let_in):
    """The status; 302 stands for the sign-in page where an anonymous reader ends there. What it changes is undone."""
    client = Client()
    with transaction.atomic():
        if user:
            client.force_login(user)
        response = getattr(client, TABLE[name].method)(address_of(name), follow=not is_let_in)
        transaction.set_rollback(True)
    if not is_let_in and not user:
        return 302 if response.request["PATH_INFO"] == reverse("account_login") else response.status_code
    return response.status_code
