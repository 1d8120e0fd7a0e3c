"""The second factor: who needs one, setting it up, using it, losing it."""

import json
import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.urls import reverse

from members.accounts.backend import Backend
from members.accounts.second_factor import lacks_second_factor
from members.enums import Role
from members.models import RoleAssignment, User
from members.permissions import SECOND_FACTOR_ROLES
from tests.factories import TOTP_SECRET, make_network, make_second_factor, make_user, totp_code

pytestmark = pytest.mark.django_db
PASSWORD = "ein langes Kennwort"
SETUP = "/konto/zweiter-faktor/"
WRONG = "Dieser Code stimmt nicht oder ist verbraucht."


def sign_in(client, user, follow=True):
    return client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD}, follow=follow)


def guarded_users():
    yield from (make_user(role=role, second_factor=False) for role in SECOND_FACTOR_ROLES)
    yield make_user(is_superuser=True, second_factor=False)


def test_guarded_roles_get_no_further_than_the_set_up(client):
    for user in guarded_users():
        client.force_login(user)
        for address in ("/mein/", "/verwaltung/", "/konto/", "/konto/adresse/", "/koordination/zugaenge/"):
            assert client.get(address).url == SETUP
        assert client.post(reverse("accounts:session-end-all")).url == SETUP
        assert "Richten Sie zuerst einen zweiten Faktor ein" in client.get(SETUP).text


def test_public_pages_stay_open_and_show_nothing_internal(client):
    make_network()
    client.force_login(make_user(role=Role.COORDINATOR, second_factor=False))

    response = client.get("/")

    assert response.status_code == 200
    assert not response.context["user"].is_authenticated


def test_signing_out_stays_possible(client):
    client.force_login(make_user(role=Role.COORDINATOR, second_factor=False))

    assert client.get(reverse("account_logout")).status_code == 200
    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


def test_others_are_free_to_have_none(client):
    for user in (make_user(), make_user(role=Role.EDITOR)):
        client.force_login(user)
        assert client.get("/mein/").status_code == 200


def test_role_given_while_signed_in_counts_at_once(client):
    user = make_user()
    client.force_login(user)
    assert client.get("/mein/").status_code == 200

    RoleAssignment.objects.create(user=user, role=Role.COORDINATOR)

    assert client.get("/mein/").url == SETUP


@pytest.mark.parametrize("role", [None, Role.COORDINATOR])
def test_the_check_asks_for_the_roles_and_only_then_for_the_factor(role, django_assert_num_queries):
    user = Backend().get_user(make_user(role=role, second_factor=False).pk)

    with django_assert_num_queries(2 if role else 1):
        assert lacks_second_factor(user) is (role is not None)
    with django_assert_num_queries(0):
        assert len(user.roles) == (1 if role else 0)


def set_up_app(client):
    """Returns the user, the answer after the code was entered, and the code."""
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.text
    assert 'src="data:image/svg+xml;base64,' in page.text
    user = User.objects.get(pk=client.session["_auth_user_id"])
    code = code_for(secret)
    return user, client.post(reverse("mfa_activate_totp"), {"code": code}, follow=True), code


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_coordinator_sets_up_an_app_and_goes_on(client, django_capture_on_commit_callbacks):
    user = make_user(role=Role.COORDINATOR, second_factor=False)
    assert sign_in(client, user).redirect_chain[-1][0] == SETUP

    with django_capture_on_commit_callbacks(execute=True):
        _, response, _ = set_up_app(client)

    assert response.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    assert len(response.context["unused_codes"]) == 10
    assert client.get("/mein/").status_code == 200
    assert [message.subject for message in mail.outbox] == [
        "Anmeldung mit einem neuen Browser",
        "Zweiter Faktor: App eingerichtet",
    ]


def test_wrong_code_sets_nothing_up(client):
    sign_in(client, make_user())
    client.get(reverse("mfa_activate_totp"))

    response = client.post(reverse("mfa_activate_totp"), {"code": "000000x"})

    assert WRONG in response.context["form"].errors["code"][0]
    assert not Authenticator.objects.exists()


