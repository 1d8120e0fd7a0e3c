"""Forms about seats."""

from crispy_forms.layout import Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.enums import MembershipKind
from members.models import Membership
from netzwerk.forms import DateInput, PortalFormMixin
from netzwerk.versions import VersionedForm

VACANT = "vakant"
SEAT, PERSON = "sitz-", "person-"


class MembershipForm(PortalFormMixin, VersionedForm, forms.ModelForm):
    """A seat; person and organisation of `instance` are settled."""

    class Meta:
        model = Membership
        fields = ["function", "kind", "deputy_of", "since_on", "until_on", "is_multiplier"]
        widgets = {"since_on": DateInput, "until_on": DateInput, "kind": forms.RadioSelect}
        help_texts = {
            "function": _("Was die Person in der Einrichtung tut, zum Beispiel Schulleitung."),
            "deputy_of": _("Diese Person bekommt die Nachrichten, solange die andere abwesend ist."),
        }

    wording = {
        "kind": {"required": _("Wählen Sie aus, wie die Person die Einrichtung vertritt.")},
        "since_on": {"required": _("Geben Sie an, seit wann die Person den Sitz hat.")},
    }
    constraint_fields = {
        "membership_ends_after_start": "until_on",
        "membership_deputy_only_of_somebody": "deputy_of",
        "membership_once_while_open": "since_on",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        holders = self.instance.organisation.memberships.unfinished().filter(kind=MembershipKind.HOLDER)
        self.fields["deputy_of"].queryset = holders.exclude(pk=self.instance.pk).select_related("person")
        self.fields["deputy_of"].label_from_instance = lambda seat: str(seat.person)
        self.fields["deputy_of"].empty_label = _("niemanden Bestimmten")
        self.helper.layout = Layout(
            Fieldset(_("Aufgabe"), "kind", "deputy_of", "function", "is_multiplier"),
            Fieldset(_("Zeit"), Row("since_on", "until_on")),
            "version",
            Submit("speichern", _("Sitz speichern")),
        )

    def clean_until_on(self):
        """A seat that runs ends with a hand-over, not with a date in the past."""
        until_on = self.cleaned_data["until_on"]
        if self.instance.pk and until_on and until_on < timezone.localdate() and self.instance.until_on != until_on:
            raise forms.ValidationError(_("Beenden Sie den Sitz über „Sitz beenden“, damit nichts liegen bleibt."))
        return until_on


class OwnMembershipForm(PortalFormMixin, VersionedForm, forms.ModelForm):
    """What an organisation's own administrator changes of a seat."""

    class Meta:
        model = Membership
        fields = ["function", "is_multiplier"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("function", "is_multiplier", "version", Submit("speichern", _("Angaben speichern")))


class MembershipEndForm(PortalFormMixin, forms.Form):
    """The last day and what becomes of the seat: vacant, a seat of the organisation, or one of `people`.

    Each of `people` has `seat_at`, the name of an organisation or None.
    """

    on = forms.DateField(label=_("Letzter Tag"), widget=DateInput)
    heir = forms.ChoiceField(
        label=_("Wer übernimmt?"),
        widget=forms.RadioSelect,
        help_text=_("Die Nachfolge bekommt alles, was noch offen ist."),
    )

    wording = {
        "on": {"required": _("Geben Sie den letzten Tag an.")},
        "heir": {"required": _("Wählen Sie aus, wer übernimmt, oder „vakant“.")},
    }

    def __init__(self, *args, membership, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        seats = membership.organisation.memberships.unfinished().current().exclude(pk=membership.pk)
        self.seats = {f"{SEAT}{seat.pk}": seat for seat in seats.select_related("person")}
        seated = {seat.person_id for seat in self.seats.values()} | {membership.person_id}
        self.people = {f"{PERSON}{person.pk}": person for person in people if person.pk not in seated}
        self.fields["heir"].choices = [
            *((key, f"{seat.person} ({seat.get_kind_display()})") for key, seat in self.seats.items()),
            *((key, f"{person} ({person.seat_at or _('ohne Sitz')})") for key, person in self.people.items()),
            (VACANT, _("Niemand, der Sitz bleibt vakant")),
        ]
        self.fields["on"].initial = min(membership.until_on or timezone.localdate(), timezone.localdate())
        self.helper.layout = Layout("on", "heir", Submit("beenden", _("Sitz beenden")))

    @property
    def choice(self):
        """Keyword arguments for `end_membership`."""
        heir = self.cleaned_data["heir"]
        return {"successor": self.seats.get(heir), "heir": self.people.get(heir), "on": self.cleaned_data["on"]}
