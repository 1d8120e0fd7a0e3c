"""„Mein Zugang“ and where somebody is signed in."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from members.accounts.sessions import describe_browser
from members.tasks import delete_ended_sessions
from tests.factories import make_second_factor, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "ein langes Kennwort"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile Safari/604.1"


def signed_in(user, browser=FIREFOX):
    client = Client(headers={"user-agent": browser})
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    return client


def is_signed_in(client):
    return client.get(reverse("portal:overview")).status_code == 200


def test_page_names_what_one_has():
    user = make_user(email="ich@amt.example")
    client = signed_in(user)
    page = client.get(reverse("accounts:access"))
    assert "ich@amt.example" in page.text
    assert "Sie haben noch keinen. Wir empfehlen ihn." in page.text
    assert "Sie sind auf 1 Gerät angemeldet." in page.text
    assert "Ersatzcodes" not in page.text

    make_second_factor(user)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Diensthandy"})
    page = client.get(reverse("accounts:access"))

    assert "Diensthandy" in page.text
    assert "Sie haben noch keinen" not in page.text


def test_people_without_password_can_set_one(client):
    user = make_user(password=None)
    client.force_login(user)
    assert reverse("account_set_password") in client.get(reverse("accounts:access")).text

    new = {"password1": "noch ein langes Kennwort", "password2": "noch ein langes Kennwort"}
    client.post(reverse("account_set_password"), new)

    user.refresh_from_db()
    assert user.check_password("noch ein langes Kennwort")


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"oldpassword": "falsch"}, "oldpassword", "Das ist nicht Ihr bisheriges Passwort."),
        ({"password1": ""}, "password1", "Geben Sie ein neues Passwort ein."),
        ({"password1": "kurz", "password2": "kurz"}, "password1", "Dieses Passwort ist zu kurz."),
        ({"password2": "anders als das erste"}, "password2", "Beide Eingaben müssen gleich sein."),
    ],
)
def test_password_mistakes_are_named_at_the_field(client, given, field, sentence):
    client.force_login(make_user())
    data = {"oldpassword": PASSWORD, "password1": "noch ein langes Kennwort", "password2": "noch ein langes Kennwort"}

    response = client.post(reverse("account_change_password"), data | given)

    assert sentence in response.context["form"].errors[field][0]


def test_new_password_signs_out_elsewhere_and_is_told():
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user)
    mail.outbox.clear()
    new = {"password1": "noch ein langes Kennwort", "password2": "noch ein langes Kennwort"}

    here.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | new)

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    (message,) = mail.outbox
    assert (message.to, message.subject) == ([user.email], "Ihr Passwort wurde geändert")
    assert "Firefox, Windows" in message.body


def test_each_session_can_be_ended():
    user = make_user()
    here, elsewhere = signed_in(user), signed_in(user, PHONE)
    page = here.get(reverse("usersessions_list"))
    assert [browser for _, browser in page.context["rows"]] == ["Safari, iPhone", "Firefox, Windows"]
    other = UserSession.objects.get(user_agent=PHONE)

    here.post(reverse("accounts:session-end", args=[other.pk]))

    assert (is_signed_in(here), is_signed_in(elsewhere)) == (True, False)
    assert UserSession.objects.get().user_agent == FIREFOX


def test_session_of_somebody_else_stays():
    other = signed_in(make_user())
    session = UserSession.objects.get()

    assert signed_in(make_user()).post(reverse("accounts:session-end", args=[session.pk])).status_code == 404
    assert is_signed_in(other)


def test_a_visit_alone_ends_nothing():
    client = signed_in(make_user())

    assert client.get(reverse("accounts:session-end", args=[UserSession.objects.get().pk])).status_code == 405
    assert client.get(reverse("accounts:session-end-all")).status_code == 405


def test_signing_out_everywhere():
    user = make_user()
    clients = [signed_in(user), signed_in(user), signed_in(user)]

    response = clients[0].post(reverse("accounts:session-end-all"), follow=True)

    assert "Sie sind überall abgemeldet." in response.text
    assert not any(is_signed_in(client) for client in clients)


def test_ended_sessions_are_deleted_by_night():
    user = make_user()
    signed_in(user)
    Session.objects.all().delete()
    signed_in(user)
    UserSession.objects.create(user=user, session_key="vorbei", ip="127.0.0.1", user_agent=PHONE)

    delete_ended_sessions()

    assert [session.user_agent for session in UserSession.objects.all()] == [FIREFOX]


def test_new_browser_is_told_once():
    user = make_user()
    client = signed_in(user)
    client.post(reverse("account_logout"))
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})
    assert [message.subject for message in mail.outbox] == ["Anmeldung mit einem neuen Browser"]

    signed_in(user, PHONE)

    assert "Safari, iPhone" in mail.outbox[1].body
    assert f"{settings.SITE_URL}/konto/" in mail.outbox[1].body


def test_shared_browser_knows_several_people():
    first, second = make_user(), make_user()
    client = signed_in(first)
    for user in (second, first, second):
        client.post(reverse("account_logout"))
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert [message.to for message in mail.outbox] == [[first.email], [second.email]]


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox, Windows"),
        (PHONE, "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Linux"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", "Chrome, Android"),
        ("", "Unbekannter Browser"),
        ("<script>", "Unbekannter Browser"),
    ],
)
def test_browser_in_words(user_agent, words):
    assert describe_browser(user_agent) == words
