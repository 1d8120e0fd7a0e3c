"""Signing in with a code from a mail."""

import re
import time

import pytest
from django.core import mail
from django.urls import reverse

from members.models import User
from tests.factories import make_user, totp_code

pytestmark = pytest.mark.django_db
REQUEST, CONFIRM = "account_request_login_code", "account_confirm_login_code"
CODE = re.compile(r"^([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)
WRONG = "Dieser Code stimmt nicht. Prüfen Sie Ihre Eingabe"


def request_code(client, address):
    return client.post(reverse(REQUEST), {"email": address}, follow=True)


def enter(client, code):
    return client.post(reverse(CONFIRM), {"code": code}, follow=True)


def code_in_mail():
    return CODE.search(mail.outbox[-1].body).group(1)


def test_code_signs_in(client):
    user = make_user(password=None)

    request_code(client, user.email)
    response = enter(client, code_in_mail().lower().replace("-", " "))

    assert mail.outbox[0].to == [user.email]
    assert response.redirect_chain[-1][0] == reverse("portal:overview")
    assert response.context["user"] == user


def test_code_confirms_the_address(client):
    user = make_user(is_email_verified=False)

    request_code(client, user.email)
    enter(client, code_in_mail())

    assert user.emailaddress_set.get().verified


def test_code_alone_is_not_enough_where_there_is_a_second_factor(client):
    user = make_user(role="coordinator")

    request_code(client, user.email)
    response = enter(client, code_in_mail())
    assert response.redirect_chain[-1][0] == reverse("mfa_authenticate")

    response = client.post(reverse("mfa_authenticate"), {"code": totp_code()}, follow=True)
    assert response.redirect_chain[-1][0] == reverse("portal:overview")


@pytest.mark.parametrize("name", [REQUEST, "account_reset_password"])
def test_known_and_unknown_addresses_get_the_same_answer(client, django_user_model, name):
    answers = []
    for address in (make_user(email="bekannte@netz.example").email, "unbekannt@netz.example"):
        client.cookies.clear()
        response = client.post(reverse(name), {"email": address}, follow=True)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text).replace(address, "ADRESSE")
        answers.append((response.redirect_chain, response.status_code, text))

    assert answers[0] == answers[1]
    assert len(mail.outbox) == 1


def test_wrong_code_for_an_unknown_address_is_answered_as_for_a_known_one(client):
    answers = []
    for address in (make_user(email="bekannte@netz.example").email, "unbekannt@netz.example"):
        client.cookies.clear()
        request_code(client, address)
        texts = [enter(client, "XXXX-XXXX") for _ in range(3)]
        answers.append([(text.redirect_chain, text.status_code, WRONG in text.text) for text in texts])

    assert answers[0] == answers[1]


def test_wrong_code_says_so_at_the_field(client):
    request_code(client, make_user().email)

    response = enter(client, "falsch")

    assert WRONG in response.context["form"].errors["code"][0]
    assert "<title>Fehler: Code eingeben" in response.text


def test_third_wrong_code_ends_the_attempt(client):
    user = make_user()
    request_code(client, user.email)
    code = code_in_mail()
    for _ in range(3):
        response = enter(client, "falsch")
    assert "Zu viele Versuche" in response.text

    response = enter(client, code)

    assert "Dieser Code gilt nicht mehr" in response.text
    assert not response.context["user"].is_authenticated


def test_expired_code_says_so(client, monkeypatch):
    request_code(client, make_user().email)
    code = code_in_mail()
    later = time.time() + 11 * 60
    monkeypatch.setattr(time, "time", lambda: later)

    response = enter(client, code)

    assert "Dieser Code gilt nicht mehr. Fordern Sie einen neuen an." in response.text
    assert response.redirect_chain[-1][0] == reverse(REQUEST)


def test_code_works_once(client):
    request_code(client, make_user().email)
    code = code_in_mail()
    enter(client, code)
    client.post(reverse("account_logout"))

    response = enter(client, code)

    assert "Dieser Code gilt nicht mehr" in response.text
    assert not response.context["user"].is_authenticated


def test_new_code_replaces_the_old_one(client):
    request_code(client, make_user().email)
    old = code_in_mail()
    client.post(reverse(CONFIRM), {"action": "resend"})
    new = code_in_mail()

    assert old != new
    assert WRONG in enter(client, old).text
    assert enter(client, new).redirect_chain[-1][0] == reverse("portal:overview")


@pytest.mark.parametrize("typed", ["name@müller.example", "NAME@xn--mller-kva.example", "name@Müller.example"])
def test_domain_with_umlaut_is_the_same_however_it_is_typed(client, typed):
    user = make_user(email="name@müller.example")

    request_code(client, typed)
    response = enter(client, code_in_mail())

    assert response.context["user"] == user


@pytest.mark.parametrize("stored", ["name@müller.example", "name@xn--mller-kva.example"])
def test_domain_with_umlaut_is_stored_readable(stored):
    assert User.objects.create_user(stored).email == "name@müller.example"


@pytest.mark.parametrize("text", ["x" * 10_240, "x" * 10_240 + "@amt.example", "\0", "🙂@amt.example", "' or 1=1 --"])
def test_odd_addresses_get_a_kind_sentence(client, text):
    for name, field in ((REQUEST, "email"), ("account_login", "login"), ("account_reset_password", "email")):
        response = client.post(reverse(name), {field: text, "password": "x"})

        assert response.status_code == 200
        assert response.context["form"].errors[field]
    assert mail.outbox == []


@pytest.mark.parametrize("text", ["x" * 10_240, "\0", "🙂"])
def test_odd_codes_are_wrong_codes(client, text):
    request_code(client, make_user().email)

    response = enter(client, text)

    assert response.status_code == 200
    assert response.context["form"].errors["code"]


def test_who_is_signed_in_needs_no_sign_in_page(client):
    client.force_login(make_user())

    for name in ("account_login", REQUEST, CONFIRM, "account_signup", "mfa_authenticate"):
        assert client.get(reverse(name)).url == reverse("portal:overview")


def test_many_requests_for_one_address_are_held_up(client):
    user = make_user()
    for _ in range(3):
        client.cookies.clear()
        request_code(client, user.email)
    client.cookies.clear()

    response = request_code(client, user.email)

    assert "Zu viele Versuche" in response.text
    assert len(mail.outbox) == 3


def test_many_sign_ins_from_one_place_get_the_portals_page(client):
    for _ in range(31):
        response = client.post(reverse("account_login"), {"login": "a@amt.example", "password": "x"})

    assert response.status_code == 429
    assert "Das waren viele Versuche in kurzer Zeit" in response.text
    assert "112" in response.text


def test_locked_access_is_told_where_to_ask(client):
    user = make_user(is_active=False)

    response = client.post(
        reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"}, follow=True
    )

    assert response.redirect_chain[-1][0] == reverse("account_inactive")
    assert "Dieser Zugang ist gesperrt" in response.text


def test_local_run_shows_the_code_of_the_mail(client, settings):
    user = make_user()
    assert code_in_mail_is_shown(client, user) is False

    settings.ENVIRONMENT = "local"
    client.cookies.clear()
    assert code_in_mail_is_shown(client, user) is True


def code_in_mail_is_shown(client, user):
    text = request_code(client, user.email).text
    return code_in_mail() in text
