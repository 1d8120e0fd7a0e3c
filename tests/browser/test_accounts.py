"""Getting in: passkeys with a virtual authenticator, an app, codes, the municipal service, keyboard alone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import expect

from members.enums import Role
from tests.browser.conftest import session_cookie
from tests.browser.steps import press
from tests.factories import make_user, totp_code
from tests.members.accounts.sign_on_service import NAME, running, use_service

WIDTHS = (1280, 390)
PASSWORD = "ein langes Kennwort"


class Device:
    """A virtual authenticator in the browser of `window`; `is_verified`: the finger is the right one."""

    def __init__(self, window, *, is_verified=True):
        self.cdp = window.context.new_cdp_session(window.page)
        self.cdp.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": is_verified,
            "automaticPresenceSimulation": True,
        }
        self.id = self.cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": self.id})
        self.cdp.detach()

    def verify(self, is_verified):
        self.cdp.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": is_verified})


@pytest.fixture
def signed_in(visit, portal):
    """`signed_in(user)`: a window in which `user` is signed in."""

    def open_window(user, **options):
        return visit(cookie=session_cookie(portal, user), **options)

    return open_window


def sign_out(window):
    window.open("/konto/abmelden/")
    with window.page.expect_navigation():
        window.page.locator("main form button[type=submit]").click()


def test_passkey_is_set_up_and_signs_in_with_the_keyboard_alone(signed_in):
    user = make_user(role=Role.COORDINATOR, second_factor=False, password=None)
    window = signed_in(user)
    page = window.page
    with Device(window):
        window.open("/mein/")
        expect(page).to_have_url(re.compile("/konto/zweiter-faktor/$"))
        press(window, "Passkey einrichten")
        page.wait_for_url("**/konto/passkeys/neu/")
        press(window, "Passkey einrichten")
        page.wait_for_url("**/konto/ersatzcodes/")
        expect(page.locator(".nk-codes li")).to_have_count(10)
        press(window, "Ich habe die Codes gesichert")
        page.wait_for_url("**/konto/")
        sign_out(window)

        window.open("/konto/anmelden/?next=/konto/sitzungen/")
        press(window, "Mit Passkey anmelden")
        page.get_by_text("dieses Gerät").wait_for()

    expect(page).to_have_url(f"{window.portal}/konto/sitzungen/")
    assert Authenticator.objects.get(user=user, type="webauthn").last_used_at


def test_passkey_as_second_factor_after_the_password(signed_in):
    user = make_user(password=PASSWORD)
    window = signed_in(user)
    page = window.page
    with Device(window):
        window.open("/konto/passkeys/neu/")
        page.get_by_label("Auch zum Anmelden ohne Passwort nutzen").uncheck()
        page.get_by_role("button", name="Passkey einrichten").click()
        page.wait_for_url("**/konto/ersatzcodes/")
        sign_out(window)

        window.open("/konto/anmelden/")
        page.get_by_label("E-Mail-Adresse").fill(user.email)
        page.get_by_label("Passwort", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.get_by_role("button", name="Passkey verwenden").click()
        page.wait_for_url("**/mein/")


def test_given_up_set_up_says_so_and_can_be_tried_again(signed_in):
    user = make_user()
    window = signed_in(user)
    page = window.page
    with Device(window, is_verified=False) as device:
        window.open("/konto/passkeys/neu/")
        button = page.get_by_role("button", name="Passkey einrichten")
        alert = page.get_by_role("alert").filter(has_text="Der Vorgang wurde abgebrochen")
        expect(alert).to_be_hidden()
        button.click()
        expect(alert).to_be_visible()
        assert not Authenticator.objects.filter(user=user).exists()

        device.verify(True)
        button.click()
        page.wait_for_url("**/konto/ersatzcodes/")


def test_the_same_device_twice_is_named(signed_in):
    window = signed_in(make_user())
    page = window.page
    with Device(window):
        window.open("/konto/passkeys/neu/")
        page.get_by_role("button", name="Passkey einrichten").click()
        page.wait_for_url("**/konto/ersatzcodes/")
        window.open("/konto/passkeys/neu/")
        page.get_by_role("button", name="Passkey einrichten").click()
        expect(page.get_by_text("Dieser Passkey ist hier schon eingerichtet.")).to_be_visible()


def test_passkey_of_a_deleted_access_is_refused_kindly(signed_in):
    user = make_user()
    window = signed_in(user)
    page = window.page
    with Device(window):
        window.open("/konto/passkeys/neu/")
        page.get_by_role("button", name="Passkey einrichten").click()
        page.wait_for_url("**/konto/ersatzcodes/")
        user.delete()
        window.open("/konto/anmelden/")
        page.get_by_role("button", name="Mit Passkey anmelden").click()
        page.get_by_text("Dieser Passkey gehört nicht zu einem Zugang.").wait_for()


def test_without_javascript_there_is_a_way_round(signed_in, visit):
    window = signed_in(make_user(), scripts=False)
    window.open("/konto/passkeys/neu/")
    expect(window.page.get_by_text("Für Passkeys braucht dieser Browser JavaScript.")).to_be_visible()
    expect(window.page.get_by_role("button", name="Passkey einrichten")).to_be_hidden()

    guest = visit(scripts=False)
    guest.open("/konto/anmelden/")
    expect(guest.page.get_by_role("link", name="Code per E-Mail erhalten")).to_be_visible()
    expect(guest.page.get_by_role("button", name="Mit Passkey anmelden")).to_be_hidden()


def test_coordinator_signs_in_with_a_code_of_the_app_without_javascript(visit):
    user = make_user(role=Role.COORDINATOR, password=PASSWORD)
    window = visit(scripts=False, width=390)
    page = window.page
    window.open("/konto/anmelden/")
    page.get_by_label("E-Mail-Adresse").fill(user.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.get_by_role("textbox", name="Code").fill("000")
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page.locator(".nk-error-summary")).to_be_visible()
    page.get_by_role("textbox", name="Code").fill(totp_code())
    page.get_by_role("button", name="Anmelden", exact=True).click()
    expect(page).to_have_url(re.compile("/mein/$"))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_municipal_service_signs_in(portal, pages, settings):
    user = make_user(email="paula@amt.example", password=None)
    person = {"sub": "paula", "email": user.email, "email_verified": True, "name": "Paula Amt"}
    context = pages.browser.new_context(locale="de-DE")
    try:
        with running(person) as issuer:
            use_service(settings, issuer)
            page = context.new_page()
            page.route("https://**", lambda route: route.abort())  # the service's own page asks for a style sheet
            page.goto(f"{portal}/konto/anmelden/")
            page.get_by_role("button", name=f"Mit {NAME} anmelden").click()
            page.wait_for_url(f"{issuer}/oauth2/authorize?**")
            page.get_by_role("button", name="paula").click()
            page.wait_for_url(f"{portal}/mein/")
            expect(page.get_by_text(f"Guten Tag, {user.full_name}")).to_be_visible()
    finally:
        context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_the_set_up_are_accessible(signed_in, width):
    window = signed_in(make_user(), width=width, bypass_csp=True, watches=False)
    page = window.page
    found = []

    def look(name):
        found.extend(f"{name}: {finding}" for finding in window.axe())
        if window.overflow() > 0:
            found.append(f"{name}: too wide")

    with Device(window):
        for address in ("zweiter-faktor/", "zweiter-faktor/app/", "passkeys/neu/"):
            window.open(f"/konto/{address}")
            look(address)
        page.get_by_role("button", name="Passkey einrichten").click()
        page.wait_for_url("**/konto/ersatzcodes/")
        look("codes")
        for address in ("passkeys/", "zweiter-faktor/", "", "bestaetigen/passkey/"):
            window.open(f"/konto/{address}")
            look(address)
        window.open("/konto/passkeys/")
        for name in ("Umbenennen", "Entfernen"):
            with page.expect_navigation():
                page.get_by_role("link", name=re.compile(name)).click()
            look(name)
            page.go_back()
    assert found == []
