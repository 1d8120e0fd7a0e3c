"""Each service of docker-compose.yml run directly on this machine: its command, its environment, its health check.

Only addresses differ: PostgreSQL and Redis are those of the test run, and the web port is a free one.
"""

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from netzwerk.local.servers import free_port

from .compose import ROOT, VALUES, environment_of, fill_in, read_compose

SERVICES = read_compose()["services"]
PATIENCE_SECONDS = 60
HOST = VALUES["SITE_HOST"]


class Service:
    """A running service with its health check."""

    def __init__(self, name, environment, folder):
        self.definition, self.environment = SERVICES[name], environment
        self.log = folder / f"{name}.log"
        command = [fill_in(part, VALUES) for part in self.definition["command"]]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
            )

    def is_healthy(self):
        kind, *command = self.definition["healthcheck"]["test"]
        command = [fill_in(part, VALUES) for part in command]
        command = ["sh", "-c", *command] if kind == "CMD-SHELL" else command
        result = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True)
        return result.returncode == 0

    def becomes_healthy(self):
        """True once the health check passes; False when the process ends or the time is up."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if self.is_healthy():
                return True
            time.sleep(0.2)
        return False

    def stop(self):
        """Sends SIGTERM as `docker stop` does; returns the exit code."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()


@pytest.fixture
def production(tmp_path):
    """The environment of a portal service as Compose and the image set it, with the addresses of this machine."""
    schedule = tmp_path / "schedule"
    schedule.mkdir()
    image = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOSTNAME": socket.gethostname(),
        "STATIC_ROOT": os.environ.get("STATIC_ROOT", str(tmp_path / "static")),
        "BEAT_SCHEDULE": str(schedule / "beat"),
    }
    own = {
        "DATABASE_URL": os.environ["DATABASE_URL"],
        # A database of its own: the other tests empty theirs.
        "REDIS_URL": os.environ["REDIS_URL"].rpartition("/")[0] + "/15",
        "MEDIA_ROOT": str(tmp_path / "media"),
    }
    return image | environment_of(SERVICES["web"]) | own


@pytest.fixture
def start(tmp_path):
    """Starts services by name; whatever a test leaves running is killed."""
    running = []

    def start(name, environment):
        running.append(Service(name, environment, tmp_path))
        return running[-1]

    yield start
    for service in running:
        if service.process.poll() is None:
            os.killpg(service.process.pid, signal.SIGKILL)
            service.process.wait()


def get(port, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": HOST, **headers})
        response = connection.getresponse()
        return response, response.read().decode()
    finally:
        connection.close()


def with_port(environment, port):
    return environment | {"WEB_PORT": str(port), "GUNICORN_CMD_ARGS": f"--bind=127.0.0.1:{port}"}


def test_web_becomes_healthy_answers_and_ends(production, start):
    port = free_port()
    web = start("web", with_port(production, port))

    assert web.becomes_healthy(), web.log.read_text()
    assert get(port, "/gesund/")[1] == "gesund"
    response, _ = get(port, "/")
    assert (response.status, response.headers["Location"]) == (301, f"https://{HOST}/")
    assert get(port, "/gesund/", Host="anders.example")[0].status == 400
    assert web.stop() == 0


def test_web_log_names_no_path_and_no_query(production, start):
    port = free_port()
    web = start("web", with_port(production, port))
    assert web.becomes_healthy(), web.log.read_text()

    get(port, "/meldewege/geheimer-weg/?plz=32423", **{"X-Forwarded-Proto": "https"})
    web.stop()

    assert "geheimer-weg" not in web.log.read_text()
    assert "32423" not in web.log.read_text()


def test_web_health_check_fails_without_web(production):
    environment = with_port(production, free_port())
    command = SERVICES["web"]["healthcheck"]["test"][1:]

    assert subprocess.run(command, cwd=ROOT, env=environment).returncode == 1


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "MEDIA_ROOT"]
)
def test_production_refuses_to_start_without_a_variable_and_names_it(production, name):
    environment = {key: value for key, value in production.items() if key != name}

    result = subprocess.run(["python", "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True)

    assert result.returncode != 0
    assert name in result.stderr


def test_worker_becomes_healthy_and_ends(production, start):
    worker = start("worker", production)

    assert worker.becomes_healthy(), worker.log.read_text()
    assert worker.stop() == 0
    assert not worker.is_healthy()


def test_beat_becomes_healthy_and_ends(production, start):
    beat = start("beat", production)

    assert beat.becomes_healthy(), beat.log.read_text()
    assert beat.stop() == 0


def test_beat_health_check_fails_when_the_schedule_is_old(production):
    schedule = Path(production["BEAT_SCHEDULE"] + ".db")
    schedule.touch()
    os.utime(schedule, (time.time() - 3600,) * 2)

    command = SERVICES["beat"]["healthcheck"]["test"][1:]

    assert subprocess.run(command, cwd=ROOT, env=production).returncode == 1


@pytest.mark.skipif(shutil.which("caddy") is None, reason="Es fehlt caddy (Debian: apt install caddy).")
def test_proxy_configuration_is_valid_and_logs_no_request():
    command = ["caddy", "adapt", "--config", "docker/Caddyfile", "--adapter", "caddyfile"]
    environment = {"PATH": os.environ["PATH"], "SITE_HOST": HOST}

    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)

    configuration = json.loads(result.stdout)
    servers = configuration["apps"]["http"]["servers"].values()
    assert not any("logs" in server for server in servers)
