"""Sessions and reserved seats: rows of the form of an event; mistakes stand at their field.

A row more is a button of the form, so that it works without JavaScript; the script only saves the way to the server.
"""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from netzwerk.forms import DATE_WRONG, TOO_LONG, DateInput, no_control_characters
from netzwerk.hour_forms import TIME_INVALID
from netzwerk.row_forms import BaseRowsFormSet
from trainings.dates import session_text
from trainings.models import SeatReservation, Session
from trainings.planning.checks import overlapping

SESSIONS, RESERVATIONS = "termine", "plaetze"
SESSIONS_AT_MOST, RESERVATIONS_AT_MOST = 40, 20
LONGEST_TITLE = 120


def time_field(label, required):
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": required, "invalid": TIME_INVALID},
    )


class SessionForm(forms.Form):
    """One date: a day with beginning and end."""

    day = forms.DateField(
        label=_("Tag"),
        widget=DateInput,
        error_messages={"required": _("Geben Sie den Tag ein."), "invalid": DATE_WRONG},
    )
    starts = time_field(_("Von"), _("Geben Sie den Beginn ein."))
    ends = time_field(_("Bis"), _("Geben Sie das Ende ein."))
    title = forms.CharField(
        label=_("Überschrift"),
        required=False,
        max_length=LONGEST_TITLE,
        validators=[no_control_characters],
        error_messages={"max_length": TOO_LONG},
    )

    def clean(self):
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if day and not 2000 <= day.year <= 2100:  # noqa: PLR2004 - what nobody plans is a slip of the keys
            self.add_error("day", DATE_WRONG)
        elif day and starts and ends:
            cleaned["starts_at"], cleaned["ends_at"] = _moment(day, starts), _moment(day, ends)
            if cleaned["ends_at"] <= cleaned["starts_at"]:
                self.add_error("ends", _("Das Ende muss nach dem Beginn liegen."))
        return cleaned


class ReservationForm(forms.Form):
    """Seats for one actor group until a day."""

    actor_category = forms.ModelChoiceField(
        ActorCategory.objects.filter(is_active=True),
        label=_("Akteursgruppe"),
        empty_label=_("Gruppe wählen"),
        error_messages={
            "required": _("Wählen Sie die Akteursgruppe."),
            "invalid_choice": _("Wählen Sie eine Akteursgruppe aus der Liste."),
        },
    )
    seats = forms.IntegerField(
        label=_("Plätze"),
        min_value=1,
        error_messages={
            "required": _("Geben Sie die Zahl der Plätze ein."),
            "min_value": _("Reservieren Sie mindestens einen Platz."),
            "invalid": _("Geben Sie eine ganze Zahl ein."),
        },
    )
    release_on = forms.DateField(
        label=_("Frei für alle ab"),
        widget=DateInput,
        error_messages={"required": _("Geben Sie den Tag ein."), "invalid": DATE_WRONG},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["actor_category"].label_from_instance = lambda category: category.short_title


class BaseRows(BaseRowsFormSet):
    """With the button `more_name` one empty row comes on top, and nothing is judged."""

    empty_rows = 0  # shown where there is none yet

    def __init__(self, data=None, *, stored=()):
        self.extra = 0 if stored else self.empty_rows
        if data is not None and self.more_name() in data:
            data = self._with_one_more(data)
        super().__init__(data, stored=stored)

    def form_of(self, row):
        return next(form for kept, form in self.kept() if kept == row)

    def forget_mistakes(self):
        """Shows what was typed without judging it."""
        self.non_form_errors().clear()  # first, as it looks for mistakes in all rows
        for form in self.forms:
            form.errors.clear()

    def text_of(self, rows):
        return "; ".join(self.text(row) for row in rows) or str(_("(leer)"))

    @classmethod
    def more_name(cls):
        """The name of the button for a row more."""
        return f"{cls.key}-mehr"

    @classmethod
    def _with_one_more(cls, data):
        data, name = data.copy(), f"{cls.key}-TOTAL_FORMS"
        count = data.get(name, "")
        data[name] = str(min(int(count), cls.max_num - 1) + 1) if count.isascii() and count.isdigit() else "1"
        return data


class BaseSessions(BaseRows):
    key = SESSIONS
    names = ("starts_at", "ends_at", "title")
    empty_rows = 1
    hint = _("Prüfen Sie weiter unten die Termine.")
    delete_label = _("Diesen Termin streichen")
    label = _("Termine")

    def initial_of(self, row):
        starts, ends = timezone.localtime(row["starts_at"]), timezone.localtime(row["ends_at"])
        return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "title": row["title"]}

    @staticmethod
    def text(row):
        session = Session(starts_at=row["starts_at"], ends_at=row["ends_at"])
        return f"{session_text(session)} {row['title']}".strip()

    def clean(self):
        """Puts an overlap at the later of two sessions."""
        for row in overlapping(self.rows):
            form = self.form_of(row)
            if not form.has_error("starts"):
                form.add_error("starts", _("Dieser Termin überschneidet sich mit einem anderen."))


class BaseReservations(BaseRows):
    key = RESERVATIONS
    names = ("actor_category", "seats", "release_on")
    hint = _("Prüfen Sie weiter unten die reservierten Plätze.")
    delete_label = _("Diese Reservierung streichen")
    label = _("Reservierte Plätze")

    @staticmethod
    def text(row):
        day = date_format(row["release_on"], "j. F Y")
        return f"{SeatReservation(actor_category=row['actor_category'], seats=row['seats'])} ({day})"

    def clean(self):
        """Puts a group that is there twice at the second row."""
        seen = set()
        for row, form in self.kept():
            if row["actor_category"] in seen:
                form.add_error("actor_category", _("Für diese Akteursgruppe sind schon Plätze reserviert."))
            seen.add(row["actor_category"])


SessionFormSet = forms.formset_factory(
    SessionForm,
    formset=BaseSessions,
    extra=0,
    can_delete=True,
    can_delete_extra=False,
    max_num=SESSIONS_AT_MOST,
    absolute_max=SESSIONS_AT_MOST + 10,
    validate_max=True,
)
ReservationFormSet = forms.formset_factory(
    ReservationForm,
    formset=BaseReservations,
    extra=0,
    can_delete=True,
    can_delete_extra=False,
    max_num=RESERVATIONS_AT_MOST,
    absolute_max=RESERVATIONS_AT_MOST + 10,
    validate_max=True,
)


def _moment(day, time):
    return timezone.make_aware(datetime.combine(day, time))
