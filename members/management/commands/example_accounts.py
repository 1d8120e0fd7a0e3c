"""`example_accounts`: prints the example sign-ins that exist."""

from django.core.management.base import BaseCommand

from members.example import EXAMPLE_ACCOUNTS, EXAMPLE_PASSWORD, EXAMPLE_SECRET
from members.models import User


class Command(BaseCommand):
    help = "Nennt die Beispielzugänge."

    def handle(self, *args, **options):
        present = set(User.objects.values_list("email", flat=True))
        accounts = [account for account in EXAMPLE_ACCOUNTS if account.email in present]
        for account in accounts:
            self.stdout.write(f"  {account.title:<28} {account.email}")
        if accounts:
            self.stdout.write(f"  Passwort für alle: {EXAMPLE_PASSWORD}")
            self.stdout.write("  Zweiter Faktor von Koordination und Verwaltung: Der Code steht auf der Anmeldeseite.")
            self.stdout.write(f"  Schlüssel für eine eigene App: {EXAMPLE_SECRET}")
