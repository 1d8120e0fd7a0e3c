"""The filter above the list of accounts."""

from django import forms
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _


class AccountFilter(forms.Form):
    suche = forms.CharField(label=_("Name oder E-Mail-Adresse"), required=False, max_length=120)
    faktor = forms.ChoiceField(
        label=_("Zweiter Faktor"),
        required=False,
        choices=[("", _("alle")), ("fehlt", _("nötig und nicht eingerichtet")), ("ohne", _("nicht eingerichtet"))],
    )

    def apply(self, accounts):
        """`accounts` with both annotations of `with_second_factor`; those who lack a needed factor come first."""
        needed = Q(has_guarded_role=True) | Q(is_superuser=True)
        values = self.cleaned_data if self.is_valid() else {}
        if values.get("suche"):
            accounts = accounts.filter(Q(full_name__icontains=values["suche"]) | Q(email__icontains=values["suche"]))
        if values.get("faktor"):
            accounts = accounts.filter(has_second_factor=False)
        if values.get("faktor") == "fehlt":
            accounts = accounts.filter(needed)
        rank = Case(
            When(Q(has_second_factor=False) & needed, then=Value(0)), When(needed, then=Value(1)), default=Value(2)
        )
        return accounts.order_by(rank, "full_name", "pk")
