"""Forms of own data."""

from datetime import datetime, time, timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from django import forms
from django.apps import apps
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.owndata.enums import LegalReason
from netzwerk.audit import event_name
from netzwerk.models import AuditEvent

DATE_WRONG = _("Geben Sie das Datum so ein: 31.12.2026")


class DeclineForm(forms.Form):
    """Why a deletion is refused: one of the reasons the law knows."""

    reason = forms.ChoiceField(
        label=_("Aus welchem Rechtsgrund lehnen Sie ab?"),
        help_text=_("Die Person bekommt diesen Grund genannt und erfährt, wo sie sich beschweren kann."),
        choices=LegalReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wählen Sie einen Rechtsgrund."), "invalid_choice": _("Wählen Sie einen Grund.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.attrs = {"novalidate": ""}
        self.helper.layout = Layout("reason", Submit("decline", _("Antrag ablehnen")))


class LogFilter(forms.Form):
    """Filter of the log: kind of event, days (both included), a record."""

    art = forms.ChoiceField(label=_("Ereignis"), required=False)
    von = forms.DateField(
        label=_("Von"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DATE_WRONG},
    )
    bis = forms.DateField(
        label=_("Bis"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": DATE_WRONG},
    )
    eintrag = forms.ChoiceField(label=_("Eintrag"), required=False)
    nummer = forms.IntegerField(
        label=_("Nummer"), required=False, min_value=1, error_messages={"invalid": _("Geben Sie eine Zahl ein.")}
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["art"].choices = _choices("kind", event_name)
        self.fields["eintrag"].choices = _choices("target_type", target_name)

    def narrowed(self, events):
        """`events` as chosen; a wrong value of one field leaves the others in force."""
        self.is_valid()
        values = self.cleaned_data
        wanted = {
            "kind": values.get("art"),
            "happened_at__gte": values.get("von") and _start_of(values["von"]),
            "happened_at__lt": values.get("bis") and _start_of(values["bis"] + timedelta(days=1)),
            "target_type": values.get("eintrag"),
            "target_id": values.get("nummer"),
        }
        return events.filter(**{name: value for name, value in wanted.items() if value})


def target_name(label):
    """The German name of a kind of record ("members.person"); the label itself where there is no such kind any more."""
    try:
        return apps.get_model(label)._meta.verbose_name
    except (LookupError, ValueError):
        return label


def _choices(field, name_of):
    """Every value of `field` in the log with its German name, by name."""
    values = AuditEvent.objects.order_by(field).values_list(field, flat=True).distinct()
    named = [(value, str(name_of(value))) for value in values if value]
    return [("", _("alle")), *sorted(named, key=lambda pair: pair[1].lower())]


def _start_of(day):
    return timezone.make_aware(datetime.combine(day, time.min))
