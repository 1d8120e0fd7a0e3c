"""`load_example`: people to try the portal with; never in production."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from members.example.additions import load_additions
from members.example.dates import load_dates
from members.example.loading import load_accounts, load_people
from netzwerk.models import Network


class Command(BaseCommand):
    help = "Legt Beispielpersonen und Beispielzugänge an (nur im örtlichen Lauf und in Tests)."

    @transaction.atomic
    def handle(self, *args, **options):
        if settings.ENVIRONMENT not in ("local", "test"):
            raise CommandError("Beispielzugänge gibt es nur im örtlichen Lauf.")
        if not Network.objects.filter(is_example=True).exists():
            raise CommandError("Laden Sie zuerst das Beispielnetzwerk: set_up netzwerk/networks/minden-luebbecke.toml")
        load_accounts()
        load_people()
        load_dates()
        load_additions()
