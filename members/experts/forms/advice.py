"""The request for advice: profession, town, number and time; nowhere room for a free text."""

import uuid
from datetime import time

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Layout, Row, Submit
from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from members.experts.enums import Profession
from netzwerk.hours import ONE_DAY, is_workday, wall_moment
from netzwerk.models import Municipality
from netzwerk.phones import CALLBACK_LENGTH, callback_number

DAYS_AHEAD = 9
FIRST_HOUR, LAST_HOUR = 8, 18
CHOOSE = ("", _("Bitte wählen"))
SEND_AGAIN = _("Senden Sie das Formular bitte noch einmal.")


class AdviceRequestForm(forms.Form):
    """`window` after validation: (start, end) in aware moments. `trap` is invisible: only programs fill it in."""

    token = forms.UUIDField(widget=forms.HiddenInput, error_messages={"required": SEND_AGAIN, "invalid": SEND_AGAIN})
    trap = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    profession = forms.ChoiceField(
        label=_("In welchem Bereich arbeiten Sie?"),
        choices=[CHOOSE, *Profession.choices],
        error_messages={
            "required": _("Wählen Sie Ihren Arbeitsbereich."),
            "invalid_choice": _("Wählen Sie Ihren Arbeitsbereich aus der Liste."),
        },
    )
    town = forms.ModelChoiceField(
        Municipality.objects.covered().select_related("youth_welfare_office"),
        label=_("In welchem Ort lebt das Kind?"),
        to_field_name="slug",
        empty_label=_("Bitte wählen"),
        help_text=_("Danach richtet sich, welche Fachkraft Sie anruft."),
        error_messages={
            "required": _("Wählen Sie den Ort."),
            "invalid_choice": _("Wählen Sie den Ort aus der Liste."),
        },
    )
    phone = forms.CharField(
        label=_("Unter welcher Nummer erreichen wir Sie?"),
        help_text=_("Mit Vorwahl. Wir löschen sie, sobald der Rückruf bestätigt ist, spätestens nach 14 Tagen."),
        max_length=2 * CALLBACK_LENGTH,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "maxlength": CALLBACK_LENGTH}),
        error_messages={
            "required": _("Geben Sie die Nummer ein, unter der wir zurückrufen."),
            "max_length": _("Geben Sie die Nummer kürzer ein, höchstens 40 Zeichen."),
        },
    )
    day = forms.TypedChoiceField(
        label=_("Tag"),
        coerce=str,
        error_messages={"required": _("Wählen Sie den Tag."), "invalid_choice": _("Wählen Sie den Tag aus der Liste.")},
    )
    starts = forms.TypedChoiceField(
        label=_("Von"),
        choices=[CHOOSE, *((hour, f"{hour} Uhr") for hour in range(FIRST_HOUR, LAST_HOUR))],
        coerce=int,
        error_messages={"required": _("Wählen Sie, ab wann."), "invalid_choice": _("Wählen Sie, ab wann.")},
    )
    ends = forms.TypedChoiceField(
        label=_("Bis"),
        choices=[CHOOSE, *((hour, f"{hour} Uhr") for hour in range(FIRST_HOUR + 1, LAST_HOUR + 1))],
        coerce=int,
        error_messages={"required": _("Wählen Sie, bis wann."), "invalid_choice": _("Wählen Sie, bis wann.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.window = None
        self.fields["token"].initial = uuid.uuid4
        self.days = {day.isoformat(): day for day in days_to_choose()}
        self.fields["day"].choices = [
            CHOOSE,
            *((key, date_format(day, "l, j. F")) for key, day in self.days.items()),
        ]
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout(
            "token",
            Div("trap", hidden="hidden"),
            "profession",
            "town",
            "phone",
            Fieldset(_("Wann dürfen wir zurückrufen?"), "day", Row("starts", "ends")),
            Submit("send", _("Um Rückruf bitten")),
        )

    @property
    def is_from_a_program(self):
        return bool(self.data.get("trap"))

    def clean_phone(self):
        return callback_number(self.cleaned_data["phone"])

    def clean(self):
        cleaned = super().clean()
        day, starts, ends = (cleaned.get(name) for name in ("day", "starts", "ends"))
        if not day or starts is None or ends is None:
            return cleaned
        self.window = tuple(wall_moment(self.days[day], time(hour)) for hour in (starts, ends))
        if ends <= starts:
            self.add_error("ends", _("Wählen Sie ein Ende nach dem Beginn."))
        elif self.window[1] <= timezone.now():
            self.add_error("day", _("Diese Zeit ist schon vorbei. Wählen Sie eine spätere."))
        return cleaned


def days_to_choose():
    """Workdays from today on; today as long as an hour is left."""
    today, now = timezone.localdate(), timezone.localtime()
    days = [today + number * ONE_DAY for number in range(DAYS_AHEAD + 1)]
    return [day for day in days if is_workday(day) and (day > today or now.hour < LAST_HOUR - 1)]
