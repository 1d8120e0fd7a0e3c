"""Signing in with address and password, and setting a new one."""

import re

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.enums import Role
from members.example import EXAMPLE_ACCOUNTS
from members.models import User
from tests.factories import make_network, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ein langes Kennwort"


def test_sign_in_leads_to_own_area(client):
    make_network()
    user = make_user(role=Role.EDITOR)

    response = client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=True)

    assert response.redirect_chain == [(reverse("portal:overview"), 302)]
    assert f"Guten Tag, {user.full_name}" in response.text
    assert reverse("guide:edition-list") in response.text


def test_member_sees_no_coordinators_links(client):
    make_network()
    client.force_login(make_user())

    assert reverse("guide:edition-list") not in client.get(reverse("portal:overview")).text


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        ({"login": "", "password": ""}, {"Geben Sie Ihre E-Mail-Adresse ein.", "Geben Sie Ihr Passwort ein."}),
        ({"login": "kein.at.zeichen", "password": "x"}, {"Geben Sie eine E-Mail-Adresse ein, zum Beispiel"}),
        ({"login": "niemand@amt.example", "password": "falsch"}, {"E-Mail-Adresse und Passwort passen nicht zusammen"}),
    ],
)
def test_wrong_sign_in_says_what_to_do(client, given, errors):
    response = client.post(reverse("account_login"), given)

    assert all(error in response.text for error in errors)
    assert f'value="{given["login"]}"' in response.text or not given["login"]
    assert "<title>Fehler: Anmelden" in response.text


def test_sign_in_answers_the_same_for_known_and_unknown_addresses(client):
    user = make_user()
    url = reverse("account_login")

    known = client.post(url, {"login": user.email, "password": "falsch"}).context["form"].errors
    unknown = client.post(url, {"login": "niemand@amt.example", "password": "falsch"}).context["form"].errors

    assert known == unknown


def test_sign_out_asks_and_ends_the_session(client):
    client.force_login(make_user())

    assert "Möchten Sie sich abmelden?" in client.get(reverse("account_logout")).text
    client.post(reverse("account_logout"))

    assert client.get(reverse("portal:overview")).status_code == 302


def test_forgotten_password_is_set_anew_by_the_link_in_the_mail(client):
    user = make_user(full_name="Erfundener Name")

    client.post(reverse("account_reset_password"), {"email": user.email})
    (message,) = mail.outbox
    assert message.to == [user.email]
    assert "Erfundener Name" not in message.body
    link = re.search(r"http://testserver(/\S+)", message.body).group(1)
    form_page = client.get(link, follow=True)
    new = {"password1": "noch ein langes Kennwort", "password2": "noch ein langes Kennwort"}
    client.post(form_page.request["PATH_INFO"], new)

    user.refresh_from_db()
    assert user.check_password("noch ein langes Kennwort")
    assert "Dieser Link gilt nicht mehr" in client.get(link, follow=True).text


def test_forgotten_password_answers_the_same_for_an_unknown_address(client):
    user = make_user()
    url = reverse("account_reset_password")

    known = client.post(url, {"email": user.email})
    unknown = client.post(url, {"email": "niemand@amt.example"})

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_example_accounts_are_made_once(example_network, capsys):
    call_command("load_example")
    call_command("load_example")

    assert {account.email for account in EXAMPLE_ACCOUNTS} <= set(User.objects.values_list("email", flat=True))
    call_command("example_accounts")
    printed = capsys.readouterr().out
    assert all(account.email in printed for account in EXAMPLE_ACCOUNTS)


def test_example_accounts_are_refused_outside_the_local_run(settings):
    settings.ENVIRONMENT = "production"
    before = User.objects.count()

    with pytest.raises(CommandError):
        call_command("load_example")

    assert User.objects.count() == before
