"""Accounts and organisations in the administration."""

from django.contrib import admin

from members.models import ActorCategory, Organisation, RoleAssignment, User


class RoleAssignmentInline(admin.TabularInline):
    model = RoleAssignment
    extra = 1


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ["email", "full_name", "is_active", "is_superuser"]
    search_fields = ["email", "full_name"]
    fields = ["email", "full_name", "is_active", "is_superuser"]
    inlines = [RoleAssignmentInline]

    def save_model(self, request, obj, form, change):
        """A new access has no password; its owner sets one by „Passwort vergessen“."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)


@admin.register(ActorCategory)
class ActorCategoryAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "is_statutory", "is_active"]
    readonly_fields = ["code"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "actor_category", "youth_welfare_office", "municipality"]
    list_filter = ["actor_category", "youth_welfare_office"]
    search_fields = ["name"]
