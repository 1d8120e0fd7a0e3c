"""Checking a certificate: its number and, if one likes, the name."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import PortalFormMixin
from trainings.models.certificates import CODE_LENGTH


def plain_code(text):
    """A number as people type or scan it: without spaces and hyphens, in capitals."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


class CodeForm(PortalFormMixin, forms.Form):
    """The number of a certificate."""

    code = forms.CharField(
        label=_("Nummer der Bescheinigung"),
        help_text=_("Sie steht unten auf der Bescheinigung: %d Buchstaben und Ziffern.") % CODE_LENGTH,
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    wording = {"code": {"required": _("Geben Sie die Nummer ein.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("code", Submit("pruefen", _("Bescheinigung prüfen")))

    def clean_code(self):
        code = plain_code(self.cleaned_data["code"])
        if len(code) != CODE_LENGTH or not code.isascii():
            raise forms.ValidationError(
                _("Eine Nummer hat %d Buchstaben und Ziffern. Vergleichen Sie sie mit der Bescheinigung.") % CODE_LENGTH
            )
        return code


class NameForm(PortalFormMixin, forms.Form):
    """The name on the paper, to be compared and then forgotten."""

    name = forms.CharField(
        label=_("Name auf der Bescheinigung"),
        help_text=_("Wird nur verglichen und nicht gespeichert."),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    wording = {"name": {"required": _("Geben Sie den Namen so ein, wie er auf der Bescheinigung steht.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("name", Submit("vergleichen", _("Namen vergleichen")))
