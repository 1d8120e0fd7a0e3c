"""What somebody looks for in the list of experts; it stands in the address."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from members.experts.enums import Expertise
from netzwerk.models import Municipality

TOWN_PARAM, FIELD_PARAM, NOW_PARAM = "ort", "schwerpunkt", "jetzt"
# without a name, so that the address carries the choice alone
BUTTON = """{% load i18n %}<button class="kern-btn kern-btn--secondary" type="submit">
<span class="kern-label">{% translate "Liste eingrenzen" %}</span></button>"""


@dataclass(frozen=True)
class Chosen:
    """A town or None, a value of Expertise or "", and whether only those count who answer now."""

    town: Municipality | None = None
    field: str = ""
    is_now: bool = False

    def __bool__(self):
        return bool(self.town or self.field or self.is_now)

    def of_cards(self, cards):
        """Those of `cards` that fit; the town was asked before."""
        return [
            card
            for card in cards
            if (not self.field or self.field in card.expert.expertise) and (card.is_open or not self.is_now)
        ]

    def is_near(self, office):
        """Whether `office` is the chosen town's Jugendamt; without a town, every one is."""
        return self.town is None or self.town.youth_welfare_office_id == office.pk


class ExpertFilterForm(forms.Form):
    """Nothing is obligatory; what is not in the lists counts as not chosen."""

    ort = forms.ModelChoiceField(
        Municipality.objects.covered(),
        label=_("Ort"),
        to_field_name="slug",
        required=False,
        empty_label=_("Alle Orte"),
        error_messages={"invalid_choice": _("Wählen Sie den Ort aus der Liste.")},
    )
    schwerpunkt = forms.ChoiceField(
        label=_("Schwerpunkt"),
        choices=[("", _("Alle Schwerpunkte")), *Expertise.choices],
        required=False,
        error_messages={"invalid_choice": _("Wählen Sie den Schwerpunkt aus der Liste.")},
    )
    jetzt = forms.BooleanField(label=_("Nur wer jetzt erreichbar ist"), required=False)

    def __init__(self, data):
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.form_class = "nk-expert-filter"
        self.helper.attrs = {"novalidate": "", "role": "search", "aria-label": _("Fachkräfte suchen")}
        self.helper.layout = Layout("ort", "schwerpunkt", "jetzt", HTML(BUTTON))

    def chosen(self):
        self.full_clean()
        data = self.cleaned_data
        return Chosen(data.get(TOWN_PARAM), data.get(FIELD_PARAM, ""), data.get(NOW_PARAM, False))
