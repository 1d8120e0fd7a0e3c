"""`manage.py load_guide`: takes over the standard chapters of the Leitfaden."""

from django.core.management.base import BaseCommand, CommandError

from reporting_paths.guide.files import STANDARD_FOLDER, StandardGuideInvalid
from reporting_paths.guide.standard import load_standard_guide


class Command(BaseCommand):
    help = "Liest die Kapitel des Leitfadens ein; eine neue Fassung entsteht nur, wenn sich Texte geändert haben."

    def add_arguments(self, parser):
        parser.add_argument("--folder", default=STANDARD_FOLDER, help="Ordner mit den Kapiteln")
        parser.add_argument("--publish", action="store_true", help="veröffentlicht die Fassung sofort")

    def handle(self, *args, folder, publish, **options):
        try:
            version = load_standard_guide(folder, publish=publish)
        except StandardGuideInvalid as invalid:
            raise CommandError(str(invalid)) from invalid
        self.stdout.write(f"{version}: {version.get_status_display()}")
