"""Contact points, their hours, and helplines."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "reporting_paths.contacts"
    label = "contacts"
    verbose_name = "Kontakte"
