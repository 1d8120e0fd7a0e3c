"""Sign-in forms in the portal's wording."""

from allauth.account import forms as account
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django.utils.translation import gettext_lazy as _

EMAIL_MISSING = _("Geben Sie Ihre E-Mail-Adresse ein.")
EMAIL_WRONG = _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example.")
PASSWORD_MISSING = _("Geben Sie Ihr Passwort ein.")


class PortalForm:
    """Labels, wording of errors and the one button of an allauth form; `button` is its text."""

    button = _("Speichern")
    labels = {}
    wording = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.error_messages |= self.wording.get(name, {})
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit("weiter", self.button))


class LoginForm(PortalForm, account.LoginForm):
    button = _("Anmelden")
    labels = {"login": _("E-Mail-Adresse"), "password": _("Passwort")}
    wording = {
        "login": {"required": EMAIL_MISSING, "invalid": EMAIL_WRONG},
        "password": {"required": PASSWORD_MISSING},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields.pop("remember", None)
        self.fields["password"].help_text = ""


class ResetPasswordForm(PortalForm, account.ResetPasswordForm):
    button = _("Link anfordern")
    labels = {"email": _("E-Mail-Adresse")}
    wording = {"email": {"required": EMAIL_MISSING, "invalid": EMAIL_WRONG}}


class ResetPasswordKeyForm(PortalForm, account.ResetPasswordKeyForm):
    button = _("Neues Passwort speichern")
    labels = {"password1": _("Neues Passwort"), "password2": _("Neues Passwort wiederholen")}
    wording = {"password1": {"required": PASSWORD_MISSING}, "password2": {"required": PASSWORD_MISSING}}


class ChangePasswordForm(PortalForm, account.ChangePasswordForm):
    button = _("Neues Passwort speichern")
    labels = {
        "oldpassword": _("Bisheriges Passwort"),
        "password1": _("Neues Passwort"),
        "password2": _("Neues Passwort wiederholen"),
    }
    wording = {name: {"required": PASSWORD_MISSING} for name in labels}
