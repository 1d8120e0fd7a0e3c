"""The second factor: code of an app, passkey, recovery codes."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base
from allauth.mfa.recovery_codes import forms as recovery_codes
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from members.accounts.portal_form import CodeForm, PortalForm
from members.accounts.used_codes import use_code

PASSKEY_NAME_LENGTH = 60
PASSKEY_UNKNOWN = _("Dieser Passkey gehört nicht zu einem Zugang. Melden Sie sich auf einem anderen Weg an.")
PASSKEY_UNREADABLE = _("Der Passkey ließ sich nicht lesen. Versuchen Sie es noch einmal.")
# What a browser's answer that was tampered with may raise in the depths of fido2.
UNREADABLE = (ArithmeticError, AssertionError, AttributeError, LookupError, TypeError, ValueError)


class OnceForm:
    """A code works once, as long as the clock would take it: allauth forgets it after one period."""

    def clean_code(self):
        code = super().clean_code()
        if not use_code(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceForm, CodeForm, base.AuthenticateForm):
    button = _("Anmelden")


class ReauthenticateByCodeForm(OnceForm, CodeForm, base.ReauthenticateForm):
    button = _("Weiter")


class ActivateAppForm(OnceForm, CodeForm, totp.ActivateTOTPForm):
    button = _("App einrichten")
    labels = {"code": _("Code aus der App")}
    help_texts = {"code": _("Sechs Ziffern, die alle 30 Sekunden wechseln.")}


class DeactivateAppForm(PortalForm, totp.DeactivateTOTPForm):
    button = _("App entfernen")


class GenerateRecoveryCodesForm(PortalForm, recovery_codes.GenerateRecoveryCodesForm):
    button = _("Neue Ersatzcodes erstellen")


class PasskeyForm(PortalForm):
    """Filled and sent by the browser; its button stands in the template, as a script has to answer it."""

    failure = PASSKEY_UNREADABLE

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.inputs = []
        self.helper.form_tag = False
        self.fields["credential"].error_messages |= {"required": PASSKEY_UNREADABLE, "invalid": PASSKEY_UNREADABLE}

    def clean_credential(self):
        try:
            return super().clean_credential()
        except (forms.ValidationError, *UNREADABLE) as error:
            raise forms.ValidationError(self.failure) from error


class AuthenticateByPasskeyForm(PasskeyForm, webauthn.AuthenticateWebAuthnForm):
    failure = PASSKEY_UNKNOWN


class ReauthenticateByPasskeyForm(PasskeyForm, webauthn.ReauthenticateWebAuthnForm):
    failure = PASSKEY_UNKNOWN


class LoginByPasskeyForm(PasskeyForm, webauthn.LoginWebAuthnForm):
    failure = PASSKEY_UNKNOWN


class AddPasskeyForm(PortalForm, webauthn.AddWebAuthnForm):
    passwordless = forms.BooleanField(
        label=_("Auch zum Anmelden ohne Passwort nutzen"),
        help_text=_("Dafür fragt Ihr Gerät nach Fingerabdruck, Gesicht oder PIN."),
        required=False,
        initial=True,
    )
    labels = {"name": _("Name des Passkeys")}
    help_texts = {"name": _("Damit Sie ihn wiedererkennen, zum Beispiel „Diensthandy“.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.inputs = []
        self.helper.form_tag = False
        self.fields["credential"].error_messages |= {"required": PASSKEY_UNREADABLE, "invalid": PASSKEY_UNREADABLE}

    def clean_name(self):
        return super().clean_name()[:PASSKEY_NAME_LENGTH]

    def clean(self):
        try:
            return super().clean()
        except (forms.ValidationError, *UNREADABLE) as error:
            raise forms.ValidationError(PASSKEY_UNREADABLE) from error


class RenamePasskeyForm(PortalForm, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name des Passkeys")}
    wording = {"name": {"required": _("Geben Sie einen Namen ein.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = PASSKEY_NAME_LENGTH

    def clean_name(self):
        return self.cleaned_data["name"][:PASSKEY_NAME_LENGTH]
