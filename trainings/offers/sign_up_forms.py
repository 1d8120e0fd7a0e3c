"""Signing up: for people without access, and for oneself and colleagues; what is asked is all that is stored."""

from allauth.account.forms import BaseConfirmCodeForm
from crispy_forms.layout import HTML, Fieldset, Layout, Row
from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.accounts.portal_form import CodeForm
from members.models import ActorCategory
from netzwerk.forms import NO_CASES, PortalFormMixin
from netzwerk.prepared import Prepared, columns, from_row
from trainings.models import Registration

COLLEAGUES_AT_MOST = 9
OWN_ADDRESS = """{% load i18n %}<p class="kern-body">{% blocktranslate with email=user.email %}
Die Bestätigung geht an {{ email }}.{% endblocktranslate %}</p>"""
EMAIL_HELP = _("Dorthin geht die Bestätigung. Am besten Ihre dienstliche Adresse.")
NEEDS_HELP = _("Zum Beispiel Gebärdensprache, stufenloser Zugang, Essen. Wird nach der Veranstaltung gelöscht.")


def _text(name, label, **options):
    """A field as long as the column of a registration."""
    words = options.pop("autocomplete", "off")
    length = Registration._meta.get_field(name).max_length
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs={"autocomplete": words}), **options
    )


class PersonForm(PortalFormMixin, forms.Form):
    """Name, address and needs of one person."""

    first_name = _text("first_name", _("Vorname"), autocomplete="given-name")
    last_name = _text("last_name", _("Nachname"), autocomplete="family-name")
    email = forms.EmailField(label=_("E-Mail-Adresse"), help_text=EMAIL_HELP, max_length=254)
    needs = _text("needs", _("Was brauchen Sie, um gut teilzunehmen?"), required=False)

    wording = {
        "first_name": {"required": _("Geben Sie den Vornamen ein.")},
        "last_name": {"required": _("Geben Sie den Nachnamen ein.")},
        "email": {"required": _("Geben Sie die E-Mail-Adresse ein.")},
        "organisation_name": {"required": _("Geben Sie die Einrichtung ein.")},
        "actor_category": {
            "required": _("Wählen Sie die Akteursgruppe."),
            "invalid_choice": _("Wählen Sie die Akteursgruppe aus der Liste."),
        },
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "needs" in self.fields:
            self.fields["needs"].help_text = f"{NEEDS_HELP} {NO_CASES}"
        self.helper.form_tag = False
        self.helper.disable_csrf = True  # it stands in the tag around it


class HouseMixin(forms.Form):
    """Where people come from. `categories`: the ActorCategories one may choose from."""

    organisation_name = _text("organisation_name", _("Einrichtung"), autocomplete="organization")
    actor_category = forms.ChoiceField(label=_("Akteursgruppe"))

    def __init__(self, *args, categories, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {str(category.pk): category for category in categories}
        names = [(key, category.title) for key, category in self.categories.items()]
        self.fields["actor_category"].choices = [("", _("Bitte wählen")), *names]

    def clean_actor_category(self):
        return self.categories[self.cleaned_data["actor_category"]]


class GuestSignUpForm(HouseMixin, PersonForm):
    """One person without access; the address is confirmed by a code."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.helper.layout = Layout(
            Fieldset(
                _("Ihre Angaben"),
                Row("first_name", "last_name"),
                "email",
                "organisation_name",
                "actor_category",
                "needs",
            ),
        )


class OwnSignUpForm(HouseMixin, PersonForm):
    """Somebody with access: their own seat, unless they have one (`is_registered`), and where all booked come from."""

    takes_part = forms.BooleanField(label=_("Ich nehme selbst teil"), required=False, initial=True)

    def __init__(self, *args, is_registered, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"]
        own = ["takes_part", HTML(OWN_ADDRESS), Row("first_name", "last_name"), "needs"]
        if is_registered:
            own = []
            for name in ("takes_part", "first_name", "last_name", "needs"):
                del self.fields[name]
        house = Fieldset(_("Ihre Einrichtung"), "organisation_name", "actor_category")
        self.helper.layout = Layout(*([Fieldset(_("Ihre Teilnahme"), *own)] if own else []), house)

    @property
    def is_own(self):
        return bool(self.cleaned_data.get("takes_part"))

    def full_clean(self):
        """Who does not take part needs no name."""
        for name in ("first_name", "last_name"):
            if name in self.fields:
                self.fields[name].required = not self.is_bound or bool(self.data.get(self.add_prefix("takes_part")))
        super().full_clean()


class ColleagueForm(PersonForm):
    """One colleague with their own address; a row left empty is none."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Dorthin geht die Bestätigung für diese Person.")
        self.fields["needs"].label = _("Was braucht diese Person, um gut teilzunehmen?")
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"


class BaseColleagueFormSet(forms.BaseFormSet):
    """As many rows as there are initial values; each may stay empty."""

    def initial_form_count(self):
        return 0

    def total_form_count(self):
        return super().total_form_count() if self.is_bound else len(self.initial or [])

    def clean(self):
        """Each address once."""
        seen = set()
        for form in self.filled:
            email = form.cleaned_data.get("email", "").casefold()
            if email and email in seen:
                form.add_error("email", _("Diese Adresse steht schon weiter oben. Jede Person braucht ihre eigene."))
            seen.add(email)

    @property
    def filled(self):
        return [form for form in self.forms if form.has_changed() and hasattr(form, "cleaned_data")]


ColleagueFormSet = forms.formset_factory(
    ColleagueForm,
    formset=BaseColleagueFormSet,
    extra=0,
    max_num=COLLEAGUES_AT_MOST,
    absolute_max=COLLEAGUES_AT_MOST + 1,
    validate_max=True,
)


class ConfirmCodeForm(CodeForm, BaseConfirmCodeForm):
    """`code`: the right one; `slug`: of the offer, as the first step's address shows this form too."""

    button = _("Verbindlich anmelden")
    button_name = "confirm"

    def __init__(self, *args, slug, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.form_action = reverse("trainings:event-code", args=[slug])


CATEGORY = columns(ActorCategory)


@Prepared
def _categories():
    return ActorCategory.objects.filter(is_active=True).values_list(*CATEGORY)


def all_categories():
    """The ActorCategories in use, in their order."""
    return [from_row(ActorCategory, CATEGORY, row) for row in _categories()]
