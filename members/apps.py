"""People, organisations and their roles in the network."""

from importlib import import_module

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = "Mitglieder"

    def ready(self):
        import_module("members.invitations.signals")
