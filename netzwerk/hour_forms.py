"""Rows of weekly hours in a form: several a day, none overlapping; mistakes stand at their field."""

from itertools import combinations
from types import SimpleNamespace

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.hours import Weekday, hours_sentence
from netzwerk.row_forms import BaseRowsFormSet

EMPTY_ROWS = 2
TIME_INVALID = _("Geben Sie die Uhrzeit mit Stunde und Minute ein, zum Beispiel 8:30.")


def overlapping(rows):
    """Pairs of `rows` ({weekday, opens, closes}) that share a moment, in their order."""
    return [
        (one, two)
        for one, two in combinations(rows, 2)
        if one["weekday"] == two["weekday"] and one["opens"] < two["closes"] and two["opens"] < one["closes"]
    ]


def are_valid(form, *formsets):
    """Checks `form` and all `formsets`, so that every mistake is shown at once."""
    form.is_valid()
    for formset in formsets:
        if form.is_bound and not formset.is_valid():
            form.add_error(None, formset.hint)
    return form.is_valid()


class HoursForm(forms.Form):
    """One stretch of a weekday."""

    weekday = forms.TypedChoiceField(
        label=_("Wochentag"),
        choices=[("", _("Tag wählen")), *Weekday.choices],
        coerce=int,
        error_messages={"required": _("Wählen Sie den Wochentag."), "invalid_choice": _("Wählen Sie den Wochentag.")},
    )
    opens = forms.TimeField(
        label=_("Von"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Geben Sie den Beginn ein."), "invalid": TIME_INVALID},
    )
    closes = forms.TimeField(
        label=_("Bis"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Geben Sie das Ende ein."), "invalid": TIME_INVALID},
    )

    def clean(self):
        cleaned = super().clean()
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes <= opens:
            self.add_error("closes", _("Das Ende muss nach dem Beginn liegen."))
        return cleaned


class BaseHoursFormSet(BaseRowsFormSet):
    """All stretches of a week: {weekday, opens, closes}."""

    key, names = "zeiten", ("weekday", "opens", "closes")
    label, delete_label = _("Wöchentliche Zeiten"), _("Diese Zeit löschen")
    hint = _("Prüfen Sie weiter unten die wöchentlichen Zeiten.")

    def clean(self):
        """Puts an overlap at the second of the two rows."""
        kept = self.kept()
        for _one, two in overlapping([row for row, _form in kept]):
            form = next(form for row, form in kept if row is two)
            if not form.has_error("opens"):
                form.add_error("opens", _("Diese Zeit überschneidet sich mit einer anderen am selben Tag."))

    def text_of(self, rows):
        return hours_sentence(SimpleNamespace(**row) for row in rows) or str(_("nach Vereinbarung"))


HoursFormSet = forms.formset_factory(
    HoursForm,
    formset=BaseHoursFormSet,
    extra=EMPTY_ROWS,
    can_delete=True,
    can_delete_extra=False,
    max_num=40,
    absolute_max=60,
)
