"""Agreed deadlines in the administration; the texts of the paths can be read there, never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from netzwerk.admin_filters import OfficeFilter
from reporting_paths.paths.admin_forms import LocalDeadlineForm
from reporting_paths.paths.models import LocalDeadline, PathVersion, ReportingStep


class ReadOnly:
    """Texts come from the standard files: a change there makes the next version."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(LocalDeadline)
class LocalDeadlineAdmin(admin.ModelAdmin):
    form = LocalDeadlineForm
    fields = ["office", "path", "deadline_key", "text"]
    list_display = ["text", "deadline_key", "of_path", "of_office"]
    list_filter = [("office", OfficeFilter)]
    list_select_related = ["office", "path"]

    @admin.display(description=_("Meldeweg"), ordering="path")
    def of_path(self, deadline):
        return deadline.path

    @admin.display(description=_("Jugendamt"), ordering="office")
    def of_office(self, deadline):
        return deadline.office


class ReportingStepInline(ReadOnly, admin.StackedInline):
    model = ReportingStep
    fields = ["key", "title", "who", "text", "document", "deadline", "deadline_key", "if_not_possible"]


@admin.register(PathVersion)
class PathVersionAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["title", "number", "status", "published_on", "review_due_on"]
    list_filter = ["status"]
    fields = [
        *("title", "number", "status", "audience", "intro", "duty_level"),
        *("change_note", "published_on", "review_due_on"),
    ]
    inlines = [ReportingStepInline]
