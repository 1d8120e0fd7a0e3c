"""Forms of the import."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field as CrispyField
from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from members.imports.columns import letter_of
from members.imports.enums import Decision, Field
from members.imports.names import key_of
from members.imports.permissions import coordinated_offices
from members.merging import FIELDS
from members.models import Person
from members.permissions import is_network_coordinator

IGNORE = [("", _("nicht übernehmen"))]
TOO_LARGE = _("Die Datei ist größer als 10 MB. Teilen Sie sie auf, oder löschen Sie Bilder und leere Blätter.")


def _helper(*fields, submit):
    helper = FormHelper()
    helper.attrs = {"novalidate": ""}
    helper.layout = Layout(*fields, *([Submit("send", submit)] if submit else []))
    return helper


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Datei"),
        help_text=_("Excel (.xlsx) oder CSV, höchstens 10 MB. Wie die Spalten heißen, ist gleich."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt", "data-max-bytes": 10 * 1024 * 1024}),
        error_messages={"required": _("Wählen Sie eine Datei aus."), "empty": _("Die Datei ist leer.")},
    )
    office = forms.ModelChoiceField(
        label=_("Für welches Jugendamt?"),
        queryset=None,
        error_messages={
            "required": _("Wählen Sie ein Jugendamt aus."),
            "invalid_choice": _("Wählen Sie aus der Liste."),
        },
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = self.fields["office"]
        offices.queryset = coordinated_offices(user)
        if is_network_coordinator(user):
            offices.required, offices.empty_label = False, _("Das ganze Netzwerk")
        elif offices.queryset.count() == 1:
            self.only_office = offices.queryset.get()
            del self.fields["office"]
        self.fields["file"].widget.attrs["data-too-large"] = TOO_LARGE
        self.helper = _helper(*self.fields, submit=_("Hochladen und ansehen"))
        self.helper.attrs["data-upload"] = ""

    @property
    def chosen_office(self):
        return self.cleaned_data["office"] if "office" in self.fields else self.only_office

    @classmethod
    def refused(cls, user, message):
        """The form with one mistake at the file, without reading what was sent."""
        form = cls({}, user=user)
        form.errors.clear()
        form.add_error("file", message)
        return form


class SheetForm(forms.Form):
    """Which sheet, and in which row the columns have their names."""

    sheet = forms.TypedChoiceField(label=_("Blatt"), coerce=int)
    header_row = forms.IntegerField(
        label=_("Zeile mit den Spaltennamen"),
        help_text=_("Wie die Tabelle sie zählt. 0, wenn die Spalten keine Namen haben. Leer: wir suchen sie."),
        required=False,
        min_value=0,
        max_value=1000,
        error_messages={
            "invalid": _("Geben Sie eine Zahl ein."),
            "min_value": _("Geben Sie eine Zahl von 0 bis 1000 ein."),
            "max_value": _("Geben Sie eine Zahl von 0 bis 1000 ein."),
        },
    )

    def __init__(self, *args, member_import, **kwargs):
        super().__init__(*args, initial={"sheet": member_import.sheet}, **kwargs)
        self.fields["sheet"].choices = list(enumerate(member_import.sheets))
        if len(member_import.sheets) == 1:
            self.fields["sheet"].widget = forms.HiddenInput()
        self.helper = _helper("sheet", "header_row", submit=_("Weiter zu den Spalten"))


class MappingForm(forms.Form):
    """One question a column: what is it?"""

    def __init__(self, *args, member_import, **kwargs):
        super().__init__(*args, **kwargs)
        for i, column in enumerate(member_import.columns):
            self.fields[f"column-{i}"] = forms.ChoiceField(
                label=column["header"],
                choices=IGNORE + Field.choices,
                required=False,
                initial=member_import.mapping[i] if i < len(member_import.mapping) else "",
                error_messages={"invalid_choice": _("Wählen Sie aus der Liste.")},
            )
        self.columns = member_import.columns
        self.helper = _helper(submit=None)
        self.helper.form_tag = False

    def rows(self):
        """[(letter, bound field, samples)] for the table."""
        return [(letter_of(i), self[f"column-{i}"], column["samples"]) for i, column in enumerate(self.columns)]

    @property
    def mapping(self):
        return [self.cleaned_data[f"column-{i}"] for i in range(len(self.columns))]

    def clean(self):
        cleaned = super().clean()
        chosen = [cleaned.get(f"column-{i}", "") for i in range(len(self.columns))]
        for i, field in enumerate(chosen):
            if field and field in chosen[:i]:
                self.add_error(f"column-{i}", _("Diese Angabe steht schon in einer anderen Spalte."))
        if not {Field.LAST_NAME, Field.FULL_NAME} & set(chosen):
            raise forms.ValidationError(_("Sagen Sie, in welcher Spalte der Name steht."))
        return cleaned


class OrganisationsForm(forms.Form):
    """New names of organisations that look like ones the portal has: [(name, Organisation)]."""

    def __init__(self, *args, pairs, **kwargs):
        super().__init__(*args, **kwargs)
        self.keys = {}
        for i, (name, organisation) in enumerate(pairs):
            self.keys[f"name-{i}"] = key_of(name)
            self.fields[f"name-{i}"] = forms.TypedChoiceField(
                label=name,
                choices=[("", _("neue Einrichtung")), (organisation.pk, _("dieselbe wie „%s“") % organisation.name)],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                initial="",
            )
        self.helper = _helper(*[CrispyField(name) for name in self.fields], submit=_("Speichern und neu prüfen"))

    @property
    def aliases(self):
        return {self.keys[field]: pk for field, pk in self.cleaned_data.items()}


class DecideAllForm(forms.Form):
    decision = forms.ChoiceField(
        label=_("Für alle ohne Entscheidung"),
        choices=[
            (Decision.SAME, _("dieselbe Person wie vorgeschlagen")),
            (Decision.CREATE, _("neue Personen")),
            (Decision.SKIP, _("überspringen")),
        ],
        error_messages={
            "required": _("Wählen Sie eine Möglichkeit."),
            "invalid_choice": _("Wählen Sie aus der Liste."),
        },
    )


class RowSearchForm(forms.Form):
    suche = forms.CharField(label=_("Name, Einrichtung oder E-Mail"), required=False, max_length=80)


class MergeForm(forms.Form):
    """Which of two people's values stay, field by field; only what differs is asked."""

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = people
        for name in FIELDS:
            values = [getattr(person, name) for person in people]
            if values[0] != values[1]:
                self._ask(name, Person._meta.get_field(name).verbose_name, values, 0 if values[0] else 1)
        users = [person.user for person in people]
        if all(users):
            self._ask("user", _("Welcher Zugang bleibt?"), [user.email for user in users], 0)
            self.fields["user"].help_text = _("Der andere wird abgeschaltet; seine Rollen gehen über.")
        for i, person in enumerate(people):
            self.fields[f"version-{i}"] = forms.IntegerField(widget=forms.HiddenInput(), initial=person.version)
        self.helper = _helper(*self.fields, submit=_("Zusammenführen"))

    def _ask(self, name, label, values, initial):
        self.fields[name] = forms.TypedChoiceField(
            label=label,
            choices=[(i, value or _("nichts")) for i, value in enumerate(values)],
            coerce=int,
            initial=initial,
            widget=forms.RadioSelect,
            error_messages={"required": _("Wählen Sie eine Angabe aus."), "invalid_choice": _("Wählen Sie eine aus.")},
        )

    @property
    def values(self):
        """{field: chosen value} of all fields."""
        return {name: getattr(self.people[self.cleaned_data.get(name, 0)], name) for name in FIELDS}

    @property
    def is_outdated(self):
        """Whether one of the two was changed since the form was shown: then other fields may be asked."""
        return any(self.data.get(f"version-{i}") != str(person.version) for i, person in enumerate(self.people))

    @property
    def versions(self):
        return {person.pk: self.cleaned_data[f"version-{i}"] for i, person in enumerate(self.people)}

    @property
    def user(self):
        """Id of the access that stays where both have one."""
        return self.people[self.cleaned_data["user"]].user_id if "user" in self.fields else None

    def clean(self):
        cleaned = super().clean()
        if "last_name" in cleaned and not self.people[cleaned["last_name"]].last_name:
            self.add_error("last_name", _("Ohne Nachname geht es nicht."))
        return cleaned


class PersonSearchForm(forms.Form):
    suche = forms.CharField(label=_("Name"), required=False, max_length=80)
