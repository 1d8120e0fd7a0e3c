"""How allauth signs people in and up in this portal."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.signals import password_reset
from allauth.mfa.signals import authenticator_added
from django.conf import settings
from django.dispatch import receiver
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from members.accounts.devices import is_known_device, remember_device
from members.accounts.second_factor import FACTORS
from members.accounts.sessions import describe_browser

UNKNOWN_ACCOUNT = "account/email/unknown_account"
REAUTHENTICATION = {
    "reauthenticate": _("Mit dem Passwort"),
    "mfa_reauthenticate:webauthn": _("Mit einem Passkey"),
    "mfa_reauthenticate": _("Mit einem Code aus der App oder einem Ersatzcode"),
}


class AccountAdapter(DefaultAccountAdapter):
    """Wording, mails and ways; professionals sign up alone, all others are invited."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("Dieser Zugang ist gesperrt. Wenden Sie sich an die Koordinierungsstelle."),
        "duplicate_email": _("Das ist schon Ihre Adresse."),
        "email_password_mismatch": _("E-Mail-Adresse und Passwort passen nicht zusammen. Prüfen Sie beide Angaben."),
        "email_taken": _("Mit dieser Adresse geht es nicht. Nehmen Sie eine andere."),
        "enter_current_password": _("Das ist nicht Ihr bisheriges Passwort. Prüfen Sie Ihre Eingabe."),
        "incorrect_code": _("Dieser Code stimmt nicht. Prüfen Sie Ihre Eingabe oder fordern Sie einen neuen an."),
        "incorrect_password": _("Das Passwort stimmt nicht. Prüfen Sie Ihre Eingabe."),
        "rate_limited": _("Das waren viele Versuche in kurzer Zeit. Warten Sie einige Minuten."),
        "same_as_current": _("Das ist schon Ihre Adresse."),
        "too_many_login_attempts": _("Zu viele Versuche. Warten Sie einige Minuten, bevor Sie es wieder versuchen."),
    }

    def get_password_change_redirect_url(self, request):
        return resolve_url("accounts:access")

    def get_email_verification_redirect_url(self, email_address):
        return resolve_url("accounts:access" if self.request.user.is_authenticated else "account_login")

    def send_mail(self, template_prefix, email, context):
        """Nobody is written to who has no access; the mail is rendered all the same, so that it takes as long."""
        context = {"email": email, "access_url": settings.SITE_URL + resolve_url("accounts:access")} | context
        message = self.render_mail(template_prefix, email, context)
        if template_prefix != UNKNOWN_ACCOUNT:
            message.send()

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """In words the reader knows: „Firefox, Windows“ instead of what a browser says of itself."""
        browser = describe_browser(self.get_http_user_agent(self.request))
        super().send_notification_mail(template_prefix, user, {"browser": browser} | (context or {}), email)

    def is_reauthentication_required(self, *, app, **kwargs):
        """Who has just signed in need not prove it again."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reauthentication_methods(self, user):
        """The first one is offered at once, the others beside it."""
        found = {entry["id"]: entry for entry in super().get_reauthentication_methods(user)}
        return [found[name] | {"description": text} for name, text in REAUTHENTICATION.items() if name in found]

    def post_login(self, request, user, **kwargs):
        """Tells people when somebody signs in where they never did before."""
        response = super().post_login(request, user, **kwargs)
        if not is_known_device(request, user):
            remember_device(request, response, user)
            if not kwargs["signup"]:
                self.send_notification_mail("account/email/new_device", user)
        return response


@receiver(authenticator_added)
def trust_new_factor(*, request, user, authenticator, **_signal):
    """Whoever has just set up a factor need not show it at once to see their recovery codes."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(password_reset)
def verify_address_of_reset(*, user, **_signal):
    """Whoever opened the link in the mail has the mailbox."""
    user.emailaddress_set.filter(email=user.email).update(verified=True)
