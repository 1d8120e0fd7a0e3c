"""500 people want 20 seats at the same moment, through several web processes; `make proof` prints the figures."""

import http.client
import random
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from netzwerk.local.servers import free_port
from tests.factories import make_category, make_network, make_session, make_training, make_user
from tests.trainings.registrations.crowd import (
    at_once,
    environment,
    first_that_fit,
    look_after_seats,
    plan_of,
    rows_of,
    wrong_mails,
)
from tests.trainings.registrations.makers import CONFIRMED, EXPIRED, OFFERED, WAITING
from trainings.models import Registration

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]

PEOPLE, SEATS, LEAVING, SILENT = 500, 20, 10, 5
WEB_PROCESSES, THREADS = 4, 6
TOKEN = "a" * 32


@contextmanager
def web_processes(folder):
    """The portal in several processes with connections of their own; gives the port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "netzwerk.wsgi", f"--bind=127.0.0.1:{port}", "--no-control-socket"]
    command += [f"--workers={WEB_PROCESSES}", f"--threads={THREADS}", "--limit-request-line=0", "--timeout=300"]
    with (folder / "web.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment(), cwd=settings.BASE_DIR, stdout=log, stderr=log)
    try:
        wait_for(port)
        yield port
    finally:
        server.terminate()
        server.wait(60)


def wait_for(port):
    ends = time.monotonic() + 60
    while True:
        try:
            return send(port, "GET", "/gesund/")
        except OSError:
            assert time.monotonic() < ends, "the web processes do not answer"
            time.sleep(0.2)


def send(port, method, path, session="", **fields):
    """The status of one request on a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=280)
    headers = {
        "Cookie": f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    try:
        connection.request(method, path, urlencode(fields | {"csrfmiddlewaretoken": TOKEN}), headers)
        return connection.getresponse().status
    finally:
        connection.close()


def sign_up(port, event, user, session, group):
    path = reverse("trainings:event-register", args=[event.slug])
    fields = {"takes_part": "on", "first_name": "Ina", "last_name": user.full_name, "organisation_name": "Kita Sonne"}
    rows = {"kollegin-TOTAL_FORMS": 0, "kollegin-INITIAL_FORMS": 0}
    return send(port, "POST", path, session, actor_category=group.pk, **fields, **rows)


def give_back(port, row, session):
    return send(port, "POST", reverse("trainings:own-registration-return", args=[row.pk]), session)


def test_five_hundred_people_want_twenty_seats(tmp_path):
    rng, groups = random.Random(), [make_category() for _ in range(5)]
    make_network()
    reserved = {groups[0]: 6, groups[1]: 4}
    event = make_training(maximum=SEATS, waiting_list_cap=PEOPLE, reserved=reserved)
    people = [(user, make_session(user), rng.choice(groups)) for user in (make_user() for _ in range(PEOPLE))]
    sessions = {user.pk: session for user, session, _group in people}

    with web_processes(tmp_path) as port:
        began = time.monotonic()
        answers = at_once([lambda each=each: sign_up(port, event, *each) for each in people])
        seconds = time.monotonic() - began
        seated, waiting = rows_of(event, CONFIRMED), rows_of(event, WAITING)
        check_sign_ups(event, answers, seated, waiting, seconds)

        leaving = rng.sample(seated, LEAVING)
        answers = at_once([lambda row=row: give_back(port, row, sessions[row.user_id]) for row in leaving])

    assert set(answers) == {302}
    staying = [row for row in seated if row not in leaving]
    offered = check_offers(event, staying, waiting)
    silent, holding = offered[:SILENT], offered[SILENT:]
    check_expiry(event, silent, staying + holding, [row for row in waiting if row not in offered])
    wrong, count = wrong_mails(event)
    print(f"mails of {PEOPLE} registrations: {count}, missing or too many for: {len(wrong)}")
    assert (wrong, count) == ([], PEOPLE + LEAVING + LEAVING + 2 * SILENT)


def check_sign_ups(event, answers, seated, waiting, seconds):
    rows = rows_of(event)
    right = first_that_fit(plan_of(event, []), rows)
    wrong = len({row.pk for row in seated} ^ set(right))
    in_order = [row.number for row in rows] == list(range(1, PEOPLE + 1))
    print(f"sign-ups at once through {WEB_PROCESSES} web processes: {len(rows)} of {PEOPLE} in {seconds:.1f} s")
    print(f"seats given of {SEATS}, 10 of them reserved: {len(seated)}, to the wrong people: {wrong}")
    print(f"waiting list: {len(waiting)}, numbers without a gap: {'yes' if in_order else 'no'}")
    assert set(answers) == {302}
    assert (len(rows), len(seated), len(waiting), wrong, in_order) == (PEOPLE, SEATS, PEOPLE - SEATS, 0, True)


def check_offers(event, staying, waiting):
    """Ten seats came free at once: the first ten whom one fits have an offer. Returns those rows in order."""
    offered = rows_of(event, OFFERED)
    wrong = len({row.pk for row in offered} ^ set(first_that_fit(plan_of(event, staying), waiting)))
    print(f"offers after {LEAVING} cancellations at once: {len(offered)}, to the wrong people: {wrong}")
    assert (len(offered), wrong) == (LEAVING, 0)
    return offered


def check_expiry(event, silent, holding, waiting):
    """Offers run out and four beats look after them at once: the next ones have an offer, once."""
    Registration.objects.filter(pk__in=[row.pk for row in silent]).update(
        offered_until=timezone.now() - timedelta(hours=1)
    )
    look_after_seats("expire", "expire", "expire", "expire")
    expired = rows_of(event, EXPIRED)
    later = {row.pk for row in rows_of(event, OFFERED)} - {row.pk for row in holding}
    wrong = len(later ^ set(first_that_fit(plan_of(event, holding), waiting)))
    print(f"offers after {len(expired)} ran out, 4 beats at once: {len(later)}, to the wrong people: {wrong}")
    assert ([row.pk for row in expired], len(later), wrong) == ([row.pk for row in silent], SILENT, 0)
