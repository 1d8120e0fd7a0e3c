"""What all forms of an account have in common."""

from functools import partial

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import User

EMAIL_MISSING = _("Geben Sie Ihre E-Mail-Adresse ein.")
EMAIL_WRONG = _("Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example.")
EMAIL_WORDING = {"required": EMAIL_MISSING, "invalid": EMAIL_WRONG}
PASSWORD_MISSING = _("Geben Sie Ihr Passwort ein.")
CODE_MISSING = _("Geben Sie den Code ein.")


class PortalForm:
    """Labels, wording of errors and the one button of an allauth form; `button` is its text."""

    button = _("Speichern")
    button_name = "weiter"
    labels = {}
    help_texts = {}
    wording = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
            field.error_messages |= self.wording.get(name, {})
            if isinstance(field, forms.EmailField):
                field.clean = partial(_clean_address, field.clean)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.add_input(Submit(self.button_name, self.button))


def _clean_address(clean, value):
    return User.objects.normalize_email(clean(value))


class CodeForm(PortalForm):
    """A form that asks for a code."""

    labels = {"code": _("Code")}
    wording = {"code": {"required": CODE_MISSING}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}
