"""Sessions and reserved seats: rows of the form of an event; mistakes stand at their field.

A row more is a button of the form, so that it works without JavaScript; the script only saves the way to the server.
"""

from datetime import datetime

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.models import ActorCategory
from netzwerk import versions
from netzwerk.forms import DATE_WRONG, TOO_LONG, DateInput, no_control_characters
from netzwerk.hour_forms import TIME_INVALID
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


class BaseRows(forms.BaseFormSet):
    """`rows` after validation: what the action takes. With `more` one empty row comes on top, and nothing is judged."""

    prefix_of_all = ""
    row_fields = ()
    empty_rows = 0  # shown where there is none yet

    def __init__(self, data=None, *, rows=()):
        self.extra = 0 if rows else self.empty_rows
        if data is not None and self._wants_more(data):
            data = self._with_one_more(data)
        initial = None if data is not None else list(rows)
        super().__init__(data, initial=initial, prefix=self.prefix_of_all)
        self.before = self.text_of_initial() if data is None else data.get(self.before_name, "")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = self.delete_label

    @property
    def rows(self):
        return [row for row, _form in self.kept()]

    def kept(self):
        """Pairs (row, form) of what is neither empty, wrong nor to be deleted."""
        forms_kept = [
            form
            for form in self.forms
            if not form.errors and form.cleaned_data.get(self.row_fields[0]) and not form.cleaned_data.get("DELETE")
        ]
        return [({name: form.cleaned_data[name] for name in self.row_fields}, form) for form in forms_kept]

    def form_of(self, row):
        return next(form for kept, form in self.kept() if kept == row)

    def forget_mistakes(self):
        """Shows what was typed without judging it."""
        for form in self.forms:
            form.errors.clear()
        self.non_form_errors().clear()

    @property
    def before_name(self):
        """A hidden field that says what the rows were when the page was opened."""
        return f"{self.prefix_of_all}-vorher"

    def text_of_initial(self):
        return "; ".join(self.text(row) for row in self.initial or ())

    def text_of_rows(self):
        return "; ".join(self.text(row) for row in self.rows)

    def difference_to(self, theirs):
        """The Difference to the rows of the formset `theirs` as they are now, or None; see netzwerk.versions."""
        mine, stored = self.text_of_rows(), theirs.before
        if mine == stored:
            return None
        chosen = versions.MINE if mine != self.before else versions.THEIRS
        empty = _("(leer)")
        return versions.Difference(self.prefix_of_all, self.label, mine or empty, stored or empty, chosen)

    def sent_again(self, theirs):
        """What has to be sent along (name, value), so that either can be chosen."""
        own = [(name, value) for name in self.data for value in self.data.getlist(name) if self._owns(name)]
        return [*own, (self.before_name, theirs.before)]

    def as_data(self):
        """What a browser would send for these rows, unchanged: {name: value}."""
        data = {self.management_form.add_prefix(name): value for name, value in self.management_form.initial.items()}
        for form in self.forms:
            for field in form:
                data[field.html_name] = field.field.widget.format_value(field.value()) or ""
        return data

    @classmethod
    def decided(cls, data, stored):
        """`data` with the rows of the formset `stored` where the page with two versions said so."""
        if data is None or data.get(versions.CHOICE + cls.prefix_of_all) != versions.THEIRS:
            return data
        data = data.copy()
        for name in [name for name in data if name.startswith(f"{cls.prefix_of_all}-")]:
            del data[name]
        data.update({name: _sent(value) for name, value in stored.as_data().items()})
        return data

    def _owns(self, name):
        return name.startswith(f"{self.prefix_of_all}-") and name not in (self.before_name, self.more_name())

    @classmethod
    def more_name(cls):
        """The name of the button for a row more."""
        return f"{cls.prefix_of_all}-mehr"

    @classmethod
    def _wants_more(cls, data):
        return cls.more_name() in data

    @classmethod
    def _with_one_more(cls, data):
        data, name = data.copy(), f"{cls.prefix_of_all}-TOTAL_FORMS"
        count = data.get(name, "")
        data[name] = str(min(int(count), cls.max_num - 1) + 1) if count.isascii() and count.isdigit() else "1"
        return data


class BaseSessions(BaseRows):
    prefix_of_all = SESSIONS
    row_fields = ("starts_at", "ends_at", "title")
    empty_rows = 1
    hint = _("Prüfen Sie weiter unten die Termine.")
    delete_label = _("Diesen Termin streichen")
    label = _("Termine")

    def __init__(self, data=None, *, sessions=()):
        super().__init__(data, rows=[_session_initial(session) for session in sessions])

    @staticmethod
    def text(row):
        if "day" in row:
            row = {"starts_at": _moment(row["day"], row["starts"]), "ends_at": _moment(row["day"], row["ends"])} | row
        session = Session(starts_at=row["starts_at"], ends_at=row["ends_at"])
        return f"{session_text(session)} {row['title']}".strip()

    def clean(self):
        """Puts an overlap at the later of two sessions."""
        for row in overlapping(self.rows):
            form = self.form_of(row)
            if not form.has_error("starts"):
                form.add_error("starts", _("Dieser Termin überschneidet sich mit einem anderen."))


class BaseReservations(BaseRows):
    prefix_of_all = RESERVATIONS
    row_fields = ("actor_category", "seats", "release_on")
    hint = _("Prüfen Sie weiter unten die reservierten Plätze.")
    delete_label = _("Diese Reservierung streichen")
    label = _("Reservierte Plätze")

    def __init__(self, data=None, *, reservations=()):
        super().__init__(data, rows=[{name: getattr(row, name) for name in self.row_fields} for row in reservations])

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


def _sent(value):
    """A select's value comes as a list."""
    return value[0] if isinstance(value, list) and value else value or ""


def _moment(day, time):
    return timezone.make_aware(datetime.combine(day, time))


def _session_initial(session):
    starts, ends = timezone.localtime(session.starts_at), timezone.localtime(session.ends_at)
    return {"day": starts.date(), "starts": starts.time(), "ends": ends.time(), "title": session.title}
