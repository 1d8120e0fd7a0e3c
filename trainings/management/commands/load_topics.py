"""`manage.py load_topics`: topics and kinds of courses to start with."""

from django.core.management.base import BaseCommand

from trainings.standard import load_standard


class Command(BaseCommand):
    help = "Lädt Themen und Kursarten der Fortbildungen, wo es noch keine gibt."

    def handle(self, *args, **options):
        topics, kinds = load_standard()
        self.stdout.write(f"Geladen: {len(topics)} Themen, {len(kinds)} Kursarten")
