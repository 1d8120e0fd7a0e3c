"""What forms of the portal share: clean text, German errors at the field, none lost to a race."""

import unicodedata
from functools import partial

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from netzwerk.addresses import EMAIL_WRONG, ascii_email, normal_email

LINE_BREAKS = "\n\r"
# They turn the direction of what follows; letters of right-to-left scripts need none of them.
TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
NOT_TEXT = _("Der Text enthält Zeichen, die man nicht sieht. Tippen Sie ihn neu ein, statt ihn einzufügen.")
TOO_LONG = _("Kürzen Sie die Angabe auf höchstens %(limit_value)d Zeichen.")
DATE_WRONG = _("Geben Sie ein Datum ein, zum Beispiel 3.12.2026.")
CHOICE_WRONG = _("Wählen Sie eine der Möglichkeiten aus.")
NO_CASES = _("Bitte keine Angaben zu Kindern, Familien oder Fällen.")


def no_control_characters(text):
    """Refuses control characters and those that turn the reading direction; line breaks may stay."""
    for letter in text:
        if letter in TURNING or (unicodedata.category(letter) == "Cc" and letter not in LINE_BREAKS):
            raise ValidationError(NOT_TEXT, code="control_characters")


class UrlField(forms.URLField):
    """An address of the web; without „https://“ in front it is understood as that."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs, assume_scheme="https")


class DateInput(forms.DateInput):
    """The browser's own field for a date; typed dates in German form are understood too."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


class SecondaryButton(StrictButton):
    """A button beside the main one; it sends the form too, under its own name."""

    field_classes = "kern-btn kern-btn--secondary"

    def __init__(self, content, *, name):
        super().__init__(content, name=name, value="1", type="submit")


def prepare_field(field, wording):
    """German errors (`wording`: this field's own), clean text, and addresses as they are stored."""
    field.error_messages |= {"max_length": TOO_LONG, "invalid_choice": CHOICE_WRONG}
    if isinstance(field, forms.DateField):
        field.error_messages["invalid"] = DATE_WRONG
    if isinstance(field, forms.CharField) and not isinstance(field, forms.JSONField) and not _is_password(field):
        field.validators.append(no_control_characters)
    if isinstance(field, forms.EmailField):
        field.error_messages["invalid"] = EMAIL_WRONG
        field.to_python = partial(_address_to_store, field, field.to_python)
    field.error_messages |= wording


def _is_password(field):
    return isinstance(field.widget, forms.PasswordInput)


def _address_to_store(field, to_python, value):
    address = normal_email(to_python(value))
    try:
        return address and ascii_email(address) and address
    except ValidationError:
        raise ValidationError(field.error_messages["invalid"], code="invalid") from None


class PortalFormMixin:
    """A form in the portal's look; `wording` maps fields to error messages, `button` is the text of its button.

    `constraint_fields` maps names of database constraints to the field that shows their message.
    """

    wording = {}
    button = _("Speichern")
    constraint_fields = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            prepare_field(field, self.wording.get(name, {}))
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}

    def _update_errors(self, errors):
        """Each broken constraint of the model is shown at its field."""
        general = getattr(errors, "error_dict", {}).pop(NON_FIELD_ERRORS, [])
        for error in general:
            errors.error_dict.setdefault(self._field_of(error.message), []).append(error)
        super()._update_errors(errors)

    def _field_of(self, message):
        constraints = self.instance._meta.constraints
        names = [constraint.name for constraint in constraints if constraint.violation_error_message == message]
        return self.constraint_fields.get(names[0] if names else None, NON_FIELD_ERRORS)

    def add_database_error(self, error, model):
        """Shows an IntegrityError that a race let through as what it means; raises it if nobody can mend it."""
        name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
        constraints = {constraint.name: constraint for constraint in model._meta.constraints}
        if name not in constraints:
            raise error
        self.add_error(self.constraint_fields.get(name), constraints[name].violation_error_message)
