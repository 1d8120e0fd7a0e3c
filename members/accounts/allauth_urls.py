"""allauth's pages under German addresses; allauth finds them by these names."""

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkey
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as openid
from django.contrib.auth.decorators import login_not_required
from django.urls import path, re_path

from members.accounts import allauth_views as own
from members.accounts.allauth_views import in_portal
from members.accounts.sign_on import leads_to_sign_on, survives_silence
from members.accounts.views import session_list


def page(address, view, name):
    return path(address, in_portal(view), name=name)


SIGN_IN = [
    page("anmelden/", leads_to_sign_on(account.login), "account_login"),
    page("anmelden/code/", account.request_login_code, "account_request_login_code"),
    page("anmelden/code/eingeben/", own.ConfirmLoginCodeView.as_view(), "account_confirm_login_code"),
    page("anmelden/zweiter-faktor/", own.SecondFactorView.as_view(), "mfa_authenticate"),
    page("anmelden/passkey/", passkey.login_webauthn, "mfa_login_webauthn"),
    page("abmelden/", account.logout, "account_logout"),
    page("gesperrt/", account.account_inactive, "account_inactive"),
    page("registrieren/", account.signup, "account_signup"),
]
PASSWORD_AND_ADDRESS = [
    page("adresse/", account.email, "account_email"),
    page("adresse/bestaetigen/", own.ConfirmAddressView.as_view(), "account_email_verification_sent"),
    page("bestaetigen/", account.reauthenticate, "account_reauthenticate"),
    page("bestaetigen/code/", factor.reauthenticate, "mfa_reauthenticate"),
    page("bestaetigen/passkey/", passkey.reauthenticate_webauthn, "mfa_reauthenticate_webauthn"),
    page("passwort/", account.password_change, "account_change_password"),
    page("passwort/setzen/", account.password_set, "account_set_password"),
    page("passwort/vergessen/", account.password_reset, "account_reset_password"),
    page("passwort/gesendet/", account.password_reset_done, "account_reset_password_done"),
    re_path(
        r"^passwort/neu/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        in_portal(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    page("passwort/neu/fertig/", account.password_reset_from_key_done, "account_reset_password_from_key_done"),
]
SECOND_FACTOR = [
    page("zweiter-faktor/", own.SecondFactorIndexView.as_view(), "mfa_index"),
    page("zweiter-faktor/app/", app.activate_totp, "mfa_activate_totp"),
    page("zweiter-faktor/app/entfernen/", app.deactivate_totp, "mfa_deactivate_totp"),
    page("passkeys/", passkey.list_webauthn, "mfa_list_webauthn"),
    page("passkeys/neu/", passkey.add_webauthn, "mfa_add_webauthn"),
    page("passkeys/<int:pk>/umbenennen/", passkey.edit_webauthn, "mfa_edit_webauthn"),
    page("passkeys/<int:pk>/entfernen/", own.RemovePasskeyView.as_view(), "mfa_remove_webauthn"),
    page("ersatzcodes/", codes.view_recovery_codes, "mfa_view_recovery_codes"),
    page("ersatzcodes/neu/", codes.generate_recovery_codes, "mfa_generate_recovery_codes"),
    page("ersatzcodes/ersatzcodes.txt", codes.download_recovery_codes, "mfa_download_recovery_codes"),
]
SIGN_ON = [
    page("dienst/", leads_to_sign_on(social.connections), "socialaccount_connections"),
    page("dienst/registrieren/", social.signup, "socialaccount_signup"),
    page("dienst/abgebrochen/", social.login_cancelled, "socialaccount_login_cancelled"),
    page("dienst/fehler/", login_not_required(social.login_error), "socialaccount_login_error"),
    page(
        "dienst/<slug:provider_id>/anmelden/", leads_to_sign_on(survives_silence(openid.login)), "openid_connect_login"
    ),
    page("dienst/<slug:provider_id>/zurueck/", openid.callback, "openid_connect_callback"),
]
urlpatterns = [
    *SIGN_IN,
    *PASSWORD_AND_ADDRESS,
    *SECOND_FACTOR,
    path("sitzungen/", session_list, name="usersessions_list"),
    *SIGN_ON,
]
