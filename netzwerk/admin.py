"""The ground floor's rows in the administration."""

from django.contrib import admin

from netzwerk.models import AuditEvent, Municipality, Network, PostalCode, YouthWelfareOffice


class PostalCodeInline(admin.TabularInline):
    model = PostalCode
    extra = 1


@admin.register(Network)
class NetworkAdmin(admin.ModelAdmin):
    list_display = ["name", "operator", "is_example"]


@admin.register(YouthWelfareOffice)
class YouthWelfareOfficeAdmin(admin.ModelAdmin):
    list_display = ["name", "short_name", "sort"]


@admin.register(Municipality)
class MunicipalityAdmin(admin.ModelAdmin):
    list_display = ["name", "youth_welfare_office"]
    list_filter = ["youth_welfare_office"]
    search_fields = ["name"]
    inlines = [PostalCodeInline]


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    """The log can be read, never changed."""

    list_display = ["happened_at", "kind", "target_type", "target_id", "actor_id"]
    list_filter = ["kind"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
