"""What it costs to queue many reminders at once; the people and their mails go again with the transaction."""

import time
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from members.models import Person
from members.upkeep.actions.asking import REMINDER
from members.upkeep.models import Confirmation
from netzwerk.portal.growth import rolled_back
from netzwerk.reminders.engine import next_sending, send_reminders
from netzwerk.reminders.kinds import reminder_kind

SIZES = (500, 10_000)
ADDRESS = "reminder{}@bench.example"


def reminder_growth():
    """Yields (how many were due, how many were queued, seconds, queries) for each of SIZES, each in one pass."""
    rule = next(rule for rule in reminder_kind(REMINDER).rules() if rule.key == "overdue")
    moment = next_sending(rule, timezone.now())
    for size in SIZES:
        with rolled_back():
            make_due(size, rule.days_due(moment)[1])
            with CaptureQueriesContext(connection) as queries:
                started = time.perf_counter()
                queued = send_reminders(moment)
                seconds = time.perf_counter() - started
            yield size, queued, seconds, len(queries)


def make_due(count, day):
    """People who were asked for their data and should have answered by `day`; nothing else is due."""
    Confirmation.objects.update(due_on=day - timedelta(days=400))
    people = Person.objects.bulk_create(
        (Person(last_name=f"Messung{number}", email=ADDRESS.format(number)) for number in range(count)),
        batch_size=5_000,
    )
    rows = (Confirmation(person=person, round="bench", due_on=day, times_sent=1) for person in people)
    Confirmation.objects.bulk_create(rows, batch_size=5_000)
