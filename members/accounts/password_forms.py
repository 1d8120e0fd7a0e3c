"""Password and address of an account."""

from allauth.account import forms as account
from django import forms
from django.utils.translation import gettext_lazy as _

from members.accounts.portal_form import EMAIL_WORDING, PASSWORD_MISSING, PortalForm

NEW_PASSWORD_MISSING = {"required": _("Geben Sie ein neues Passwort ein.")}
NEW_PASSWORD_HELP = _("Mindestens 12 Zeichen. Mehrere Wörter hintereinander lassen sich gut merken.")
NEW_PASSWORD_LABELS = {"password1": _("Neues Passwort"), "password2": _("Neues Passwort wiederholen")}


class NewPasswordForm(PortalForm):
    button = _("Neues Passwort speichern")
    labels = NEW_PASSWORD_LABELS
    help_texts = {"password1": NEW_PASSWORD_HELP}
    wording = {"password1": NEW_PASSWORD_MISSING, "password2": {"required": _("Wiederholen Sie das neue Passwort.")}}

    def clean_password2(self):
        if self.cleaned_data.get("password1", "") not in ("", self.cleaned_data["password2"]):
            raise forms.ValidationError(_("Beide Eingaben müssen gleich sein. Wiederholen Sie das Passwort genau."))
        return self.cleaned_data["password2"]


class ResetPasswordForm(PortalForm, account.ResetPasswordForm):
    button = _("Link anfordern")
    labels = {"email": _("E-Mail-Adresse")}
    wording = {"email": EMAIL_WORDING}


class ResetPasswordKeyForm(NewPasswordForm, account.ResetPasswordKeyForm):
    pass


class SetPasswordForm(NewPasswordForm, account.SetPasswordForm):
    button = _("Passwort speichern")


class ChangePasswordForm(NewPasswordForm, account.ChangePasswordForm):
    labels = {"oldpassword": _("Bisheriges Passwort")} | NEW_PASSWORD_LABELS
    help_texts = {"oldpassword": ""} | NewPasswordForm.help_texts
    wording = {"oldpassword": {"required": PASSWORD_MISSING}} | NewPasswordForm.wording


class ReauthenticateForm(PortalForm, account.ReauthenticateForm):
    button = _("Weiter")
    labels = {"password": _("Passwort")}
    help_texts = {"password": ""}
    wording = {"password": {"required": PASSWORD_MISSING}}


class ChangeAddressForm(PortalForm, account.AddEmailForm):
    button = _("Code an die neue Adresse senden")
    button_name = "action_add"
    labels = {"email": _("Neue E-Mail-Adresse")}
    wording = {"email": EMAIL_WORDING}
