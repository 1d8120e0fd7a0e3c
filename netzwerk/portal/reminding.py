"""What it costs to queue many reminders at once; the people and their mails go again with the transaction."""

import select
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Person
from members.upkeep.actions.asking import REMINDER
from members.upkeep.models import Confirmation
from netzwerk.bench.waiting import for_seconds, waiting_times
from netzwerk.portal.growth import rolled_back
from netzwerk.reminders.engine import next_sending, send_reminders
from netzwerk.reminders.kinds import reminder_kind

SIZES = (500, 10_000)
ADDRESS = "reminder{}@bench.example"
BEGUN = "begun"
QUIET_SECONDS = 5


def reminder_growth():
    """Yields (how many were due, how many were queued, seconds, queries) for each of SIZES, each in one pass."""
    for size in SIZES:
        with everybody_due(size) as send, CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            queued = send()
            yield size, queued, time.perf_counter() - started, len(queries)


@contextmanager
def everybody_due(size):
    """Gives the pass that queues `size` reminders; all of it, and whoever they were for, is taken back."""
    rule = next(rule for rule in reminder_kind(REMINDER).rules() if rule.key == "overdue")
    moment = next_sending(rule, timezone.now())
    with rolled_back():
        send_reminders(moment)  # what is due anyway is no part of the measurement
        make_due(size, rule.days_due(moment)[1])
        yield lambda: send_reminders(moment)


def make_due(count, day):
    """People who were asked for their data and should have answered by `day`; nothing else is due."""
    Confirmation.objects.update(due_on=day - timedelta(days=400))
    people = Person.objects.bulk_create(
        (Person(last_name=f"Messung{number}", email=ADDRESS.format(number)) for number in range(count)),
        batch_size=5_000,
    )
    rows = (Confirmation(person=person, round="bench", due_on=day, times_sent=1) for person in people)
    Confirmation.objects.bulk_create(rows, batch_size=5_000)


class Elsewhere:
    """The pass in a process of its own, as a worker does it; but its locks last until the end of all of it."""

    def __init__(self, size):
        command = [sys.executable, "manage.py", "bench_reminders", str(size)]
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)  # noqa: S603

    def __enter__(self):
        if self.process.stdout.readline().strip() != BEGUN:
            raise RuntimeError("the pass did not begin")
        return self

    def __exit__(self, *error):
        if error[0]:
            self.process.terminate()
        self.process.communicate()

    def goes_on(self):
        return not select.select([self.process.stdout], [], [], 0)[0]

    def result(self):
        """(how many were queued, seconds)"""
        queued, seconds = self.process.stdout.readline().split()
        return int(queued), float(seconds)


@dataclass(frozen=True)
class Meanwhile:
    """Seconds of every answer by page, before (`quiet`) and during (`busy`) the pass; what else was seen of it."""

    quiet: dict
    busy: dict
    queued: int
    seconds: float
    lock_waits: list


def pages_meanwhile(port, pages):
    """What happens to `pages` {name: (path, headers)} while the largest of SIZES is queued."""
    waiting_times(port, pages, for_seconds(1))
    quiet, lock_waits = waiting_times(port, pages, for_seconds(QUIET_SECONDS)), []
    with Elsewhere(SIZES[-1]) as elsewhere:

        def goes_on():
            lock_waits.append(waiting_for_locks())
            return elsewhere.goes_on()

        busy = waiting_times(port, pages, goes_on)
        queued, seconds = elsewhere.result()
    return Meanwhile(quiet, busy, queued, seconds, lock_waits)


def waiting_for_locks():
    """How many connections wait for a lock at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]
