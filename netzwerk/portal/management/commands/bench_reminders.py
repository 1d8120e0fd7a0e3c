"""`manage.py bench_reminders 10000`: the pass that `bench` has running beside the pages; nothing of it stays."""

import time

from django.core.management.base import BaseCommand

from netzwerk.celery import give_way
from netzwerk.portal import reminding


class Command(BaseCommand):
    help = "Queues so many reminders in a transaction that is taken back."

    def add_arguments(self, parser):
        parser.add_argument("size", type=int)

    def handle(self, *, size, **options):
        give_way()
        with reminding.everybody_due(size) as send:
            self.tell(reminding.BEGUN)
            started = time.perf_counter()
            queued = send()
            self.tell(f"{queued} {time.perf_counter() - started:.2f}")

    def tell(self, line):
        self.stdout.write(line)
        self.stdout.flush()
