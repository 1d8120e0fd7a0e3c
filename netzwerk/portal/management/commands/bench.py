"""`manage.py bench`: what the pages cost, as ratios to a bare Django view behind the same server in the same run."""

import logging
from itertools import cycle
from statistics import median

from django.core.management.base import BaseCommand
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.enums import Role
from members.imports.benched import import_cost
from netzwerk.bench.load import ACCEPT, CONNECTIONS, fetch, posts_per_second, requests_per_second
from netzwerk.bench.servers import gunicorn
from netzwerk.bench.transfer import first_visit
from netzwerk.bench.waiting import middle_and_slow
from netzwerk.mail.queue import BATCH
from netzwerk.pagecache import renew_stamp
from netzwerk.portal import growth, reminding, sign_ups
from netzwerk.portal.benched import GuidePdf, page_addresses, path_sheet
from netzwerk.reminders.kinds import reminder_kinds

ROUNDS = 5
COLD = "bench=1"  # a parameter no page knows: answered, never kept
GROWTH, QUERIES, SIGNED_IN, OVERVIEW = 1.3, 10, 0.04, 0.02
REMINDER_QUERIES, KIND_QUERIES = 15, 2  # a batch, and each kind of reminder asked what is due
FORM, SENT = 0.03, 0.01
AT_ONCE, BARE_THEN = (
    0.25 * 2.1,
    6_691,
)  # a quarter of pretalx's seconds, where the bare view gave so many answers a second
SLOWER = 2  # pages while reminders are queued
TARGETS = {"warm": 0.8, "304": 0.9, "cold": 0.06}


