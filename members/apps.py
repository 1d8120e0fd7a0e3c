"""People, organisations and their roles in the network."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = "Mitglieder"
