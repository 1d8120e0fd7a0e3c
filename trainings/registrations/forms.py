"""The form for a substitute."""

from crispy_forms.layout import Layout, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerk.forms import NO_CASES, PortalFormMixin
from trainings.models import Registration


class SubstituteForm(PortalFormMixin, forms.Form):
    """Who comes instead; house and actor group stay those of the seat."""

    first_name = forms.CharField(label=_("Vorname"), max_length=80)
    last_name = forms.CharField(label=_("Nachname"), max_length=80)
    email = forms.EmailField(label=_("E-Mail-Adresse"), max_length=254, help_text=_("Dorthin geht die Bestätigung."))
    needs = forms.CharField(
        label=_("Was die Person für die Teilnahme braucht"),
        max_length=Registration._meta.get_field("needs").max_length,
        required=False,
        help_text=_("Zum Beispiel Gebärdensprache, stufenloser Zugang, Essen. Wird nach der Veranstaltung gelöscht.")
        + " "
        + NO_CASES,
    )

    wording = {
        "first_name": {"required": _("Geben Sie den Vornamen an.")},
        "last_name": {"required": _("Geben Sie den Nachnamen an.")},
        "email": {"required": _("Geben Sie die E-Mail-Adresse an.")},
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = Row("first_name", "last_name")
        self.helper.layout = Layout(names, "email", "needs", Submit("weitergeben", _("Platz weitergeben")))