class Command(BaseCommand):
    help = "Measures the loaded portal and prints one line a figure: name: figure (target)."

    def add_arguments(self, parser):
        parser.add_argument("--seconds", type=int, default=1, help="length of one measurement")
        parser.add_argument("--rounds", type=int, default=ROUNDS, help="pairs of page and bare view; the median counts")
        parser.add_argument("--pages", nargs="*", metavar="PAGE", help="names of pages; all where none is given")

    def handle(self, *, seconds, rounds, pages, **options):
        logging.disable(logging.INFO)
        self.missed, self.seconds, self.rounds = [], seconds, rounds
        addresses = {name: path for name, path in page_addresses().items() if pages is None or name in pages}
        self.measure_pdfs()  # first: the peak memory is that of a fresh process
        self.measure_queries(addresses)
        self.measure_growth()
        self.measure_import()
        self.measure_reminders()
        self.measure_sign_up_growth()
        bare = gunicorn("netzwerk.bench.bare:application", DJANGO_SETTINGS_MODULE="netzwerk.bench.bare")
        with bare as reference, gunicorn("netzwerk.wsgi:application") as portal:
            for name, address in addresses.items():
                self.measure_rates(name, address, reference, portal)
            self.measure_signed_in(reference, portal)
            self.measure_sign_ups(reference, portal)
            self.measure_last_seats(reference, portal)
            self.measure_pages_meanwhile(portal)
            memory = max(portal.worker_memory())
            self.line("memory of the larger worker", f"{memory:.0f} MB PSS", memory <= 100, "≤ 100 MB")
            self.measure_transfer(portal)
        if self.missed:
            self.stdout.write(f"missed: {', '.join(self.missed)}")

    def measure_pdfs(self):
        guide = GuidePdf()
        self.line(
            f"Leitfaden, PDF of {guide.pages} pages",
            f"{guide.ms_a_page:.0f} ms a page",
            *_at_most(guide.ms_a_page, 100),
        )
        self.line("Leitfaden, to WeasyPrint alone", f"{guide.to_alone:.2f}", *_at_most(guide.to_alone, 1.15))
        self.line("Leitfaden, peak memory", f"{guide.peak:.0f} MB", *_at_most(guide.peak, 600))
        pages, seconds, cpu = path_sheet()
        name = f"path sheet, PDF of {pages} pages"
        self.line(name, f"{seconds:.2f} s, processor {cpu:.2f} s", *_at_most(seconds, 0.6))

    def measure_queries(self, addresses):
        for name, address in addresses.items():
            client = Client(headers={"host": "127.0.0.1"})
            renew_stamp()
            cold = _queries(client, address)
            warm = _queries(client, address)
            self.line(f"{name}, queries cold", cold, *_at_most(cold, 8))
            self.line(f"{name}, queries warm", warm, *_at_most(warm, 0))
        renew_stamp()

    def measure_growth(self):
        """Each page of the directory beside itself at the smallest size."""
        smallest = {}
        for name, size, seconds, length, queries in growth.directory_growth():
            first_length, first_queries = smallest.setdefault(name, (length, queries))
            ratio = length / first_length
            figure = f"{seconds * 1000:.0f} ms, {ratio:.2f} of the smallest, {queries} queries"
            is_met = ratio <= GROWTH and queries == first_queries <= QUERIES
            self.line(f"directory, {name}, {size} people", figure, is_met, f"≤ {GROWTH}, ≤ {QUERIES} queries")

    def measure_import(self):
        """What 1,000 rows cost in files of each size; small ones carry what every import costs."""
        costs = [import_cost(size) for size in growth.SIZES]
        for cost in costs:
            ratio = cost.processor / costs[1].processor
            figure = f"{cost.preview:.1f} s preview and {cost.apply:.1f} s taking over for 1,000 rows, {ratio:.2f}"
            is_met = cost is costs[0] or ratio <= GROWTH
            self.line(f"import, {cost.rows} rows", figure, is_met, f"≤ {GROWTH} of that of {costs[1].rows}")

    def measure_reminders(self):
        """All that is due in one pass; queries go by kinds and by batches of 500."""
        for due, queued, seconds, queries in reminding.reminder_growth():
            limit = KIND_QUERIES * len(reminder_kinds()) + REMINDER_QUERIES * (due // BATCH + 1)
            figure = f"{queued} queued, {seconds:.1f} s, {queries} queries"
            self.line(f"reminders, {due} due at once", figure, queries <= limit and queued >= due, f"≤ {limit} queries")

    def measure_sign_up_growth(self):
        """Each step of signing up beside itself at the smallest size."""
        smallest = {}
        for name, size, seconds, length, queries in sign_ups.sign_up_growth():
            first_length, first_queries = smallest.setdefault(name, (length, queries))
            ratio = length / first_length
            figure = f"{seconds * 1000:.0f} ms, {ratio:.2f} of the smallest, {queries} queries"
            is_met = ratio <= GROWTH and queries == first_queries
            self.line(f"trainings, {name}, {size} registrations", figure, is_met, f"≤ {GROWTH}, as many queries")

    def measure_sign_ups(self, reference, portal):
        """The form for everybody, and sending that of somebody signed in with the mail it queues, to the bare view."""
        with sign_ups.real_event(portal.port, bookers=sign_ups.BOOKERS, maximum=sign_ups.SEATS) as (form, senders):
            forms, signed_in = (send() for send in cycle(senders)), senders[0]()[0]
            steps = {
                "form": (FORM, lambda: self.rate(portal, f"{form}?{COLD}", 200)),
                "form, signed in": (FORM, lambda: self.rate(portal, form, 200, signed_in)),
                "sent form with mail queued": (SENT, lambda: self.rate_of_posts(portal, form, forms)),
            }
            ratios = {name: [] for name in steps}
            for _ in range(self.rounds):
                base, base_cpu = self.rate(reference, "/", 200)
                for name, (_target, measure) in steps.items():
                    rate, cpu = measure()
                    ratios[name].append((rate / base, base_cpu / cpu))
        for name, (target, _measure) in steps.items():
            ratio, by_cpu = (median(column) for column in zip(*ratios[name], strict=True))
            figure = f"{ratio:.3f}, by processor time {by_cpu:.3f}"
            self.line(f"sign-up, {name}, to bare", figure, ratio >= target, f"≥ {target}")

    def rate_of_posts(self, server, path, forms):
        """Sent forms a second, and the workers' processor seconds for one."""
        before = server.cpu_seconds()
        rate = posts_per_second(server.port, path, forms, seconds=self.seconds, status=302)
        return rate, (server.cpu_seconds() - before) / (rate * self.seconds + CONNECTIONS)  # those on their way too

    def measure_last_seats(self, reference, portal):
        """The limit grows with what the bare view takes here, beside where the others were measured."""
        limits, found = [], []
        for _ in range(self.rounds):
            limits.append(AT_ONCE * BARE_THEN / self.rate(reference, "/", 200)[0])
            found.append(sign_ups.last_seats(portal.port))
        is_exact = {(taken, waiting) for _seconds, taken, waiting in found} == {
            (sign_ups.LAST_SEATS, sign_ups.PEOPLE - sign_ups.LAST_SEATS)
        }
        seconds, limit = median(seconds for seconds, *_counts in found), median(limits)
        figure = (
            f"{seconds:.2f} s, {'each time exactly' if is_exact else 'NOT exactly'} {sign_ups.LAST_SEATS} seats taken"
        )
        name = f"{sign_ups.PEOPLE} people at once for the last {sign_ups.LAST_SEATS} seats"
        target = f"≤ {AT_ONCE:.2f} s at {BARE_THEN} bare answers a second, here ≤ {limit:.2f} s"
        self.line(name, figure, is_exact and seconds <= limit, target)

    def measure_pages_meanwhile(self, portal):
        """How long pages that nobody has kept take while reminders are queued, beside the same pages before."""
        with growth.member_session() as session:
            pages = {
                "directory, signed in": (reverse("directory:person-list"), session),
                "home, cold": (f"{reverse('portal:home')}?{COLD}", None),
            }
            found = reminding.pages_meanwhile(portal.port, pages)
        title = f"{found.queued} reminders are queued in {found.seconds:.1f} s"
        looks = f"waits for locks while {title}, at {len(found.lock_waits)} looks"
        self.line(looks, sum(found.lock_waits), *_at_most(sum(found.lock_waits), 0))
        for name in pages:
            middle, slow = middle_and_slow(found.quiet[name])
            middle_busy, slow_busy = middle_and_slow(found.busy[name])
            ratio, slow_ratio = middle_busy / middle, slow_busy / slow
            figure = f"median {middle_busy:.0f} ms instead of {middle:.0f}, {ratio:.2f}; "
            figure += f"95 % within {slow_busy:.0f} ms instead of {slow:.0f}, {slow_ratio:.2f}"
            is_met = max(ratio, slow_ratio) <= SLOWER
            self.line(f"{name}, meanwhile", figure, is_met, f"≤ {SLOWER}")

    def measure_signed_in(self, reference, portal):
        """The directory as a member gets it and the coordination's overview, beside the bare view."""
        self.measure_page_of(None, "directory", reverse("directory:person-list"), SIGNED_IN, reference, portal)
        address = reverse("portal:overview")
        with growth.member_session(Role.COORDINATOR) as headers:
            queries = _queries(Client(headers={"host": "127.0.0.1"} | headers), address)
        self.line("coordinator's overview, queries", queries, *_at_most(queries, 20))
        self.measure_page_of(Role.COORDINATOR, "coordinator's overview", address, OVERVIEW, reference, portal)

    def measure_page_of(self, role, name, address, target, reference, portal):
        ratios = []
        with growth.member_session(role) as headers:
            for _ in range(self.rounds):
                base, base_cpu = self.rate(reference, "/", 200)
                rate, cpu = self.rate(portal, address, 200, headers)
                ratios.append((rate / base, base_cpu / cpu))
        ratio, by_cpu = (median(column) for column in zip(*ratios, strict=True))
        figure = f"{ratio:.3f}, by processor time {by_cpu:.3f}"
        self.line(f"{name}, signed in, to bare", figure, ratio >= target, f"≥ {target}")

    def measure_rates(self, name, address, reference, portal):
        kept = {"If-None-Match": fetch(portal.port, address, {"Accept-Encoding": ACCEPT}).headers.get("etag", "")}
        cold = f"{address}{'&' if '?' in address else '?'}{COLD}"
        kinds = {"warm": (address, 200, {}), "304": (address, 304, kept), "cold": (cold, 200, {})}
        ratios = {kind: [] for kind in kinds}
        for _ in range(self.rounds):
            for kind, (path, status, headers) in kinds.items():  # each beside its own measurement of the bare view
                base, base_cpu = self.rate(reference, "/", 200)
                rate, cpu = self.rate(portal, path, status, headers)
                ratios[kind].append((rate / base, base_cpu / cpu))
        for kind, values in ratios.items():
            ratio, by_cpu = (median(column) for column in zip(*values, strict=True))
            figure = f"{ratio:.2f}, by processor time {by_cpu:.2f}"
            self.line(f"{name}, {kind} to bare", figure, ratio >= TARGETS[kind], f"≥ {TARGETS[kind]}")
        self.stdout.write(f"bare view: {base:.0f} requests a second")

    def rate(self, server, path, status, headers=None):
        """Answers a second, and the workers' processor seconds for one."""
        before = server.cpu_seconds()
        rate = requests_per_second(server.port, path, seconds=self.seconds, status=status, headers=headers)
        return rate, (server.cpu_seconds() - before) / (rate * self.seconds)

    def measure_transfer(self, portal):
        sizes = first_visit(portal.port, reverse("portal:home"))
        total = sum(sizes.values()) / 1000
        self.line(
            "first visit of the start page", f"{total:.0f} kB in {len(sizes)} answers", *_at_most(total, 150, "kB")
        )

    def line(self, name, figure, is_met, target):
        if not is_met:
            self.missed.append(name)
        self.stdout.write(f"{name}: {figure} (target {target}){'' if is_met else ' MISSED'}")
        self.stdout.flush()


def _at_most(value, limit, unit=""):
    return value <= limit, f"≤ {limit} {unit}".strip()


def _queries(client, address):
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    return len(queries)
