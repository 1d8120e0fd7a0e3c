"""What all forms of an account have in common."""

from crispy_forms.layout import Submit
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import PortalFormMixin

EMAIL_WORDING = {"required": _("Geben Sie Ihre E-Mail-Adresse ein.")}
PASSWORD_MISSING = _("Geben Sie Ihr Passwort ein.")
CODE_MISSING = _("Geben Sie den Code ein.")


class PortalForm(PortalFormMixin):
    """Labels, wording of errors and the one button of an allauth form; `button` is its text."""

    button_name = "weiter"
    labels = {}
    help_texts = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)
        self.helper.add_input(Submit(self.button_name, self.button))


class CodeForm(PortalForm):
    """A form that asks for a code."""

    labels = {"code": _("Code")}
    wording = {"code": {"required": CODE_MISSING}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autocomplete": "one-time-code", "spellcheck": "false"}
