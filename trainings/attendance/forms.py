"""Filter of the attendance list, what its rows send, and the form for people who come without a seat."""

from crispy_forms.layout import Layout, Row, Submit
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory, Organisation
from netzwerk.forms import PortalFormMixin, prepare_field
from trainings.attendance.actions import Change
from trainings.attendance.numbers import MOST
from trainings.enums import Presence
from trainings.registrations.actions import Applicant

OPEN = "offen"
CHOICES = [*Presence.choices, ("", _("offen"))]
NO_NUMBER = _("Geben Sie eine Zahl ein.")
TOO_MANY, TOO_FEW = _("Höchstens %(limit_value)d."), _("Die Zahl ist 0 oder größer.")
NEW, OLD, ALL = "stand-", "vorher-", "alle-anwesend"


class AttendanceFilterForm(forms.Form):
    """The list's filter; what it does not understand it leaves out."""

    suche = forms.CharField(label=_("Name oder Einrichtung"), required=False, max_length=80)
    stand = forms.ChoiceField(
        label=_("Teilnahme"), choices=[("", _("alle")), (OPEN, _("offen")), *Presence.choices], required=False
    )
    gruppe = forms.ModelChoiceField(
        ActorCategory.objects.all(),
        to_field_name="code",
        label=_("Akteursgruppe"),
        required=False,
        empty_label=_("alle"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gruppe"].label_from_instance = lambda category: category.short_title


def changes_of(data):
    """The [Change] that the rows of a sent list ask for; what no list sends is left out."""
    known = {value for value, _label in CHOICES}
    changes = []
    for name, before in data.items():
        pk = name.removeprefix(OLD)
        if not name.startswith(OLD) or not (pk.isascii() and pk.isdigit() and len(pk) < 19):
            continue
        after = data.get(f"{NEW}{pk}", before)
        if ALL in data and not after:
            after = Presence.PRESENT.value
        if {before, after} <= known:
            changes.append(Change(int(pk), before, after))
    return changes


class NumbersForm(PortalFormMixin, forms.Form):
    """How many of each actor group came to an external event; groups out of use stay where they have a number."""

    def __init__(self, *args, event, **kwargs):
        known = dict(event.attendance_counts.values_list("actor_category", "present"))
        groups = ActorCategory.objects.filter(Q(is_active=True) | Q(pk__in=known)).order_by("sort", "pk")
        self.groups = {f"gruppe-{group.pk}": group for group in groups}
        super().__init__(*args, initial={f"gruppe-{pk}": present for pk, present in known.items()}, **kwargs)
        for name, group in self.groups.items():
            field = forms.IntegerField(label=group.short_title, required=False, min_value=0, max_value=MOST)
            prepare_field(field, {"invalid": NO_NUMBER, "max_value": TOO_MANY, "min_value": TOO_FEW})
            self.fields[name] = field
        self.helper.layout = Layout(*self.fields, Submit("zahlen", _("Zahlen speichern")))

    @property
    def numbers(self):
        """{actor category: number or None}"""
        return {group: self.cleaned_data[name] for name, group in self.groups.items()}


class WalkInForm(PortalFormMixin, forms.Form):
    """Somebody who came without a seat."""

    first_name = forms.CharField(label=_("Vorname"), max_length=80)
    last_name = forms.CharField(label=_("Nachname"), max_length=80)
    organisation_name = forms.CharField(label=_("Einrichtung"), max_length=160)
    actor_category = forms.ModelChoiceField(
        ActorCategory.objects.filter(is_active=True), label=_("Akteursgruppe"), empty_label=_("Bitte wählen")
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        required=False,
        max_length=254,
        help_text=_("Dorthin kommt nach der Veranstaltung der Link zur Teilnahmebescheinigung."),
    )
    wording = {
        "first_name": {"required": _("Geben Sie den Vornamen an.")},
        "last_name": {"required": _("Geben Sie den Nachnamen an.")},
        "organisation_name": {"required": _("Geben Sie die Einrichtung an.")},
        "actor_category": {"required": _("Wählen Sie die Akteursgruppe.")},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = Row("first_name", "last_name")
        button = Submit("aufnehmen", _("Als anwesend aufnehmen"))
        self.helper.layout = Layout(names, "organisation_name", "actor_category", "email", button)

    @property
    def applicant(self):
        """Of an organisation of the network where one has this name."""
        houses = Organisation.objects.active().filter(name__iexact=self.cleaned_data["organisation_name"])[:2]
        return Applicant(**self.cleaned_data, organisation=houses[0] if len(houses) == 1 else None)
