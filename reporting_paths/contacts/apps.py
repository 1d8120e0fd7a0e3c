"""Contact points, their hours, and helplines."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    name = "reporting_paths.contacts"
    label = "contacts"
    verbose_name = "Kontakte"

    def ready(self):
        from members.experts import fallbacks
        from netzwerk import usage
        from reporting_paths.contacts.mailboxes import advice_mailboxes
        from reporting_paths.contacts.models import ContactPoint
        from reporting_paths.contacts.usages import usages_of_point

        fallbacks.register(advice_mailboxes)
        usage.register(ContactPoint, usages_of_point)
