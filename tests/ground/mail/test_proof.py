"""Real workers, beats, Redis and SMTP server, all of them killed at random moments but the SMTP server.

`make proof` sends 2,000 mails and prints the figures; the suite sends 60.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from itertools import count as numbers

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from netzwerk.local.servers import free_port, redis_engine
from netzwerk.models import OutgoingMail
from tests.ground.mail.server import Server

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = ("worker", "worker", "beat", "beat")
PATIENCE_SECONDS = 420
# The moment in which a killed worker's mail has left and is not marked; as long as this, it is hit now and then.
ANSWER_SECONDS = 0.03


class Processes:
    """Two workers and two beats on their own Redis; `kill` ends one with SIGKILL and starts it anew."""

    def __init__(self, folder, smtp_port):
        self.folder, self.redis_port, self.numbers = folder, free_port(), numbers()
        values = connection.settings_dict
        at = f"{values['HOST']}:{values['PORT']}/{values['NAME']}"
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.ground.mail.process_settings",
            "DATABASE_URL": f"postgresql://{values['USER']}:{values['PASSWORD']}@{at}",
            "REDIS_URL": f"redis://127.0.0.1:{self.redis_port}/0",
            "EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        }
        self.running, self.killed, self.redis = {}, Counter(), None

    def __enter__(self):
        self.start_redis()
        for place, role in enumerate(ROLES):
            self.start(place, role)
        return self

    def __exit__(self, *error):
        for process in [*self.running.values(), self.redis]:
            self._end(process)

    def start(self, place, role):
        environment = self.environment | {"BEAT_SCHEDULE": str(self.folder / f"beat-{place}")}
        self.running[place, role] = self._run(
            [sys.executable, "-m", "tests.ground.mail.process", role], environment, f"{role}-{next(self.numbers)}"
        )

    def start_redis(self):
        command = [redis_engine().path, "--port", str(self.redis_port), "--save", "", "--appendonly", "no"]
        self.redis = self._run([*command, "--bind", "127.0.0.1"], os.environ, f"redis-{next(self.numbers)}")
        wait_for(self._redis_answers)

    def kill(self, rng):
        (place, role), process = rng.choice(list(self.running.items()))
        self._end(process)
        self.killed[role] += 1
        self.start(place, role)

    def kill_redis(self):
        """All messages in flight are lost with it."""
        self._end(self.redis)
        self.killed["redis"] += 1
        self.start_redis()

    def write(self, count):
        subprocess.run(
            [sys.executable, "-m", "tests.ground.mail.process", "write", str(count)],
            env=self.environment,
            cwd=settings.BASE_DIR,
            check=True,
        )

    def _run(self, command, environment, name):
        log = (self.folder / f"{name}.log").open("wb")
        with log:
            return subprocess.Popen(
                command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
            )

    def _end(self, process):
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _redis_answers(self):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", self.redis_port)):
                return False
        with Redis(port=self.redis_port) as redis:
            return redis.ping()


def wait_for(is_true, seconds=PATIENCE_SECONDS):
    ends = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < ends, "nothing happens"
        time.sleep(0.1)


def send_and_kill(folder, *, count, kills, rng):
    """Sends `count` mails while `kills` processes are killed, Redis once; (accepted copies by Message-ID, killed)."""
    with Server(ANSWER_SECONDS) as server, Processes(folder, server.port) as processes:
        processes.write(count)
        wait_for(lambda: server.handler.messages)
        for number in range(kills):  # seldom enough that a new worker gets to its work
            time.sleep(rng.uniform(0.5, 6))
            processes.kill(rng)
            if number == kills // 2:
                processes.kill_redis()
        wait_for(lambda: not OutgoingMail.objects.waiting().exists())
        return Counter(server.handler.ids), processes.killed


def check(copies, killed, count):
    """Every key delivered; no more copies than workers were killed, as each had one mail in hand at most."""
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"sent"}
    assert set(copies) == set(OutgoingMail.objects.values_list("message_id", flat=True))
    assert len(copies) == count
    assert max(copies.values()) <= 1 + killed["worker"]
    assert copies.total() - count <= killed["worker"]


def test_killed_processes_lose_no_mail(tmp_path):
    copies, killed = send_and_kill(tmp_path, count=60, kills=2, rng=random.Random(4))

    check(copies, killed, 60)


@pytest.mark.proof
def test_two_thousand_mails_with_killed_workers(tmp_path):
    count, rng, started = 2000, random.Random(), time.monotonic()
    copies, killed = send_and_kill(tmp_path, count=count, kills=16, rng=rng)

    seconds, twice = time.monotonic() - started, copies.total() - count
    ends = ", ".join(f"{number} {role}" for role, number in sorted(killed.items()))
    print(f"mails delivered of {count}, killed {ends}: {len(copies)} in {seconds:.0f} s, {twice} of them twice")
    check(copies, killed, count)
