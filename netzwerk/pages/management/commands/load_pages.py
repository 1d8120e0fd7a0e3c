"""`manage.py load_pages`: brings the standard pages into the database."""

from django.core.management.base import BaseCommand, CommandError

from netzwerk.pages.standard import StandardPageInvalid, load_standard_pages


class Command(BaseCommand):
    help = "Lädt Impressum, Datenschutz und die anderen Standardseiten; von Hand geänderte Seiten bleiben."

    def handle(self, *args, **options):
        try:
            written, kept = load_standard_pages()
        except StandardPageInvalid as error:
            raise CommandError(f"Nichts geladen.\n{error}") from error
        for page in written:
            self.stdout.write(f"Geladen: {page}")
        for page in kept:
            self.stdout.write(f"Von Hand geändert, bleibt: {page}")
        if not written and not kept:
            self.stdout.write("Alle Seiten sind schon auf diesem Stand.")
