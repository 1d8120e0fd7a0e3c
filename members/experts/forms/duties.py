"""Duty of an expert, from a day to a day."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Row, Submit
from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.experts.models import ExpertProfile


class DutyForm(forms.Form):
    """A duty for `office`; `show_overlap` puts the other's duty at the field."""

    expert = forms.ModelChoiceField(
        ExpertProfile.objects.none(),
        label=_("Fachkraft"),
        empty_label=_("Bitte wählen"),
        error_messages={"required": _("Wählen Sie die Fachkraft."), "invalid_choice": _("Wählen Sie die Fachkraft.")},
    )
    starts_on = forms.DateField(
        label=_("Erster Tag"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Geben Sie den ersten Tag ein."), "invalid": _("Geben Sie einen Tag ein.")},
    )
    ends_on = forms.DateField(
        label=_("Letzter Tag"),
        help_text=_("Dieser Tag gehört noch dazu."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Geben Sie den letzten Tag ein."), "invalid": _("Geben Sie einen Tag ein.")},
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        experts = ExpertProfile.objects.current().of_office(office).select_related("person", "organisation")
        self.fields["expert"].queryset = experts
        self.fields["expert"].label_from_instance = lambda expert: f"{expert.person} ({expert.organisation})"
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("expert", Row("starts_on", "ends_on"), Submit("save", _("Dienst speichern")))

    def clean(self):
        cleaned = super().clean()
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("Der letzte Tag liegt vor dem ersten."))
        return cleaned

    def show_overlap(self, duty):
        """Says whose duty is in the way."""
        reason = _("In dieser Zeit hat schon {name} Dienst, vom {first} bis {last}.").format(
            name=duty.expert.person,
            first=date_format(duty.starts_on, "j. F"),
            last=date_format(duty.ends_on, "j. F Y"),
        )
        self.add_error("starts_on", reason)
