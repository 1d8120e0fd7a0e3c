"""What a coordinator says of an expert, and what experts say of themselves."""

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.experts.enums import Expertise
from members.experts.models import ExpertProfile
from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.forms import DateInput, PortalFormMixin
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.phones import check_phone
from netzwerk.versions import VersionedForm


class ReachabilityForm(PortalFormMixin, VersionedForm, forms.ModelForm):
    """How one reaches an expert: for experts themselves."""

    class Meta:
        model = ExpertProfile
        fields = ["phone", "phone_visibility", "email", "email_visibility", "paused_until"]
        widgets = {
            "paused_until": DateInput,
            "phone": forms.TextInput(attrs={"autocomplete": "tel"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }
        help_texts = {
            "paused_until": _("Bis dahin gehen keine Anfragen an Sie, und die öffentliche Liste zeigt Sie nicht."),
        }

    wording = {"paused_until": {"invalid": _("Geben Sie einen Tag ein.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_tag, self.helper.disable_csrf = False, True
        self.helper.layout = Layout(*self.sections())

    def sections(self):
        return [
            Fieldset(_("Telefon und E-Mail"), Row("phone", "phone_visibility"), Row("email", "email_visibility")),
            Fieldset(_("Pause"), "paused_until"),
            "version",
        ]

    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean_paused_until(self):
        """A pause that is over is none; one that was over before stays as it is."""
        day = self.cleaned_data["paused_until"]
        if day and day < timezone.localdate() and "paused_until" in self.changed_data:
            raise forms.ValidationError(_("Dieser Tag ist schon vorbei. Wählen Sie heute oder einen späteren."))
        return day


class ExpertForm(ReachabilityForm):
    """The whole profile: for coordinators, within the Jugendämter they coordinate."""

    expertise = forms.MultipleChoiceField(
        label=_("Schwerpunkte"),
        choices=Expertise.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    municipalities = forms.ModelMultipleChoiceField(
        Municipality.objects.none(),
        label=_("Nur für diese Orte"),
        help_text=_("Ohne Auswahl berät die Fachkraft für alle Orte ihres Jugendamts."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(ReachabilityForm.Meta):
        fields = [*ReachabilityForm.Meta.fields, "youth_welfare_office", "municipalities", "expertise", "is_public"]
        help_texts = {
            "youth_welfare_office": _("Leer: Die Fachkraft berät für das ganze Netzwerk."),
            "is_public": _("Den Namen sieht die Öffentlichkeit nur, wenn die Person es erlaubt hat."),
            "paused_until": _(
                "Bis dahin bekommt die Fachkraft keine Anfragen und steht nicht in der öffentlichen Liste."
            ),
        }

    wording = ReachabilityForm.wording | {
        "expertise": {"invalid_choice": _("Wählen Sie Schwerpunkte aus der Liste.")},
        "municipalities": {"invalid_choice": _("Wählen Sie Orte aus der Liste.")},
        "youth_welfare_office": {
            "required": _("Wählen Sie das Jugendamt."),
            "invalid_choice": _("Wählen Sie ein Jugendamt aus der Liste."),
        },
    }

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.by = by
        office = self.fields["youth_welfare_office"]
        if not is_network_coordinator(by):
            office.queryset = YouthWelfareOffice.objects.filter(pk__in=coordinated_office_ids(by))
            office.required, office.empty_label, office.help_text = True, None, ""
        self.fields["municipalities"].queryset = Municipality.objects.covered().filter(
            youth_welfare_office__in=office.queryset
        )

    def for_record(self, record):
        return ExpertForm(instance=record, by=self.by)

    def sections(self):
        return [
            Fieldset(_("Für wen"), "youth_welfare_office", "municipalities"),
            Fieldset(_("Wozu"), "expertise"),
            Fieldset(_("Sichtbarkeit"), "is_public"),
            *super().sections(),
        ]

    def clean(self):
        """Refuses towns of another Jugendamt."""
        cleaned = super().clean()
        office, towns = cleaned.get("youth_welfare_office"), cleaned.get("municipalities") or []
        foreign = [town.name for town in towns if office and town.youth_welfare_office_id != office.pk]
        if foreign:
            reason = _("Gehört nicht zu diesem Jugendamt: {towns}.").format(towns=", ".join(foreign))
            self.add_error("municipalities", reason)
        return cleaned


class SeatSearchForm(forms.Form):
    """Finds the person who becomes an expert."""

    name = forms.CharField(
        label=_("Name der Person"),
        max_length=80,
        error_messages={"required": _("Geben Sie einen Namen ein."), "max_length": _("Geben Sie weniger ein.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
