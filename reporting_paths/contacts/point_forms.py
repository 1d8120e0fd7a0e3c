"""A contact point with its closures, for coordinators."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.forms import DateInput, PortalFormMixin
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.row_forms import BaseRowsFormSet
from netzwerk.versions import VersionedForm
from reporting_paths.contacts.admin_forms import DAYS_OF_A_YEAR, ContactPointForm
from reporting_paths.contacts.models import Closure, ContactPoint

DAY_INVALID = _("Geben Sie einen Tag ein.")
EMPTY_ROWS = 1


class PointForm(PortalFormMixin, VersionedForm, ContactPointForm):
    """What is said of a contact point; its kind and Jugendamt stay as they were made."""

    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("Nur für diese Orte"),
        help_text=_("Ohne Auswahl gilt die Stelle für alle Orte ihres Jugendamts."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(ContactPointForm.Meta):
        model = ContactPoint
        fields = [
            "name",
            "municipalities",
            "phone",
            "phone_label",
            "email",
            "address",
            "note",
            "is_always_open",
            "closed_on_holidays",
            "fallback",
        ]
        widgets = {"address": forms.Textarea(attrs={"rows": 3}), "note": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "phone_label": _("Zum Beispiel, wer sich meldet."),
            "note": _("Steht öffentlich bei der Nummer. Bitte keine Angaben zu Kindern, Familien oder Fällen."),
            "is_always_open": _("Dann zählen Zeiten, Feiertage und Schließzeiten nicht."),
            "fallback": _("Wird genannt, wenn diese Stelle nicht antwortet."),
        }

    wording = {
        "name": {"required": _("Geben Sie der Stelle einen Namen.")},
        "phone": {"required": _("Geben Sie die Telefonnummer ein.")},
        "municipalities": {"invalid_choice": _("Wählen Sie Orte aus der Liste.")},
        "fallback": {"invalid_choice": _("Wählen Sie eine Stelle aus der Liste.")},
    }

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        towns, others = Municipality.objects.covered(), ContactPoint.objects.exclude(pk=self.instance.pk)
        if office is not None:
            towns = towns.filter(youth_welfare_office=office)
            others = others.filter(youth_welfare_office=office) | others.filter(youth_welfare_office=None)
        self.fields["municipalities"].queryset = towns
        self.fields["fallback"].queryset = others
        self.fields["fallback"].empty_label = _("niemand")
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(
            "name",
            "municipalities",
            Fieldset(_("Erreichen"), Row("phone", "phone_label"), "email", "address", "note"),
            Fieldset(_("Wann"), "is_always_open", "closed_on_holidays", "fallback"),
            "version",
        )

    def for_record(self, record):
        return PointForm(instance=record, office=self.office)

    def refuse_hours(self):
        """Puts the contradiction at its field: always open, and yet with hours."""
        reason = _("Löschen Sie die wöchentlichen Zeiten, wenn die Stelle rund um die Uhr antwortet.")
        self.add_error("is_always_open", reason)


class NewPointForm(forms.Form):
    """Before a new contact point: what it is for and whose it is."""

    art = forms.ChoiceField(label=_("Art"), choices=ContactPoint._meta.get_field("kind").choices)
    amt = forms.ModelChoiceField(
        YouthWelfareOffice.objects.none(),
        label=_("Jugendamt"),
        to_field_name="key",
        error_messages={
            "required": _("Wählen Sie das Jugendamt."),
            "invalid_choice": _("Wählen Sie ein Jugendamt aus der Liste."),
        },
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        office = self.fields["amt"]
        office.queryset = YouthWelfareOffice.objects.filter(pk__in=coordinated_office_ids(by))
        if is_network_coordinator(by):
            office.queryset, office.required = YouthWelfareOffice.objects.all(), False
            office.empty_label, office.help_text = _("Ganzes Netzwerk"), _("Ohne Jugendamt gilt sie überall.")
        else:
            office.empty_label = None


class ClosureForm(forms.Form):
    """Days on which a contact point does not answer, both included."""

    starts_on = forms.DateField(
        label=_("Von"),
        widget=DateInput,
        error_messages={"required": _("Geben Sie den ersten Tag ein."), "invalid": DAY_INVALID},
    )
    ends_on = forms.DateField(
        label=_("Bis einschließlich"),
        widget=DateInput,
        error_messages={"required": _("Geben Sie den letzten Tag ein."), "invalid": DAY_INVALID},
    )
    reason = forms.CharField(
        label=_("Grund"),
        max_length=120,
        error_messages={"required": _("Nennen Sie den Grund, zum Beispiel „Betriebsferien“.")},
    )
    is_yearly = forms.BooleanField(label=_("Jedes Jahr"), required=False)

    def clean(self):
        cleaned = super().clean()
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("Das Ende darf nicht vor dem Beginn liegen."))
        elif starts and ends and cleaned.get("is_yearly") and (ends - starts).days >= DAYS_OF_A_YEAR:
            self.add_error("ends_on", _("Was jedes Jahr wiederkommt, dauert kürzer als ein Jahr."))
        return cleaned


class BaseClosureFormSet(BaseRowsFormSet):
    """All closures from today on: what `Closure` takes."""

    key, names = "schliesszeiten", ("starts_on", "ends_on", "reason", "is_yearly")
    label, delete_label = _("Schließzeiten"), _("Diese Schließzeit löschen")
    hint = _("Prüfen Sie weiter unten die Schließzeiten.")

    def text_of(self, rows):
        return "; ".join(Closure(**row).text for row in rows) or str(_("keine"))


ClosureFormSet = forms.formset_factory(
    ClosureForm, formset=BaseClosureFormSet, extra=EMPTY_ROWS, can_delete=True, can_delete_extra=False, max_num=60
)
