"""`manage.py load_example`: what an example network has besides its own rows, the paths and the published Leitfaden."""

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Lädt die Meldewege und den Leitfaden zu einem schon geladenen Netzwerk."

    def handle(self, *, verbosity, **options):
        call_command("load_paths", verbosity=verbosity, stdout=self.stdout)
        call_command("load_guide", publish=True, verbosity=verbosity, stdout=self.stdout)
