"""What must come out when many want the same seats at once, and how far it is from that."""

import os
import subprocess
import sys
import threading
from collections import Counter

from django.conf import settings
from django.db import connection, connections

from netzwerk.models import OutgoingMail
from tests.trainings.registrations.makers import CONFIRMED, EXPIRED, OFFERED, RETURNED, WAITING
from trainings.seats import SeatPlan

# The mails of a registration that came this way, from first to last.
WAYS = {
    CONFIRMED: {("confirmed",), ("waiting", "offered", "confirmed")},
    WAITING: {("waiting",)},
    OFFERED: {("waiting", "offered")},
    EXPIRED: {("waiting", "offered", "expired")},
    RETURNED: {("confirmed", "returned")},
}


def at_once(works):
    """Runs all of `works` in threads that start together, each on a connection of its own; returns what they give."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait(60)
            results[number] = work()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    assert not any(thread.is_alive() for thread in threads), "a deadlock"
    return results


def plan_of(event, rows):
    """The SeatPlan in which `rows` have their seats."""
    reserved = dict(event.reservations.values_list("actor_category", "seats"))
    return SeatPlan(event.maximum, reserved, dict(Counter(row.actor_category_id for row in rows)))


def first_that_fit(plan, rows):
    """Who of `rows`, in order, gets a seat: what the list promises, worked out without the portal's actions."""
    chosen = []
    for row in sorted(rows, key=lambda each: each.number):
        if plan.fits(row.actor_category_id):
            plan.take(row.actor_category_id)
            chosen.append(row.pk)
    return chosen


def rows_of(event, *states):
    rows = event.registrations.order_by("number")
    return list(rows.filter(state__in=states) if states else rows)


def wrong_mails(event):
    """(missing or wrong ways, mails there) of all registrations of `event`."""
    keys = {}
    for key in OutgoingMail.objects.order_by("pk").values_list("key", flat=True):
        name, _colon, pk = key.removeprefix("training-").partition(":")
        keys.setdefault(int(pk), []).append(name)
    wrong = [row.pk for row in rows_of(event) if tuple(keys.get(row.pk, ())) not in WAYS[row.state]]
    return wrong, sum(len(names) for names in keys.values())


def environment():
    """For processes that work on the same database as the test."""
    values = connection.settings_dict
    at = f"{values['HOST']}:{values['PORT']}/{values['NAME']}"
    password = f":{values['PASSWORD']}" if values["PASSWORD"] else ""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"postgresql://{values['USER']}{password}@{at}",
    }


def look_after_seats(*roles):
    """Runs a process for each of `roles`, all at once; returns their exit codes."""
    command = [sys.executable, "-m", "tests.trainings.registrations.process"]
    running = [subprocess.Popen([*command, role], env=environment(), cwd=settings.BASE_DIR) for role in roles]
    return [process.wait(120) for process in running]
