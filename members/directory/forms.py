"""What the directory is filtered by, and who may see one's own fields."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.db.models import CharField, F, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from members.consents import refuse_public
from members.enums import Visibility
from members.models import ActorCategory, Body, Person
from netzwerk.models import Municipality, YouthWelfareOffice
from netzwerk.pagecache import kept

WHOLE_NETWORK = "netzwerk"
LONGEST = 80


@dataclass(frozen=True)
class Office:
    """A chosen Jugendamt; `key` is None for what belongs to the whole network."""

    key: int | None


def filter_choices(request):
    """{kind: [(word in the address, key, label)]} of everything one can filter by: the same for all who may look."""
    return kept(request, "directory choices", _read_choices)


def _read_choices():
    """In one query."""
    parts = [
        _choices("group", ActorCategory.objects.filter(is_active=True), "code", "short_title", "sort"),
        _choices("office", YouthWelfareOffice.objects.all(), "key", "short_name", "sort"),
        _choices("town", Municipality.objects.covered(), "slug", "name", Value(0)),
        _choices("body", Body.objects.filter(ended_on=None), Cast("pk", CharField()), "name", Value(0)),
    ]
    found = {"group": [], "office": [], "town": [], "body": []}
    for kind, key, word, label, _order in parts[0].union(*parts[1:], all=True).order_by("part", "place", "label"):
        found[kind].append((word, key, label))
    return found


def _choices(kind, rows, word, label, place):
    """Rows as (kind, key, word, label, place), fit for a union."""
    texts = {name: F(part) if isinstance(part, str) else part for name, part in {"word": word, "label": label}.items()}
    place = F(place) if isinstance(place, str) else place
    return (
        rows.order_by()
        .annotate(part=Value(kind, CharField()), key_=F("pk"), place=place, **texts)
        .values_list("part", "key_", "word", "label", "place")
    )


class ChosenField(forms.ChoiceField):
    """One of `options` ((word, key, label)); the form gets the key of the row, None for a word it does not know."""

    def __init__(self, *, empty, **kwargs):
        super().__init__(required=False, **kwargs)
        self.empty = empty
        self.keys = {}

    def offer(self, options):
        self.choices = [("", self.empty), *((word, label) for word, _key, label in options)]
        self.keys = {word: key for word, key, _label in options}

    def clean(self, value):
        return self.keys.get(value)


class OfficeField(ChosenField):
    """A Jugendamt or the whole network, as an Office; None where nothing is chosen."""

    def offer(self, options):
        super().offer([*options, (WHOLE_NETWORK, None, _("Ganzes Netzwerk"))])

    def clean(self, value):
        return Office(self.keys[value]) if value in self.keys else None


class OrganisationFilterForm(forms.Form):
    """Filters that people and organisations share; the address has German words."""

    words = {"group": "gruppe", "office": "jugendamt", "town": "ort", "body": "gremium", "function": "funktion"}

    name = forms.CharField(label=_("Name der Einrichtung"), required=False)
    group = ChosenField(label=_("Akteursgruppe"), empty=_("Alle Gruppen"))
    office = OfficeField(label=_("Jugendamt"), empty=_("Alle Jugendämter"))
    town = ChosenField(label=_("Ort"), empty=_("Alle Orte"))

    def __init__(self, *args, choices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.input_type = "search"
        self.fields["name"].widget.attrs |= {"autocomplete": "off", "maxlength": LONGEST}
        for name, chosen in self.fields.items():
            if isinstance(chosen, ChosenField):
                chosen.offer(choices[name])

    def add_prefix(self, field_name):
        return self.words.get(field_name, field_name)

    @property
    def filters(self):
        """What is asked for; what it does not understand it leaves out."""
        self.is_valid()
        return self.cleaned_data

    @property
    def is_empty(self):
        """Whether nothing stands in any field, understood or not: such a form looks the same for every reader."""
        return not any(self[name].value() for name in self.fields)

    @property
    def query(self):
        """The filters that are set, as part of an address: {word: value}."""
        return {self.add_prefix(name): self[name].value() for name, value in self.filters.items() if value}


class PersonFilterForm(OrganisationFilterForm):
    """All filters of the people."""

    body = ChosenField(label=_("Gremium"), empty=_("Alle Gremien"))
    function = forms.CharField(label=_("Funktion (Wortanfang)"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Vor- oder Nachname")

    @property
    def has_more(self):
        """Whether one of the filters that are folded away is set."""
        return any(self[name].value() for name in ("town", "body", "function"))


class VisibilityForm(forms.ModelForm):
    """Who may see each of one's own fields."""

    class Meta:
        model = Person
        fields = ["name_visibility", "email_visibility", "phone_visibility", "mobile_visibility"]
        labels = {
            "name_visibility": _("Name, Einrichtung und Funktion"),
            "email_visibility": _("E-Mail-Adresse"),
            "phone_visibility": _("Telefon"),
            "mobile_visibility": _("Mobiltelefon"),
        }
        widgets = dict.fromkeys(fields, forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for visible in self.fields.values():
            visible.choices = Visibility.choices
            visible.error_messages["required"] = _("Wählen Sie aus, wer die Angabe sehen darf.")
            visible.error_messages["invalid_choice"] = visible.error_messages["required"]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            Fieldset(_("Wer darf was sehen?"), *self.fields), Submit("speichern", _("Sichtbarkeit speichern"))
        )

    def clean(self):
        values = super().clean()
        refuse_public(self.instance, values)
        return values
