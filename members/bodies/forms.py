"""Forms about bodies."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from members.models import Body
from members.permissions import coordinated_office_ids, is_network_coordinator
from netzwerk.forms import NO_CASES, DateInput, PortalFormMixin


class BodyForm(PortalFormMixin, forms.ModelForm):
    """A body; whoever coordinates one Jugendamt makes bodies of that one."""

    class Meta:
        model = Body
        fields = ["name", "kind", "purpose", "youth_welfare_office", "ended_on"]
        widgets = {"purpose": forms.Textarea(attrs={"rows": 4}), "ended_on": DateInput()}
        help_texts = {"purpose": NO_CASES, "ended_on": _("Leer, solange das Gremium arbeitet.")}

    wording = {
        "name": {
            "required": _("Geben Sie den Namen des Gremiums ein."),
            "unique": _("Ein Gremium mit diesem Namen gibt es schon."),
        },
        "kind": {"required": _("Wählen Sie eine Art aus.")},
        "youth_welfare_office": {"required": _("Wählen Sie Ihr Jugendamt aus.")},
    }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        offices = self.fields["youth_welfare_office"]
        offices.empty_label = _("ganzes Netzwerk")
        if not is_network_coordinator(user):
            own = coordinated_office_ids(user) | {self.instance.youth_welfare_office_id} - {None}
            offices.queryset = offices.queryset.filter(pk__in=own)
            offices.required = self.instance.youth_welfare_office_id is not None or self.instance.pk is None
            offices.help_text = ""
        self.helper.layout = Layout(
            "name", "kind", "purpose", "youth_welfare_office", "ended_on", Submit("speichern", _("Gremium speichern"))
        )
