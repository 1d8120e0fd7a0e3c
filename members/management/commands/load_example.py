"""`load_example`: people to try the portal with; never in production."""

from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.accounts.second_factor import is_guarded
from members.example import EXAMPLE_ACCOUNTS, EXAMPLE_PASSWORD, EXAMPLE_SECRET
from members.models import RoleAssignment, User


class Command(BaseCommand):
    help = "Legt Beispielzugänge an (nur im örtlichen Lauf und in Tests)."

    @transaction.atomic
    def handle(self, *args, **options):
        if settings.ENVIRONMENT not in ("local", "test"):
            raise CommandError("Beispielzugänge gibt es nur im örtlichen Lauf.")
        for account in EXAMPLE_ACCOUNTS:
            if not User.objects.filter(email=account.email).exists():
                make_account(account)


def make_account(account):
    user = User.objects.create_user(
        account.email,
        EXAMPLE_PASSWORD,
        full_name=account.name,
        is_superuser=account.is_superuser,
        is_email_verified=True,
    )
    for role in account.roles:
        RoleAssignment.objects.create(user=user, role=role)
    if is_guarded(user):
        TOTP.activate(user, EXAMPLE_SECRET)
