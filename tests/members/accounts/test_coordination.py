"""Who has no second factor, and resetting a lost one."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from members.enums import Role
from members.permissions import can_reset_second_factor
from netzwerk.models import AuditEvent
from tests.factories import make_second_factor, make_user

pytestmark = pytest.mark.django_db
LIST = "accounts:account-list"
LIST_QUERIES = 11


def coordinator_client():
    client = Client()
    client.user = make_user(role=Role.COORDINATOR, full_name="Karla Koordination")
    client.force_login(client.user)
    return client


def listed(client, **query):
    return [account.full_name for account in client.get(reverse(LIST), query).context["page"].object_list]


def make_people():
    make_user(full_name="Anna Mitglied")
    make_user(full_name="Bernd Datenschutz", role=Role.DATA_PROTECTION, second_factor=False)
    make_user(full_name="Cem Technik", is_superuser=True)
    make_second_factor(make_user(full_name="Dana Mitglied", email="dana@schule.example"))
    make_user(full_name="Ende Gesperrt", is_active=False)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({}, ["Bernd Datenschutz", "Cem Technik", "Karla Koordination", "Anna Mitglied", "Dana Mitglied"]),
        ({"faktor": "fehlt"}, ["Bernd Datenschutz"]),
        ({"faktor": "ohne"}, ["Bernd Datenschutz", "Anna Mitglied"]),
        ({"suche": "mitglied"}, ["Anna Mitglied", "Dana Mitglied"]),
        ({"suche": "schule.example"}, ["Dana Mitglied"]),
        ({"faktor": "quatsch"}, ["Bernd Datenschutz", "Cem Technik", "Karla Koordination", "Anna Mitglied",
                                 "Dana Mitglied"]),
        ({"suche": "x" * 10_240}, ["Bernd Datenschutz", "Cem Technik", "Karla Koordination", "Anna Mitglied",
                                   "Dana Mitglied"]),
    ],
)  # fmt: skip
def test_list_shows_who_lacks_a_needed_factor_first(query, names):
    make_people()

    assert listed(coordinator_client(), **query) == names


def test_empty_list_says_what_to_do():
    assert "Niemand passt dazu." in coordinator_client().get(reverse(LIST), {"suche": "xyz"}).text


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(count, django_assert_num_queries):
    client = coordinator_client()
    for _ in range(count):
        make_user(role=Role.COORDINATOR)

    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse(LIST))


def test_second_coordinator_resets_a_lost_factor():
    user = make_user(role=Role.COORDINATOR)
    signed_in = Client()
    client = coordinator_client()
    page = client.get(reverse("accounts:account-reset", args=[user.pk]))
    assert "Vergewissern Sie sich" in page.text
    assert Authenticator.objects.filter(user=user).exists()
    signed_in.post(reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"})

    client.post(reverse("accounts:account-reset", args=[user.pk]))

    assert not Authenticator.objects.filter(user=user).exists()
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([user.email], "Ihr zweiter Faktor wurde zurückgesetzt")
    assert "Karla Koordination" in message.body
    event = AuditEvent.objects.get(kind="members.second_factor_reset")
    assert (event.target_id, event.actor_id, event.details) == (str(user.pk), client.user.pk, {"factors": 1})


def test_reset_signs_the_person_out_and_leads_to_a_new_set_up():
    user = make_user(password="ein langes Kennwort")
    there = Client()
    there.post(reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"})
    make_second_factor(user)
    assert there.get(reverse("portal:overview")).status_code == 200

    coordinator_client().post(reverse("accounts:account-reset", args=[user.pk]))

    assert there.get(reverse("portal:overview")).status_code == 302


def test_nobody_resets_their_own_factor():
    client = coordinator_client()

    response = client.post(reverse("accounts:account-reset", args=[client.user.pk]))

    assert response.status_code == 403
    assert Authenticator.objects.filter(user=client.user).exists()
    assert not AuditEvent.objects.exists()


def test_only_coordinators_reset():
    account = make_user(role=Role.COORDINATOR)
    allowed = {
        role: can_reset_second_factor(make_user(role=role), account) for role in Role if role != Role.ORGANISATION_ADMIN
    }

    assert {role for role, may in allowed.items() if may} == {Role.COORDINATOR}
    assert not can_reset_second_factor(make_user(), account)


def test_operator_resets_on_the_server():
    user = make_user(role=Role.COORDINATOR)

    call_command("reset_second_factor", user.email.upper())

    assert not Authenticator.objects.filter(user=user).exists()
    assert AuditEvent.objects.get().actor_id is None
    assert mail.outbox[0].to == [user.email]


def test_operator_hears_of_an_unknown_address():
    with pytest.raises(CommandError, match="Es gibt keinen Zugang"):
        call_command("reset_second_factor", "niemand@amt.example")
