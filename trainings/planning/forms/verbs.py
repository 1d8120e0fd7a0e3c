"""Small forms: cancel, postpone, copy, filter."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import NO_CASES, DateInput, PortalFormMixin
from netzwerk.models import YouthWelfareOffice
from trainings.enums import EventStatus
from trainings.models import Topic
from trainings.planning.forms.events import DEFAULT_BUTTON, SESSIONS_PART
from trainings.planning.forms.fields import text_area

AHEAD, TO_ENTER, UNNOTED = "kommend", "eintragen", "teilnahme"
STATES = [
    ("", _("alle")),
    (AHEAD, _("kommend")),
    (EventStatus.DRAFT.value, EventStatus.DRAFT.label),
    (TO_ENTER, _("vorbei, noch nicht eingetragen")),
    (UNNOTED, _("vorbei, Teilnahme nicht erfasst")),
    (EventStatus.HELD.value, EventStatus.HELD.label),
    (EventStatus.CANCELLED.value, EventStatus.CANCELLED.label),
]


class PlanFilterForm(forms.Form):
    """The list's filter; what it does not understand it leaves out."""

    suche = forms.CharField(label=_("Titel oder Text"), required=False, max_length=80)
    stand = forms.ChoiceField(label=_("Stand"), choices=STATES, required=False)
    jahr = forms.TypedChoiceField(label=_("Jahr"), coerce=int, empty_value=None, required=False)
    thema = forms.ModelChoiceField(Topic.objects.all(), label=_("Thema"), required=False, empty_label=_("alle"))
    jugendamt = forms.ModelChoiceField(
        YouthWelfareOffice.objects.all(),
        to_field_name="key",
        label=_("Jugendamt"),
        required=False,
        empty_label=_("alle"),
    )

    def __init__(self, *args, years, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["jahr"].choices = [("", _("alle")), *((year, str(year)) for year in years)]


class CancelForm(PortalFormMixin, forms.Form):
    """Why it does not take place; the text goes to everyone expected."""

    reason = forms.CharField(
        label=_("Grund"),
        help_text=_("Steht in der E-Mail an alle Angemeldeten und öffentlich bei der Fortbildung. %s") % NO_CASES,
        max_length=500,
        widget=text_area(3),
    )
    wording = {"reason": {"required": _("Nennen Sie den Grund in einem Satz.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("reason", Submit("absagen", _("Fortbildung absagen")))


class PostponeForm(PortalFormMixin, forms.Form):
    """What to say about the new dates, which stand in the rows."""

    note = forms.CharField(
        label=_("Hinweis an alle Angemeldeten"),
        help_text=_("Zum Beispiel, warum sich der Termin ändert. %s") % NO_CASES,
        max_length=500,
        required=False,
        widget=text_area(3),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            DEFAULT_BUTTON, SESSIONS_PART, "note", Submit("verschieben", _("Verschieben und alle informieren"))
        )

    def check_rows(self, sessions):
        """There is a new date, and it lies ahead."""
        rows = sessions.rows
        if not rows:
            self.add_error(None, _("Tragen Sie mindestens einen Termin ein."))
        elif max(row["ends_at"] for row in rows) <= timezone.now():
            last = max(rows, key=lambda row: row["ends_at"])
            self._refuse(sessions, last, _("Dieser Tag liegt schon zurück."))
        elif sessions.text_of(rows) == sessions.text_of(sessions.stored):
            self._refuse(sessions, rows[0], _("Das ist der bisherige Termin. Geben Sie den neuen ein."))

    def _refuse(self, sessions, row, text):
        sessions.form_of(row).add_error("day", text)
        self.add_error(None, sessions.hint)


class CopyForm(PortalFormMixin, forms.Form):
    """The first day of the copy; everything else moves along."""

    starts_on = forms.DateField(
        label=_("Erster Tag der neuen Fortbildung"),
        help_text=_("Fristen und reservierte Plätze verschieben sich um ebenso viele Tage, Uhrzeiten bleiben."),
        widget=DateInput,
    )
    wording = {"starts_on": {"required": _("Geben Sie den ersten Tag ein.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("starts_on", Submit("kopieren", _("Als Entwurf kopieren")))

    def clean_starts_on(self):
        day = self.cleaned_data["starts_on"]
        if not 2000 <= day.year <= 2100:  # noqa: PLR2004 - what nobody plans is a slip of the keys
            raise forms.ValidationError(self.fields["starts_on"].error_messages["invalid"])
        return day
