"""`manage.py set_up FILE`: a municipality's portal in one command; a second run changes nothing twice."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction


class Command(BaseCommand):
    help = (
        "Richtet ein Netzwerk ein: Meldewege, Profil, Seiten und die erste Fassung des Leitfadens, alles oder nichts."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="Profil des Netzwerks, zum Beispiel netzwerk/networks/minden-luebbecke.toml")

    @transaction.atomic
    def handle(self, *, file, **options):
        output = {"stdout": self.stdout, "verbosity": options["verbosity"]}
        call_command("load_paths", **output)  # first: agreed deadlines of the profile belong to paths
        call_command("load_network", file, **output)
        call_command("load_pages", **output)
        call_command("load_guide", publish=True, **output)
        call_command("load_topics", **output)