def test_secrets_are_not_readable_in_the_database(client):
    user = make_user(role=Role.COORDINATOR)

    stored = json.dumps(user.authenticator_set.get().data)

    assert TOTP_SECRET not in stored


def test_new_secret_key_makes_the_app_worthless_not_the_page(client, settings):
    user = make_user(role=Role.COORDINATOR)
    settings.SECRET_KEY = "ein neuer Schlüssel"
    sign_in(client, user)

    response = client.post(reverse("mfa_authenticate"), {"code": totp_code()})

    assert WRONG in response.context["form"].errors["code"][0]


def test_old_secret_key_counts_as_long_as_it_is_named(client, settings):
    user = make_user(role=Role.COORDINATOR)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "ein neuer Schlüssel"
    sign_in(client, user)

    assert client.post(reverse("mfa_authenticate"), {"code": totp_code()}).url == reverse("portal:overview")


def test_code_of_the_app_works_once(client):
    user = make_user(role=Role.COORDINATOR)
    code = totp_code()
    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("portal:overview")
    client.post(reverse("account_logout"))

    sign_in(client, user)
    for again in (code, f"{code[:3]} {code[3:]}", f"{code[:3]}-{code[3:]}"):
        response = client.post(reverse("mfa_authenticate"), {"code": again})
        assert WRONG in response.context["form"].errors["code"][0]


def test_clock_may_be_half_a_minute_off(client):
    user = make_user(role=Role.COORDINATOR)
    for periods, is_taken in ((-3, False), (1, True)):
        sign_in(client, user)
        response = client.post(reverse("mfa_authenticate"), {"code": totp_code(periods)})
        assert (response.status_code == 302) is is_taken


def test_guessing_is_held_up(client):
    sign_in(client, make_user(role=Role.COORDINATOR))
    for _ in range(6):
        response = client.post(reverse("mfa_authenticate"), {"code": "123"})

    assert "Zu viele Versuche" in response.context["form"].errors["code"][0]
    assert client.post(reverse("mfa_authenticate"), {"code": totp_code()}).status_code == 200


def test_recovery_code_signs_in_once(client):
    user = make_user()
    sign_in(client, user)
    _, response, _ = set_up_app(client)
    code = response.context["unused_codes"][0]
    client.post(reverse("account_logout"))

    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("portal:overview")
    client.post(reverse("account_logout"))
    sign_in(client, user)

    assert WRONG in client.post(reverse("mfa_authenticate"), {"code": code}).context["form"].errors["code"][0]


def test_recovery_codes_can_be_kept_and_renewed(client, django_capture_on_commit_callbacks):
    sign_in(client, make_user())
    _, response, _ = set_up_app(client)
    old = set(response.context["unused_codes"])

    download = client.get(reverse("mfa_download_recovery_codes"))
    assert set(re.findall(r"^\d{8}$", download.text, re.MULTILINE)) == old
    assert "Ersatzcodes für das Portal" in download.text
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("mfa_generate_recovery_codes"), follow=True)

    assert not old & set(response.context["unused_codes"])
    assert mail.outbox[-1].subject == "Neue Ersatzcodes"


def test_app_can_be_removed_where_none_is_needed(client):
    user = make_user()
    sign_in(client, user)
    set_up_app(client)

    client.post(reverse("mfa_deactivate_totp"))

    assert not user.authenticator_set.exists()
    assert mail.outbox[-1].subject == "Zweiter Faktor: App entfernt"


def test_the_last_needed_factor_stays(client):
    user = make_user(role=Role.COORDINATOR)
    sign_in(client, user)
    client.post(reverse("mfa_authenticate"), {"code": totp_code()})

    response = client.post(reverse("mfa_deactivate_totp"))

    assert "Richten Sie zuerst einen anderen ein" in response.text
    assert user.authenticator_set.count() == 1


