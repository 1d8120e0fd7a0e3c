"""The form for barriers."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.addresses import EMAIL_WRONG
from netzwerk.pages.enums import BarrierKind

TEXT_LENGTH = 2000


class BarrierReportForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("Was hindert Sie?"),
        choices=BarrierKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Wählen Sie aus, was Sie hindert."),
            "invalid_choice": _("Wählen Sie eine der Möglichkeiten aus."),
        },
    )
    page_address = forms.CharField(
        label=_("Auf welcher Seite?"),
        help_text=_("Die Adresse oder die Überschrift der Seite."),
        required=False,
        max_length=200,
        error_messages={"max_length": _("Kürzen Sie die Angabe auf höchstens 200 Zeichen.")},
    )
    text = forms.CharField(
        label=_("Beschreiben Sie das Problem"),
        help_text=_("Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen."),
        max_length=TEXT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Beschreiben Sie kurz, was nicht geht."),
            "max_length": _("Kürzen Sie den Text auf höchstens 2000 Zeichen."),
        },
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("Nur wenn Sie eine Antwort möchten. Wir löschen sie sechs Monate nach der Antwort."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": EMAIL_WRONG},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("kind", "page_address", "text", "email", Submit("send", _("Barriere melden")))
