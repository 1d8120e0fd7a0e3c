"""Forms about organisations."""

from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory, Organisation
from members.people.forms import PHONE
from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.forms import DateInput, PortalFormMixin, UrlField
from netzwerk.models import YouthWelfareOffice
from netzwerk.versions import VersionedForm

STATES = [
    ("", _("dabei")),
    ("unbesetzt", _("dabei, ohne Vertretung")),
    ("beendet", _("nicht mehr dabei")),
]
CONTACT = ["website", "address", "email", "email_visibility", "phone", "phone_visibility"]
CONTACT_FIELDSET = Fieldset(
    _("Erreichbarkeit"),
    "address",
    "website",
    Row("email", "email_visibility"),
    Row("phone", "phone_visibility"),
)


class OrganisationFilterForm(forms.Form):
    """The list's filter; what it does not understand it leaves out."""

    suche = forms.CharField(label=_("Name"), required=False, max_length=80)
    gruppe = forms.ModelChoiceField(
        ActorCategory.objects.filter(is_active=True),
        to_field_name="code",
        label=_("Akteursgruppe"),
        required=False,
        empty_label=_("alle"),
    )
    jugendamt = forms.ModelChoiceField(
        YouthWelfareOffice.objects.all(),
        to_field_name="key",
        label=_("Jugendamt"),
        required=False,
        empty_label=_("alle"),
    )
    stand = forms.ChoiceField(label=_("Stand"), choices=STATES, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].label_from_instance = lambda category: category.short_title


class _ContactMixin(PortalFormMixin, VersionedForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["phone"].validators.append(PHONE)
        self.fields["phone"].widget.input_type = "tel"
        self.fields["address"].widget.attrs["rows"] = 3


class OrganisationForm(_ContactMixin, forms.ModelForm):
    """All data of an organisation; the Jugendamt is one that `user` coordinates."""

    class Meta:
        model = Organisation
        fields = ["name", "actor_category", "youth_welfare_office", "municipality", "provider", *CONTACT]
        field_classes = {"website": UrlField}
        labels = {
            "actor_category": _("Akteursgruppe"),
            "youth_welfare_office": _("Jugendamt"),
            "municipality": _("Stadt oder Gemeinde"),
        }
        help_texts = {"website": _("Zum Beispiel https://www.beispiel.de")}

    wording = {
        "name": {"required": _("Geben Sie den Namen der Einrichtung ein.")},
        "actor_category": {"required": _("Wählen Sie die Akteursgruppe aus.")},
        "youth_welfare_office": {"required": _("Wählen Sie das Jugendamt aus.")},
        "website": {"invalid": _("Geben Sie die ganze Adresse ein, zum Beispiel https://www.beispiel.de")},
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        office = self.fields["youth_welfare_office"]
        if is_network_coordinator(user):
            office.empty_label = _("das ganze Netzwerk")
        else:
            office.required = True
            office.queryset = YouthWelfareOffice.objects.filter(pk__in=coordinated_office_ids(user))
        self.helper.layout = Layout(
            Fieldset(
                _("Einrichtung"), "name", "actor_category", Row("youth_welfare_office", "municipality"), "provider"
            ),
            CONTACT_FIELDSET,
            "version",
            Submit("speichern", _("Einrichtung speichern")),
        )

    def for_record(self, record):
        return OrganisationForm(instance=record, user=self.user)


class OwnOrganisationForm(_ContactMixin, forms.ModelForm):
    """What an organisation's own administrator changes: how to reach it."""

    class Meta:
        model = Organisation
        fields = CONTACT
        field_classes = {"website": UrlField}
        help_texts = OrganisationForm.Meta.help_texts

    wording = OrganisationForm.wording

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(CONTACT_FIELDSET, "version", Submit("speichern", _("Angaben speichern")))


class OrganisationCloseForm(PortalFormMixin, forms.Form):
    """The last day an organisation takes part."""

    on = forms.DateField(label=_("Letzter Tag"), widget=DateInput, initial=timezone.localdate)
    wording = {"on": {"required": _("Geben Sie den letzten Tag an.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("on", Submit("beenden", _("Mitarbeit beenden")))