def test_the_last_needed_passkey_stays(client):
    user = make_user(role=Role.COORDINATOR, second_factor=False)
    passkey = Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Diensthandy"})
    client.force_login(user)
    sign_in_again(client)
    address = reverse("mfa_remove_webauthn", args=[passkey.pk])
    assert "Richten Sie zuerst einen anderen ein" in client.get(address).text

    client.post(address)
    assert Authenticator.objects.filter(pk=passkey.pk).exists()
    make_second_factor(user)
    client.post(address)

    assert not Authenticator.objects.filter(pk=passkey.pk).exists()


def sign_in_again(client):
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def test_changes_ask_who_it_is_after_a_while(client, monkeypatch):
    sign_in(client, make_user())
    assert client.get(reverse("mfa_activate_totp")).status_code == 200
    later = time.time() + 6 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    response = client.get(reverse("mfa_activate_totp"))
    assert response.url == f"{reverse('account_reauthenticate')}?next=%2Fkonto%2Fzweiter-faktor%2Fapp%2F"
    wrong = client.post(response.url, {"password": "falsch"})
    assert wrong.context["form"].errors["password"] == ["Das Passwort stimmt nicht. Prüfen Sie Ihre Eingabe."]
    right = client.post(response.url, {"password": PASSWORD})

    assert right.url == reverse("mfa_activate_totp")
    assert client.get(right.url).status_code == 200


def test_passkey_of_somebody_else_is_out_of_reach(client):
    passkey = Authenticator.objects.create(user=make_user(), type=Authenticator.Type.WEBAUTHN, data={"name": "fremd"})
    sign_in(client, make_user())

    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert client.get(reverse(name, args=[passkey.pk])).status_code == 404


BROKEN = ["", "x", "[]", "{}", '"x"', "null", "1", '{"id": 1}', '{"response": {}}', "{" * 10_240, "x" * 10_240,
          json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": {
              "clientDataJSON": "e30", "attestationObject": "oA", "authenticatorData": "AA", "signature": "AA",
              "userHandle": "MQ"}})]  # fmt: skip


@pytest.mark.parametrize("credential", BROKEN)
def test_broken_answers_of_a_browser_are_refused_kindly(client, credential):
    client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    response = client.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("account_login")
    assert "Passkey" in [str(message) for message in response.context["messages"]][0]

    sign_in(client, make_user())
    client.get(reverse("mfa_add_webauthn"))
    response = client.post(reverse("mfa_add_webauthn"), {"credential": credential, "name": "x", "passwordless": "on"})
    assert response.status_code == 200
    assert "Der Passkey ließ sich nicht lesen" in response.text
    assert not Authenticator.objects.exists()


def test_known_and_unknown_people_get_the_same_answer_of_a_passkey(client):
    user = make_user()
    answers = []
    for pk in (user.pk, user.pk + 4711):
        client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
        broken = json.loads(BROKEN[-1])
        broken["response"]["userHandle"] = str(pk)
        response = client.post(reverse("mfa_login_webauthn"), {"credential": json.dumps(broken)}, follow=True)
        answers.append((response.redirect_chain, [str(message) for message in response.context["messages"]]))

    assert answers[0] == answers[1]


def test_local_run_tells_the_code_of_an_example_account(client, settings, example_network):
    user = User.objects.get(email="koordination@netzwerk.example")

    def shown():
        client.cookies.clear()
        client.post(reverse("account_login"), {"login": user.email, "password": "Lindenblatt-2026-Beispiel"})
        return client.get(reverse("mfa_authenticate")).context["example_code"]

    assert shown() is None
    settings.ENVIRONMENT = "local"
    first = shown()
    assert client.post(reverse("mfa_authenticate"), {"code": first}).status_code == 302
    second = shown()
    assert second not in (None, first)
    assert client.post(reverse("mfa_authenticate"), {"code": second}).status_code == 302
