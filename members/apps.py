"""People, organisations and their roles in the network."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    name = "members"
    label = "members"
    verbose_name = "Mitglieder"

    def ready(self):
        from members.invitations import signals  # noqa: F401 - connects itself
        from members.memberships.matters import register_matters

        register_matters()
