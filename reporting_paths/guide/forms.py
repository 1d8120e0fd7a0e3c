"""What coordinators type about an edition."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    change_note = forms.CharField(
        label=_("Was hat sich geändert?"),
        help_text=_("Steht im Änderungsverzeichnis und auf der Seite, die Ausdrucke prüft."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("change_note", Submit("publish", _("Veröffentlichen")))
