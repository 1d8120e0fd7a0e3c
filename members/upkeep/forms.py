"""Forms of confirmations and corrections: fields of the record, choices, an address; no free text."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from members.models import Organisation
from members.upkeep.actions.corrections import Proposed
from members.upkeep.enums import Answer, DeclineReason, Reason
from members.upkeep.fields import label_of, one_form
from members.upkeep.models import ConfirmationSettings
from members.upkeep.models.corrections import LEFT
from netzwerk.addresses import EMAIL_WRONG
from netzwerk.forms import prepare_field
from netzwerk.models import YouthWelfareOffice

WORDING = {
    "required": _("Geben Sie einen Wert ein."),
    "invalid": _("Prüfen Sie diese Angabe; so kann sie nicht stimmen."),
}


class CorrectionForm(forms.Form):
    """Proposes new values for `fields` of `record` and, from a confirmation link, for the functions of its `seats`.

    Nothing is compared with other records: an error must not tell what one may not see.
    """

    reason = forms.ChoiceField(
        label=_("Warum soll sich etwas ändern?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie einen Anlass aus."), "invalid_choice": _("Wählen Sie einen Anlass.")},
    )
    reply_email = forms.EmailField(
        label=_("Ihre E-Mail-Adresse"),
        help_text=_("Nur wenn Sie erfahren möchten, was daraus wurde. Wir löschen sie mit der Antwort."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"invalid": EMAIL_WRONG},
    )

    def __init__(self, *args, record, fields, seats=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.offered, self.seats = record, list(fields), list(seats)
        # Changed between reading and sending: what was sent would take back the other one's change.
        self.fields["version"] = forms.IntegerField(initial=record.version, widget=forms.HiddenInput)
        for name in self.offered:
            self.fields[f"new_{name}"] = _field_for(record, name)
        for seat in self.seats:
            self._add_seat(seat)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = self._layout()

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("version") not in (None, self.record.version):
            self.data = self.data.copy()
            self.data["version"] = self.record.version
            raise forms.ValidationError(
                _("Die Angaben wurden gerade geändert. Sehen Sie nach, was jetzt unter „Bisher“ steht.")
            )
        if not self.errors and not self.proposed() and cleaned.get("reason") != Reason.GONE:
            raise forms.ValidationError(_("Ändern Sie mindestens eine Angabe."))
        return cleaned

    def proposed(self):
        """What differs from the record, as Proposed."""
        changes = [self._change(name) for name in self.offered]
        for seat in self.seats:
            changes.append(self._change("function", seat))
            if self.cleaned_data.get(f"left_{seat.pk}"):
                changes.append(Proposed(LEFT, new="1", old="", membership=seat))
        return [change for change in changes if change.new != change.old]

    def _change(self, name, seat=None):
        key = f"function_{seat.pk}" if seat else f"new_{name}"
        old = one_form(getattr(seat or self.record, name))
        return Proposed(name, new=one_form(self.cleaned_data.get(key, "")), old=old, membership=seat)

    def _add_seat(self, seat):
        self.fields[f"function_{seat.pk}"] = _field_for(seat, "function", label=f"{seat.person}: {_('Funktion')}")
        self.fields[f"left_{seat.pk}"] = forms.BooleanField(
            label=format_html("{}: {}", str(seat.person), _("nicht mehr bei uns")), required=False
        )

    def _layout(self):
        what = _("Angaben der Einrichtung") if isinstance(self.record, Organisation) else _("Angaben der Person")
        parts = [Fieldset(what, "version", *(f"new_{name}" for name in self.offered))]
        if self.seats:
            names = [name for seat in self.seats for name in (f"function_{seat.pk}", f"left_{seat.pk}")]
            parts.append(Fieldset(_("Personen im Netzwerk"), *names))
        return Layout(
            *parts, Fieldset(_("Zu Ihrer Meldung"), "reason", "reply_email"), Submit("send", _("Korrektur senden"))
        )


def _field_for(record, name, *, label=None):
    """The model's own form field with the value of today in it and under its label."""
    old = one_form(getattr(record, name))
    extra = {"assume_scheme": "https"} if name == "website" else {}
    field = record._meta.get_field(name).formfield(**extra)
    field.label = label or label_of(record, name)
    field.initial = old
    field.help_text = format_html(_("Bisher: {}"), old.replace("\n", ", ")) if old else _("Bisher: keine Angabe")
    prepare_field(field, WORDING)
    if name == "address":
        field.widget.attrs["rows"] = 3
    return field


class DeclineForm(forms.Form):
    """Why a correction is not taken over."""

    reason = forms.ChoiceField(
        label=_("Warum lehnen Sie ab?"),
        help_text=_("Wer eine E-Mail-Adresse angegeben hat, bekommt diesen Grund genannt."),
        choices=DeclineReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie einen Grund aus."), "invalid_choice": _("Wählen Sie einen Grund.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("reason", Submit("decline", _("Korrektur ablehnen")))


class ConfirmationFilter(forms.Form):
    """Filter of the list of confirmations."""

    OVERDUE, WAITING = "ueberfaellig", "offen"

    suche = forms.CharField(label=_("Einrichtung oder Person"), required=False, max_length=80)
    stand = forms.ChoiceField(
        label=_("Stand"),
        required=False,
        choices=[
            (OVERDUE, _("überfällig")),
            (WAITING, _("noch nicht beantwortet")),
            *Answer.choices,
            ("alle", _("alle")),
        ],
    )
    amt = forms.ModelChoiceField(
        label=_("Jugendamt"), required=False, queryset=YouthWelfareOffice.objects.all(), empty_label=_("alle")
    )

    def narrowed(self, confirmations):
        """`confirmations` as chosen; without a choice the overdue ones."""
        values = self.cleaned_data if self.is_valid() else {}
        state = values.get("stand") or self.OVERDUE
        if state == self.OVERDUE:
            confirmations = confirmations.overdue()
        elif state == self.WAITING:
            confirmations = confirmations.unanswered()
        elif state in Answer.values:
            confirmations = confirmations.filter(answer=state)
        if values.get("amt"):
            confirmations = confirmations.filter(organisation__youth_welfare_office=values["amt"])
        return confirmations.about(values.get("suche", ""))


class SettingsForm(forms.ModelForm):
    """The two days of the year, and how long people have to answer."""

    class Meta:
        model = ConfirmationSettings
        fields = ["first_day", "first_month", "second_day", "second_month", "answer_days"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("first_day", "second_day", "answer_days"):
            self.fields[name].error_messages["required"] = _("Geben Sie eine Zahl ein.")
            self.fields[name].error_messages["invalid"] = _("Geben Sie eine ganze Zahl ein.")
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Fieldset(_("Erste Runde im Jahr"), Row("first_day", "first_month")),
            Fieldset(_("Zweite Runde im Jahr"), Row("second_day", "second_month")),
            "answer_days",
            Submit("save", _("Termine speichern")),
        )
