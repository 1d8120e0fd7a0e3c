"""Accounts and organisations in the administration."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
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
        """A new access has no password: its owner signs in by code. A new address has to be confirmed."""
        if not change:
            obj.set_unusable_password()
        obj.email = User.objects.normalize_email(obj.email)
        super().save_model(request, obj, form, change)
        if "email" in form.changed_data:
            obj.emailaddress_set.all().delete()
            obj.emailaddress_set.create(email=obj.email, primary=True, verified=False)


@admin.register(ActorCategory)
class ActorCategoryAdmin(admin.ModelAdmin):
    list_display = ["code", "title", "is_statutory", "is_active"]
    readonly_fields = ["code"]


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    list_display = ["name", "actor_category", "youth_welfare_office", "municipality"]
    list_filter = ["actor_category", "youth_welfare_office"]
    search_fields = ["name"]


# Addresses, factors and sessions have pages of their own; single sign-on comes from the settings alone.
for model in (Authenticator, EmailAddress, SocialAccount, SocialApp, SocialToken, UserSession):
    admin.site.unregister(model)
