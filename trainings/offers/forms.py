"""By what the public list is narrowed down; it stands in the address, in German words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trainings.offers.listing import PAST

WORDS = {"month": "monat", "group": "gruppe", "town": "ort", "topic": "thema", "time": "zeit"}
EMPTY = {
    "month": (_("Monat"), _("Alle Monate")),
    "group": (_("Akteursgruppe"), _("Alle Gruppen")),
    "town": (_("Ort"), _("Alle Orte")),
    "topic": (_("Thema"), _("Alle Themen")),
}


class EventFilterForm(forms.Form):
    """Nothing is obligatory; what it does not know counts as not chosen and is told by `is_known`."""

    month = forms.ChoiceField(required=False)
    group = forms.ChoiceField(required=False)
    town = forms.ChoiceField(required=False)
    topic = forms.ChoiceField(required=False)

    def __init__(self, data, *, choices):
        super().__init__(data)
        for name, (label, empty) in EMPTY.items():
            self.fields[name].label = label
            self.fields[name].choices = [("", empty), *choices.options[name]]
        self.full_clean()

    def add_prefix(self, field_name):
        return WORDS.get(field_name, field_name)

    @property
    def is_past(self):
        return self.data.get(WORDS["time"]) == PAST

    @property
    def chosen(self):
        """{kind: word} of what is set and known."""
        return {name: word for name, word in self.cleaned_data.items() if word}

    @property
    def key(self):
        """The same for addresses that show the same filters."""
        return self.is_past, tuple(self.chosen.items())

    @property
    def is_known(self):
        """Whether every filter of the address means something, so that its page is one of few."""
        return not self.errors and self.data.get(WORDS["time"], PAST) in (PAST, "")
