"""`reset_second_factor`: for the operator, where no second coordinator can do it."""

from django.core.management.base import BaseCommand, CommandError

from members.accounts.actions import reset_second_factor
from members.models import User


class Command(BaseCommand):
    help = "Setzt den zweiten Faktor eines Zugangs zurück; die Person wird benachrichtigt."

    def add_arguments(self, parser):
        parser.add_argument("email", help="E-Mail-Adresse des Zugangs")

    def handle(self, *args, email, **options):
        user = User.objects.filter(email__iexact=User.objects.normalize_email(email)).first()
        if user is None:
            raise CommandError(f"Es gibt keinen Zugang mit der Adresse {email}.")
        reset_second_factor(user=user, by=None)
        self.stdout.write("Zurückgesetzt. Bei der nächsten Anmeldung richtet die Person einen neuen ein.")
