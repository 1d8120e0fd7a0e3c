"""Fields that the forms of events share."""

from django import forms
from django.utils.translation import gettext_lazy as _

MOMENT_WRONG = _("Geben Sie Tag und Uhrzeit ein, zum Beispiel 3.12.2026 9:00.")
NUMBER_WRONG = _("Geben Sie eine ganze Zahl ein.")
ADDRESS_WRONG = _("Geben Sie die ganze Adresse ein, zum Beispiel https://www.beispiel.de")


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def text_area(rows):
    return forms.Textarea(attrs={"rows": rows})


def number_wording(required, **more):
    return {"required": required, "invalid": NUMBER_WRONG, "min_value": NUMBER_WRONG} | more
