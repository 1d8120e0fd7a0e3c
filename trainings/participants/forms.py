"""What the coordination enters about registrations."""

from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.utils.crypto import get_random_string, salted_hmac
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory, Organisation
from netzwerk.forms import NO_CASES, PortalFormMixin, SecondaryButton
from trainings.enums import RegistrationState
from trainings.models import Registration

STATES = RegistrationState
TOKEN_LENGTH = 24
PERSON_WORDING = {
    "first_name": {"required": _("Geben Sie den Vornamen ein.")},
    "last_name": {"required": _("Geben Sie den Nachnamen ein.")},
    "email": {"required": _("Geben Sie die E-Mail-Adresse ein.")},
    "actor_category": {"required": _("Wählen Sie die Akteursgruppe.")},
}
NEEDS_HELP = _("Wird nach der Veranstaltung gelöscht. %s") % NO_CASES


class RegistrationFilterForm(forms.Form):
    """The list's filter; what it does not understand it leaves out."""

    suche = forms.CharField(label=_("Name oder Einrichtung"), required=False, max_length=80)
    stand = forms.ChoiceField(label=_("Stand"), choices=[("", _("alle")), *STATES.choices], required=False)
    gruppe = forms.ModelChoiceField(
        ActorCategory.objects.all(),
        to_field_name="code",
        label=_("Akteursgruppe"),
        required=False,
        empty_label=_("alle"),
    )
    bedarf = forms.ChoiceField(label=_("Bedarf"), choices=[("", _("alle")), ("ja", _("mit Angabe"))], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].label_from_instance = lambda category: category.short_title
        self.full_clean()

    @property
    def query(self):
        """{word: value} of what is set, as it stands in the address."""
        return {name: self.data[name] for name, value in self.cleaned_data.items() if value}


class RegistrationForm(PortalFormMixin, forms.ModelForm):
    """Base: one person as they stand in the list."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.active(),
        label=_("Einrichtung im Netzwerk"),
        required=False,
        empty_label=_("keine, oder nicht im Netzwerk"),
    )

    class Meta:
        model = Registration
        fields = ["first_name", "last_name", "organisation", "organisation_name", "actor_category", "needs"]
        help_texts = {"needs": NEEDS_HELP, "organisation_name": _("Wie sie auf der Liste und der Bescheinigung steht.")}

    wording = PERSON_WORDING

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        categories = ActorCategory.objects.filter(is_active=True)
        self.fields["actor_category"].queryset = categories
        self.fields["actor_category"].empty_label = _("Bitte wählen")
        self.helper.layout = Layout(*self.rows())

    def rows(self):
        return [
            Row("first_name", "last_name"),
            "organisation",
            "organisation_name",
            "actor_category",
            "needs",
            Submit("speichern", _("Angaben speichern")),
        ]

    def clean(self):
        """The house's own name stands where no other was entered."""
        values = super().clean()
        house = values.get("organisation")
        if house and not values.get("organisation_name"):
            values["organisation_name"] = house.name[: Registration._meta.get_field("organisation_name").max_length]
        return values


class RegistrationAddForm(RegistrationForm):
    """Somebody the coordination signs up; `overbook` gives a seat although none is free."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse"), max_length=254, help_text=_("Dorthin gehen Bestätigung und Erinnerungen.")
    )
    overbook = forms.BooleanField(
        label=_("Einen Platz geben, auch wenn keiner frei ist (bewusst überbuchen)"),
        required=False,
        help_text=_("Ohne Haken kommt die Person auf die Warteliste, wenn kein Platz frei ist."),
    )

    def rows(self):
        return [
            Fieldset(_("Person"), Row("first_name", "last_name"), "email"),
            Fieldset(_("Einrichtung"), "organisation", "organisation_name", "actor_category"),
            Fieldset(_("Platz"), "needs", "overbook"),
            Submit("anmelden", _("Person anmelden")),
        ]

    def validate_constraints(self):
        """The action checks under the lock of the event."""


class SeatForm(PortalFormMixin, forms.Form):
    """Gives a seat to somebody waiting; the box is asked for where none is free."""

    overbook = forms.BooleanField(label=_("Ja, bewusst überbuchen"), required=False)

    wording = {"overbook": {"required": _("Es ist kein Platz frei. Bestätigen Sie, dass Sie überbuchen wollen.")}}

    def __init__(self, *args, fits, **kwargs):
        super().__init__(*args, **kwargs)
        if fits:
            del self.fields["overbook"]
        else:
            self.fields["overbook"].required = True
        self.helper.layout = Layout(*self.fields, Submit("geben", _("Platz geben")))


class MessageForm(PortalFormMixin, forms.Form):
    """A mail to all in the chosen states; it is sent only as it was shown in the preview."""

    states = forms.MultipleChoiceField(
        label=_("An wen?"),
        choices=[(state.value, state.label) for state in STATES.live()],
        widget=forms.CheckboxSelectMultiple,
    )
    subject = forms.CharField(label=_("Betreff"), max_length=150)
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Anrede, Angaben zur Veranstaltung und der Link zum eigenen Platz stehen von selbst dabei. %s")
        % NO_CASES,
    )
    token = forms.CharField(widget=forms.HiddenInput, max_length=TOKEN_LENGTH, min_length=TOKEN_LENGTH)
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)

    wording = {
        "states": {"required": _("Wählen Sie aus, wer die E-Mail bekommt.")},
        "subject": {"required": _("Geben Sie einen Betreff ein.")},
        "text": {"required": _("Schreiben Sie den Text der E-Mail.")},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = get_random_string(TOKEN_LENGTH)
        self.helper.layout = Layout(
            "states", "subject", "text", "token", "shown", Submit("vorschau", _("Vorschau ansehen"))
        )

    @property
    def digest(self):
        """The same for the same mail to the same states."""
        values = [*sorted(self.cleaned_data["states"]), self.cleaned_data["subject"], self.cleaned_data["text"]]
        return salted_hmac("trainings.message", "\0".join(values), algorithm="sha256").hexdigest()

    @property
    def was_shown(self):
        return self.cleaned_data["shown"] == self.digest

    def offer_to_send(self, label):
        """Shows the button that sends what is shown now."""
        self.data = self.data.copy()
        self.data["shown"] = self.digest
        self.helper.layout = Layout(
            "states",
            "subject",
            "text",
            "token",
            "shown",
            Submit("senden", label),
            SecondaryButton(_("Vorschau erneuern"), name="vorschau"),
        )
