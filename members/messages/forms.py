"""How one wants each kind of message."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import PortalFormMixin
from netzwerk.mail import Choice
from netzwerk.mail.kinds import is_secret_kind


class MessageChoiceForm(PortalFormMixin, forms.Form):
    """A choice for each of `kinds` [(kind, label)]; `chosen` is {kind: choice}."""

    def __init__(self, *args, kinds, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        for kind, label in kinds:
            self.fields[kind] = forms.ChoiceField(
                label=label,
                choices=[pair for pair in Choice.choices if pair[0] != Choice.WEEKLY or not is_secret_kind(kind)],
                initial=chosen.get(kind, Choice.AT_ONCE),
                widget=forms.RadioSelect,
                error_messages={"required": _("Wählen Sie aus, wie Sie diese Nachrichten möchten.")},
            )
        self.helper.layout = Layout(*self.fields, Submit("save", _("Auswahl speichern")))
