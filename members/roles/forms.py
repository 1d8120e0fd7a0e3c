"""Forms about roles."""

from crispy_forms.layout import Layout, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import Role
from members.models import Organisation, RoleAssignment, User
from netzwerk.forms import PortalFormMixin


class RoleForm(PortalFormMixin, forms.ModelForm):
    """Gives a role to the access of an address."""

    email = forms.EmailField(
        label=_("E-Mail-Adresse des Zugangs"),
        help_text=_("Die Person muss schon einen Zugang haben. Sonst laden Sie sie zuerst ein."),
        error_messages={"required": _("Geben Sie die E-Mail-Adresse ein.")},
    )

    class Meta:
        model = RoleAssignment
        fields = ["role", "youth_welfare_office", "organisation"]
        help_texts = {
            "youth_welfare_office": _("Nur bei der Koordination. Leer: für das ganze Netzwerk."),
            "organisation": _("Nur bei „Verwaltung einer Einrichtung“."),
        }

    wording = {"role": {"required": _("Wählen Sie eine Rolle aus.")}}
    constraint_fields = {
        "role_organisation_where_it_belongs": "organisation",
        "role_office_for_coordinators": "youth_welfare_office",
        "role_once_a_scope": "role",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("Bitte wählen")), *Role.choices]
        self.fields["organisation"].queryset = Organisation.objects.active()
        self.fields["organisation"].empty_label = _("keine")
        self.fields["youth_welfare_office"].empty_label = _("ganzes Netzwerk")
        self.helper.layout = Layout(
            "email", "role", "youth_welfare_office", "organisation", Submit("vergeben", _("Rolle vergeben"))
        )

    def clean_email(self):
        """The address of an access; the User is kept as `self.instance.user`."""
        user = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if user is None:
            raise forms.ValidationError(_("Zu dieser Adresse gibt es keinen Zugang. Laden Sie die Person zuerst ein."))
        self.instance.user = user
        return user.email
