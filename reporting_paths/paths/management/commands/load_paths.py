"""`manage.py load_paths`: brings the standard paths into the database."""

from django.core.management.base import BaseCommand, CommandError

from reporting_paths.paths.files import StandardPathsInvalid
from reporting_paths.paths.standard import load_standard_paths


class Command(BaseCommand):
    help = "Prüft und lädt die Standardwege; geänderte Texte werden neue Fassungen."

    def handle(self, *args, **options):
        try:
            versions = load_standard_paths()
        except StandardPathsInvalid as error:
            raise CommandError(f"Nichts geladen.\n{error}") from error
        for version in versions:
            self.stdout.write(f"{version}: {version.change_note}")
        if not versions:
            self.stdout.write("Alle Meldewege sind schon auf diesem Stand.")
