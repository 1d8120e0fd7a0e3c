"""Numbers, hours and closures in the administration."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerk.admin_filters import OfficeFilter
from reporting_paths.contacts.admin_forms import ClosureForm, ContactPointForm, HelplineForm, WeeklyHoursFormSet
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline, WeeklyHours


class KeyedAdmin(admin.ModelAdmin):
    """The key of a row stays: the network's profile finds the row by it."""

    def get_readonly_fields(self, request, obj=None):
        return ["key"] if obj else []


class WeeklyHoursInline(admin.TabularInline):
    model = WeeklyHours
    formset = WeeklyHoursFormSet
    extra = 1


@admin.register(ContactPoint)
class ContactPointAdmin(KeyedAdmin):
    form = ContactPointForm
    list_display = ["name", "kind", "office", "phone", "is_always_open", "verified_on"]
    list_filter = ["kind", ("youth_welfare_office", OfficeFilter)]
    list_select_related = ["youth_welfare_office"]
    search_fields = ["name", "phone"]
    filter_horizontal = ["municipalities"]
    inlines = [WeeklyHoursInline]

    def save_model(self, request, obj, form, change):
        """A form that is open elsewhere shall notice."""
        obj.version += change
        super().save_model(request, obj, form, change)

    @admin.display(description=_("Jugendamt"), ordering="youth_welfare_office")
    def office(self, contact):
        return contact.youth_welfare_office


@admin.register(Closure)
class ClosureAdmin(admin.ModelAdmin):
    form = ClosureForm
    list_display = ["reason", "starts_on", "ends_on", "is_yearly", "place"]
    list_select_related = ["contact", "youth_welfare_office"]

    @admin.display(description=_("Für wen"))
    def place(self, closure):
        return closure.contact or closure.youth_welfare_office or _("alle")


@admin.register(Helpline)
class HelplineAdmin(KeyedAdmin):
    form = HelplineForm
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    list_display = ["name", "phone", "times", "scope", "verified_on"]
    list_filter = ["scope", "for_professionals"]
    search_fields = ["name", "phone"]
