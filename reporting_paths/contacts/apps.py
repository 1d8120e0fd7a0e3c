"""Contact points, their hours, and helplines."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "reporting_paths.contacts"
    label = "contacts"
    verbose_name = "Kontakte"

    def ready(self):
        from members.experts import fallbacks
        from reporting_paths.contacts.mailboxes import advice_mailboxes

        fallbacks.register(advice_mailboxes)
