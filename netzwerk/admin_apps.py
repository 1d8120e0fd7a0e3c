"""Puts our admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig


class SuperuserAdminConfig(AdminConfig):
    default_site = "netzwerk.admin_site.SuperuserAdminSite"
