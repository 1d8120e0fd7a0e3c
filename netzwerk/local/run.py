"""`make run`: the whole portal on this machine, until Ctrl-C."""

import fcntl
import http.client
import socket
import subprocess
import sys

from .console import LaunchError, say
from .environment import portal_environment, servers, write_environment_file
from .places import ACCOUNTS, LOCAL, LOGS, ROOT, private_folder
from .processes import Supervisor
from .system import install_npm_packages, require_pango

WEB_WORKERS = TASK_WORKERS = 2


def hold_lock():
    """Keeps a second run out of this checkout; the lock ends with the process."""
    lock = (private_folder(LOCAL) / "run.lock").open("a+")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise LaunchError(
            "Das Portal läuft aus diesem Ordner schon; beenden Sie es dort mit Strg-C, bevor Sie es neu starten."
        ) from error
    return lock


def require_port(port):
    """Raises LaunchError when something answers on `port` already, or we may not take it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            other = 8123 if port != 8123 else 8124
            raise LaunchError(
                f"Port {port} ist nicht frei; nehmen Sie einen anderen, zum Beispiel: make run PORT={other}"
            ) from error


def start_portal(processes, environment, port):
    """Starts web, and once it answers, worker and beat: they would only slow its start down."""
    python = [sys.executable, "-m"]
    options = {"env": environment, "cwd": ROOT}
    celery = [*python, "celery", "-A", "netzwerk.celery", "--quiet"]
    gunicorn = [*python, "gunicorn", "netzwerk.wsgi", "--no-control-socket", "--preload"]
    web = processes.start(
        "web",
        [*gunicorn, f"--bind=127.0.0.1:{port}", f"--workers={WEB_WORKERS}", "--threads=4", "--limit-request-line=0"],
        **options,
    )
    processes.wait_for(web, lambda: answers(port))
    processes.start(
        "worker",
        [*celery, "worker", f"--concurrency={TASK_WORKERS}", "--loglevel=INFO", "--without-gossip", "--without-mingle"],
        **options,
    )
    processes.start("beat", [*celery, "beat", "--loglevel=INFO", "--pidfile="], **options)


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/gesund/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def prepare(environment, *options):
    command = [sys.executable, "-m", "netzwerk.local.prepare", *options]
    if subprocess.run(command, cwd=ROOT, env=environment).returncode:
        raise LaunchError("Datenbank und Dateien ließen sich nicht vorbereiten; der Fehler steht darüber.")


def run(options):
    lock = hold_lock()
    require_port(options.port)
    say("Netzwerk Kinderschutz wird gestartet")
    require_pango()
    install_npm_packages(development=False)
    processes = Supervisor(LOGS)
    with lock, servers(processes, kept=True) as (database_url, redis_url):
        environment = portal_environment(
            "local", port=options.port, database_url=database_url, redis_url=redis_url, folder=LOCAL
        )
        write_environment_file(environment)
        prepare(environment, "--example")
        start_portal(processes, environment, options.port)
        say(f"\nDas Portal läuft:  http://localhost:{options.port}/\n")
        if ACCOUNTS.exists():
            say(ACCOUNTS.read_text())
        say("Protokolle: .local/logs/   Beenden: Strg-C")
        processes.watch()
