"""Pages in the administration."""

from django.contrib import admin

from netzwerk.pages.models import Page


@admin.register(Page)
class PageAdmin(admin.ModelAdmin):
    list_display = ["title", "reviewed_on", "review_due_on"]

    def get_readonly_fields(self, request, obj=None):
        """The address of a page stays once it is there."""
        return ["slug"] if obj else []
