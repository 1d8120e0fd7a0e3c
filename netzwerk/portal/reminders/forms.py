"""The form of a rule."""

from dataclasses import replace

from crispy_forms.layout import Div, Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import PortalFormMixin, SecondaryButton
from netzwerk.models.reminders import FIRST_HOUR, LAST_HOUR
from netzwerk.reminders.rules import Relation

MOST_DAYS = 180


class RuleForm(PortalFormMixin, forms.Form):
    """Days and hour of `rule`; `others` are the other rules of its kind."""

    days = forms.IntegerField(
        label=_("Tage"),
        min_value=1,
        max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    hour = forms.TypedChoiceField(
        label=_("Ab wann am Tag?"),
        coerce=int,
        choices=[(hour, _("%(hour)d Uhr") % {"hour": hour}) for hour in range(FIRST_HOUR, LAST_HOUR + 1)],
    )

    wording = {
        "days": {
            "required": _("Geben Sie an, wie viele Tage es sein sollen."),
            "invalid": _("Geben Sie eine ganze Zahl ein."),
            "min_value": _("Geben Sie mindestens 1 Tag an."),
            "max_value": _("Geben Sie höchstens 180 Tage an."),
        },
        "hour": {"required": _("Wählen Sie eine Uhrzeit aus.")},
    }

    def __init__(self, *args, rule, others, **kwargs):
        super().__init__(*args, initial={"days": rule.days, "hour": rule.hour}, **kwargs)
        self.rule, self.others = rule, others
        side = _("Tage vor %s") if rule.relation is Relation.BEFORE else _("Tage nach %s")
        self.fields["days"].label = side % rule.anchor
        self.helper.layout = Layout(
            Row("days", "hour"),
            Div(
                Submit("save", _("Speichern")),
                SecondaryButton(_("Vorschau"), name="preview"),
                css_class="kern-btn-wrapper",
            ),
        )

    def clean_days(self):
        days = self.cleaned_data["days"]
        same = [other for other in self.others if other.relation is self.rule.relation]
        if any(other.days == days for other in same):
            raise forms.ValidationError(_("An diesem Tag erinnert schon eine andere Regel."))
        return days

    def changed_rule(self):
        """The rule as typed."""
        return replace(self.rule, days=self.cleaned_data["days"], hour=self.cleaned_data["hour"])
