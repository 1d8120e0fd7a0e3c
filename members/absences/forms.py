"""The form for an absence."""

from datetime import timedelta

from crispy_forms.layout import Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import DateInput, PortalFormMixin

LONGEST_DAYS = 3 * 366


class AbsenceForm(PortalFormMixin, forms.Form):
    """First and last day; nobody is asked why."""

    starts_on = forms.DateField(label=_("Erster Tag"), widget=DateInput)
    ends_on = forms.DateField(label=_("Letzter Tag"), widget=DateInput)

    wording = {
        "starts_on": {"required": _("Geben Sie den ersten Tag an.")},
        "ends_on": {"required": _("Geben Sie den letzten Tag an.")},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Row("starts_on", "ends_on"), Submit("eintragen", _("Abwesenheit eintragen")))

    def clean_ends_on(self):
        starts_on, ends_on = self.cleaned_data.get("starts_on"), self.cleaned_data["ends_on"]
        if starts_on and ends_on < starts_on:
            raise forms.ValidationError(_("Der letzte Tag liegt vor dem ersten."))
        if ends_on < timezone.localdate():
            raise forms.ValidationError(_("Diese Tage sind schon vorbei."))
        if starts_on and ends_on - starts_on > timedelta(days=LONGEST_DAYS):
            raise forms.ValidationError(_("Tragen Sie höchstens drei Jahre ein."))
        return ends_on
