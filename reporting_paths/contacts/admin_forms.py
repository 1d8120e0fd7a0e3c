"""Forms of the administration: the same rules for contacts as in a network's profile, in German."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from netzwerk.hour_forms import overlapping
from netzwerk.phones import check_phone

DAYS_OF_A_YEAR = 365


class ContactPointForm(forms.ModelForm):
    class Meta:
        labels = {"youth_welfare_office": _("Jugendamt"), "municipalities": _("Orte")}
        help_texts = {
            "youth_welfare_office": _("Ohne Jugendamt gilt die Stelle für das ganze Netzwerk."),
            "municipalities": _("Ohne Orte gilt die Stelle für alle Orte ihres Jugendamts."),
        }

    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean(self):
        """Refuses towns of another Jugendamt."""
        cleaned = super().clean()
        office = cleaned.get("youth_welfare_office")
        foreign = [town.name for town in cleaned.get("municipalities", []) if town.youth_welfare_office != office]
        if foreign and "youth_welfare_office" in cleaned:
            reason = _("Gehört nicht zum Jugendamt dieser Stelle: {towns}.").format(towns=", ".join(foreign))
            self.add_error("municipalities", reason)
        return cleaned


class WeeklyHoursFormSet(forms.BaseInlineFormSet):
    def clean(self):
        """Refuses rows that overlap each other, and hours of a contact that is always open."""
        super().clean()
        rows = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        rows = [row for row in rows if not row.get("DELETE")]
        if rows and self.instance.is_always_open:
            raise ValidationError(_("Eine Stelle, die rund um die Uhr antwortet, hat keine Öffnungszeiten."))
        if overlapping(rows):
            raise ValidationError(_("Zwei Zeiten desselben Tages überschneiden sich."))


class ClosureForm(forms.ModelForm):
    class Meta:
        labels = {"contact": _("Kontaktstelle"), "youth_welfare_office": _("Jugendamt")}
        help_texts = {"contact": _("Ohne Kontaktstelle und Jugendamt gilt die Schließzeit für alle.")}

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("contact") and cleaned.get("youth_welfare_office"):
            self.add_error("contact", _("Wählen Sie eine Kontaktstelle oder ein Jugendamt, nicht beides."))
        starts, ends = cleaned.get("starts_on"), cleaned.get("ends_on")
        if cleaned.get("is_yearly") and starts and ends and (ends - starts).days >= DAYS_OF_A_YEAR:
            self.add_error("ends_on", _("Was jedes Jahr wiederkommt, dauert kürzer als ein Jahr."))
        return cleaned


class HelplineForm(forms.ModelForm):
    def clean_phone(self):
        return check_phone(self.cleaned_data["phone"])

    def clean_second_phone(self):
        return check_phone(self.cleaned_data["second_phone"])
