"""`manage.py bench`: what the pages cost, as ratios to a bare Django view behind the same server in the same run."""

import logging
import time
from io import BytesIO
from statistics import median

from django.core.cache import cache
from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from pypdf import PdfReader

from netzwerk import pagecache
from netzwerk.bench.load import ACCEPT, fetch, requests_per_second
from netzwerk.bench.servers import gunicorn
from netzwerk.bench.transfer import first_visit

ROUNDS = 5
COLD = "?bench=1"  # a parameter no page knows: answered, never kept
PAGES = {
    "home": ("portal:home", {}),
    "paths": ("paths:path-list", {}),
    "path": ("paths:path-detail", {"slug": "kita-jugendhilfe"}),
    "step": ("paths:step-detail", {"slug": "kita-jugendhilfe", "key": "1"}),
    "help by town": ("contacts:help-town", {"slug": "bad-oeynhausen"}),
    "contacts": ("contacts:contact-list", {}),
    "Leitfaden": ("guide:guide-detail", {}),
    "network": ("portal:network", {}),
    "imprint": ("pages:imprint", {}),
}
PDFS = {"path sheet": ("paths:path-pdf", {"slug": "kita-jugendhilfe"})}
TARGETS = {"warm": 0.8, "304": 0.9, "cold": 0.06}


class Command(BaseCommand):
    help = "Measures the loaded portal and prints one line a figure: name: figure (target)."

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=int, default=1, help="length of one measurement")
        parser.add_argument("--pages", nargs="*", choices=PAGES, default=list(PAGES), metavar="PAGE")

    def handle(self, *, seconds, pages, **options):
        logging.disable(logging.INFO)
        self.missed = []
        addresses = {name: reverse(PAGES[name][0], kwargs=PAGES[name][1]) for name in pages}
        self.measure_queries(addresses)
        self.measure_pdfs()
        bare = gunicorn("netzwerk.bench.bare:application", DJANGO_SETTINGS_MODULE="netzwerk.bench.bare")
        with bare as reference, gunicorn("netzwerk.wsgi:application") as portal:
            for name, address in addresses.items():
                self.measure_rates(name, address, reference, portal, seconds)
            memory = max(portal.worker_memory())
            self.line("memory of the larger worker", f"{memory:.0f} MB PSS", memory <= 100, "≤ 100 MB")
            self.measure_transfer(portal)
        if self.missed:
            self.stdout.write(f"missed: {', '.join(self.missed)}")

    def measure_queries(self, addresses):
        for name, address in addresses.items():
            client = Client(headers={"host": "127.0.0.1"})
            cold = _queries(client, address + COLD)
            client.get(address)
            warm = _queries(client, address)
            self.line(f"{name}, queries cold", cold, cold <= 8, "≤ 8")
            self.line(f"{name}, queries warm", warm, warm == 0, "0")
        cache.delete(pagecache.stamp_key())

    def measure_rates(self, name, address, reference, portal, seconds):
        kept = {"If-None-Match": fetch(portal.port, address, {"Accept-Encoding": ACCEPT}).headers.get("etag", "")}
        kinds = {"warm": (address, 200, {}), "304": (address, 304, kept), "cold": (address + COLD, 200, {})}
        ratios = {kind: [] for kind in kinds}
        for _ in range(ROUNDS):
            for kind, (path, status, headers) in kinds.items():  # each beside its own measurement of the bare view
                base = requests_per_second(reference.port, "/", seconds=seconds, status=200)
                rate = requests_per_second(portal.port, path, seconds=seconds, status=status, headers=headers)
                ratios[kind].append(rate / base)
        for kind, values in ratios.items():
            ratio, target = median(values), TARGETS[kind]
            self.line(f"{name}, {kind} to bare", f"{ratio:.2f}", ratio >= target, f"≥ {target}")
        self.stdout.write(f"bare view: {base:.0f} requests a second")

    def measure_transfer(self, portal):
        sizes = first_visit(portal.port, reverse("portal:home"))
        total = sum(sizes.values()) / 1000
        self.line("first visit of the start page", f"{total:.0f} kB in {len(sizes)} answers", total <= 150, "≤ 150 kB")

    def measure_pdfs(self):
        for name, (view, kwargs) in PDFS.items():
            try:
                address = reverse(view, kwargs=kwargs)
            except NoReverseMatch:
                continue
            client = Client(headers={"host": "127.0.0.1"})
            client.get(address + COLD)
            started = time.perf_counter()
            content = client.get(address + COLD).getvalue()
            seconds = time.perf_counter() - started
            pages = len(PdfReader(BytesIO(content)).pages)
            self.line(f"{name}, PDF of {pages} pages", f"{seconds:.2f} s", seconds <= 0.6, "≤ 0.6 s")

    def line(self, name, figure, is_met, target):
        if not is_met:
            self.missed.append(name)
        self.stdout.write(f"{name}: {figure} (target {target}){'' if is_met else ' MISSED'}")


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return len(queries)
