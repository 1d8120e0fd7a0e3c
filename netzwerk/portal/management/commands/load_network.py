"""`manage.py load_network FILE [--check]`: sets up a network from its profile."""

from django.core.management.base import BaseCommand, CommandError

from netzwerk.portal.profiles import ProfileRefused, apply_profile, read_profile
from reporting_paths.paths.files import StandardPathsInvalid


class Command(BaseCommand):
    help = "Lädt ein Netzwerk aus einer TOML-Datei: prüft zuerst alles und ändert nichts, solange etwas nicht stimmt."

    def add_arguments(self, parser):
        parser.add_argument("file", help="Profil des Netzwerks, zum Beispiel netzwerk/networks/minden-luebbecke.toml")
        parser.add_argument("--check", action="store_true", help="nur prüfen, nichts laden")

    def handle(self, *, file, check, **options):
        try:
            profile = read_profile(file)
            if check:
                self.stdout.write(f"{profile.network.name}: keine Fehler gefunden.")
                return
            counts, strangers = apply_profile(profile)
        except (ProfileRefused, StandardPathsInvalid) as refused:
            raise CommandError(f"{refused}\nNichts geändert.") from None
        summary = ", ".join(f"{number} {word}" for word, number in counts.items())
        self.stdout.write(f"{profile.network.name} geladen: {summary}.")
        for name in strangers:
            self.stdout.write(f"Steht nicht in der Datei und bleibt: {name}")
