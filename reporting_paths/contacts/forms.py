"""The question for a postal code."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from netzwerk.models import Municipality

KEPT_LENGTH = 12
# without a name, so that the address carries the postal code alone
BUTTON = """{% load i18n %}<button class="kern-btn kern-btn--primary" type="submit">
<span class="kern-label">{% translate "Nummer anzeigen" %}</span></button>"""


class PostalCodeForm(forms.Form):
    """Finds the towns of a postal code; `found_towns` after validation."""

    plz = forms.CharField(
        label=_("Postleitzahl"),
        help_text=_("Vom Ort, in dem das Kind lebt."),
        validators=[RegexValidator(r"^[0-9]{5}$", _("Geben Sie die Postleitzahl mit fünf Ziffern ein."))],
        error_messages={"required": _("Geben Sie eine Postleitzahl ein oder wählen Sie den Ort aus der Liste.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "postal-code"}),
    )

    def __init__(self, data=None):
        super().__init__(data and {"plz": _shortened(data.get("plz", ""))})
        self.found_towns = []
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("plz", HTML(BUTTON))

    def clean_plz(self):
        code = self.cleaned_data["plz"]
        self.found_towns = list(Municipality.objects.filter(postal_codes__code=code))
        if not self.found_towns:
            raise forms.ValidationError(
                _("Diese Postleitzahl kennen wir nicht. Prüfen Sie die Ziffern oder wählen Sie den Ort aus der Liste.")
            )
        return code


def _shortened(text):
    """What is worth showing again: printable, a few characters."""
    return "".join(letter for letter in text[:200] if letter.isprintable()).strip()[:KEPT_LENGTH]
