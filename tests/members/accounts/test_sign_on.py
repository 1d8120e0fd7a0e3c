"""Municipal single sign-on against a real OpenID Connect service."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.urls import reverse

from members.models import User
from tests.factories import make_user, totp_code
from tests.members.accounts.sign_on_service import NAME, authorize, running, use_service

# The service runs in a thread of ours; what its own packages warn of is not for us.
pytestmark = [pytest.mark.django_db, pytest.mark.filterwarnings("ignore::DeprecationWarning")]
LOGIN = "/konto/dienst/kommune/anmelden/"
VERIFIED = {"sub": "u1", "email": "Paula@Amt.example", "email_verified": True, "name": "Paula Amt"}
UNVERIFIED = {"sub": "u2", "email": "paula@amt.example", "email_verified": False, "name": "Paula Falsch"}
NAMELESS = {"sub": "u3", "name": "Ohne Adresse"}
UMLAUT = {"sub": "u4", "email": "paula@xn--mller-kva.example", "email_verified": True, "name": "Paula Müller"}


@pytest.fixture(scope="module")
def service():
    with running(VERIFIED, UNVERIFIED, NAMELESS, UMLAUT) as issuer:
        yield issuer


@pytest.fixture
def sign_on(service, settings, client):
    """`sign_on("u1")`: the answer after signing in at the service as that person."""
    use_service(settings, service)

    def come_back(sub, **query):
        response = client.post(LOGIN, query)
        assert response.url.startswith(f"{service}/oauth2/authorize?")
        back = authorize(response.url, sub)
        assert back.startswith("http://testserver/konto/dienst/kommune/zurueck/")
        return client.get(back.removeprefix("http://testserver"), follow=True)

    return come_back


def test_button_stands_there_only_where_the_service_is_set(client, settings, service):
    address = reverse("account_login")
    assert LOGIN not in client.get(address).text
    assert client.post(LOGIN).status_code == 404

    use_service(settings, service)

    assert f"Mit {NAME} anmelden" in client.get(address).text


def test_browsers_may_follow_the_form_to_the_service_only_there(client, settings, service):
    def form_action(name):
        policy = client.get(reverse(name))["Content-Security-Policy"]
        return next(part.split()[1:] for part in policy.split("; ") if part.startswith("form-action"))

    assert form_action("account_login") == ["'self'"]
    use_service(settings, service)

    assert form_action("account_login") == ["'self'", service]
    assert form_action("account_signup") == ["'self'"]


def test_same_verified_address_signs_in_without_a_password(sign_on):
    user = make_user(email="paula@amt.example", password=None)

    response = sign_on("u1")

    assert response.redirect_chain[-1][0] == reverse("portal:overview")
    assert response.context["user"] == user
    assert SocialAccount.objects.get().user == user


def test_sign_in_leads_where_one_wanted_to_go(sign_on):
    make_user(email="paula@amt.example")

    assert sign_on("u1", next="/konto/").redirect_chain[-1][0] == "/konto/"
    assert User.objects.count() == 1


def test_domain_with_umlaut_is_found(sign_on):
    user = make_user(email="paula@müller.example")

    assert sign_on("u4").context["user"] == user


def test_second_factor_is_asked_for_here_too(sign_on, client):
    make_user(email="paula@amt.example", role="coordinator")

    assert sign_on("u1").redirect_chain[-1][0] == reverse("mfa_authenticate")
    response = client.post(reverse("mfa_authenticate"), {"code": totp_code()})

    assert response.url == reverse("portal:overview")


@pytest.mark.parametrize("allows_sign_up", [True, False])
def test_unverified_address_opens_no_access_of_others(sign_on, settings, service, allows_sign_up):
    make_user(email="paula@amt.example")
    use_service(settings, service, allows_sign_up=allows_sign_up)

    response = sign_on("u2")

    assert not response.context["user"].is_authenticated
    assert not SocialAccount.objects.exists()
    assert User.objects.count() == 1


def test_unknown_people_are_told_who_lets_them_in(sign_on):
    response = sign_on("u1")

    assert "Hier gibt es noch keinen Zugang für Sie" in response.text
    assert not User.objects.exists()


def test_unknown_people_become_professionals_where_that_is_allowed(sign_on, settings, service):
    use_service(settings, service, allows_sign_up=True)

    response = sign_on("u1")

    user = User.objects.get()
    assert response.redirect_chain[-1][0] == reverse("portal:overview")
    assert (user.full_name, user.email, user.has_usable_password()) == ("Paula Amt", "paula@amt.example", False)
    assert list(user.role_assignments.all()) == []
    assert mail.outbox == []


def test_service_without_an_address_asks_for_one_and_has_it_confirmed(sign_on, settings, service, client):
    use_service(settings, service, allows_sign_up=True)
    response = sign_on("u3")
    assert "Der Anmeldedienst hat uns keine E-Mail-Adresse genannt" in response.text

    response = client.post(reverse("socialaccount_signup"), {"email": "ohne@amt.example"}, follow=True)

    assert response.redirect_chain[-1][0] == reverse("account_email_verification_sent")
    assert not response.context["user"].is_authenticated


def test_locked_access_stays_locked(sign_on):
    make_user(email="paula@amt.example", is_active=False)

    assert sign_on("u1").redirect_chain[-1][0] == reverse("account_inactive")


def test_declined_sign_in_says_so(client, settings, service):
    use_service(settings, service)
    query = parse_qs(urlsplit(client.post(LOGIN).url).query)

    declined = {"error": "access_denied", "state": query["state"][0]}
    response = client.get("/konto/dienst/kommune/zurueck/", declined, follow=True)

    assert "Sie haben die Anmeldung beim Dienst Ihrer Verwaltung abgebrochen" in response.text


@pytest.mark.parametrize("query", ["", "?state=erfunden&code=erfunden", "?error=server_error", "?state=%00"])
def test_answers_out_of_nowhere_get_a_calm_page(client, settings, service, query):
    use_service(settings, service)

    response = client.get(f"/konto/dienst/kommune/zurueck/{query}", follow=True)

    assert "Die Anmeldung hat nicht geklappt" in response.text
    assert not response.context["user"].is_authenticated


def test_service_out_of_reach_gets_a_calm_page(client, settings):
    use_service(settings, "http://localhost:9")

    response = client.post(LOGIN, follow=True)

    assert "Die Anmeldung hat nicht geklappt" in response.text


def test_connection_is_made_and_undone_by_hand(sign_on, client):
    user = make_user(email="anders@amt.example")
    client.post(reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"})
    mail.outbox.clear()
    address = reverse("socialaccount_connections")
    assert f"Mit {NAME} verbinden" in client.get(address).text

    response = sign_on("u1", process="connect")
    assert "Ihr Zugang ist mit dem Anmeldedienst verbunden." in response.text
    client.post(address, {"account": SocialAccount.objects.get().pk})

    assert not SocialAccount.objects.exists()
    assert [message.subject for message in mail.outbox] == [
        "Anmeldedienst verbunden",
        "Verbindung zum Anmeldedienst gelöst",
    ]
