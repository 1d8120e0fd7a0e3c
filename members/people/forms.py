"""Forms about people."""

from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from members.consents import refuse_public
from members.models import ActorCategory, Person
from netzwerk.forms import PortalFormMixin
from netzwerk.models import YouthWelfareOffice
from netzwerk.versions import VersionedForm

PHONE = RegexValidator(
    r"^\+?[0-9][0-9 ()/.\-]{2,39}$", _("Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0571 23125-100.")
)
SEATS = [
    ("", _("alle")),
    ("mit", _("mit Sitz")),
    ("ohne", _("ohne Sitz")),
    ("beendet", _("nur frühere Sitze")),
]
ACCESS = [
    ("", _("alle")),
    ("ja", _("mit Zugang")),
    ("eingeladen", _("eingeladen")),
    ("nein", _("ohne Zugang")),
]


class PersonFilterForm(forms.Form):
    """The list's filter; what it does not understand it leaves out."""

    suche = forms.CharField(label=_("Name"), required=False, max_length=80)
    einrichtung = forms.CharField(label=_("Einrichtung"), required=False, max_length=80)
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
    sitz = forms.ChoiceField(label=_("Sitz"), choices=SEATS, required=False)
    zugang = forms.ChoiceField(label=_("Zugang"), choices=ACCESS, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].label_from_instance = lambda category: category.short_title


class PersonForm(PortalFormMixin, VersionedForm, forms.ModelForm):
    """All fields of a person and who may see them."""

    class Meta:
        model = Person
        fields = [
            "title",
            "first_name",
            "last_name",
            "name_visibility",
            "email",
            "email_visibility",
            "phone",
            "phone_visibility",
            "mobile",
            "mobile_visibility",
        ]
        help_texts = {"title": _("Zum Beispiel Dr.")}

    wording = {
        "last_name": {"required": _("Geben Sie den Nachnamen ein.")},
    }
    constraint_fields = {"person_email_unique": "email", "person_has_last_name": "last_name"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("phone", "mobile"):
            self.fields[name].validators.append(PHONE)
            self.fields[name].widget.input_type = "tel"
        self.helper.layout = Layout(
            Fieldset(_("Name"), "title", Row("first_name", "last_name"), "name_visibility"),
            Fieldset(
                _("Erreichbarkeit"),
                Row("email", "email_visibility"),
                Row("phone", "phone_visibility"),
                Row("mobile", "mobile_visibility"),
            ),
            "version",
            Submit("speichern", _("Person speichern")),
        )

    def clean(self):
        values = super().clean()
        refuse_public(self.instance, self.cleaned_data)
        return values
