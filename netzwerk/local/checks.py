"""`make test`, `make bench` and `make proof`, with servers of their own that are thrown away after; `make format`."""

import contextlib
import os
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

from .console import LaunchError, say
from .environment import portal_environment, servers, with_node
from .places import ROOT
from .processes import Supervisor
from .run import prepare
from .servers import free_port
from .system import find_chromium, install_npm_packages, require_pango

PYTEST_WORKERS = "2"
NO_BROWSER = (
    "Ohne Chromium laufen die Browsertests nicht; installieren Sie es mit „sudo apt install chromium“ (Debian) "
    "oder „sudo apt install chromium-browser“ (Ubuntu)."
)


def static_checks():
    """Name and command of everything that looks at the sources without running the portal."""
    python = [sys.executable, "-m"]
    return {
        "ruff check": [*python, "ruff", "check", "."],
        "ruff format": [*python, "ruff", "format", "--check", "."],
        "djlint": [*python, "djlint", "--lint", "--quiet", "templates"],
        "makemigrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
    }  # fmt: skip


def run_static_checks(environment):
    """Runs all of them, shows what the failed ones say; returns the names of those."""
    failed = []
    for name, command in static_checks().items():
        result = subprocess.run(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        say(f"  {'FEHLER' if result.returncode else 'gut   '}  {name}")
        if result.returncode:
            say(result.stdout)
            failed.append(name)
    return failed


def browser_environment():
    """Tells the tests where Chromium is, or why there is none; with CI=true its absence is an error."""
    chromium = find_chromium()
    if chromium:
        return {"CHROMIUM": chromium}
    if os.environ.get("CI") == "true":
        raise LaunchError(NO_BROWSER)
    say(f"\n{NO_BROWSER}\n")
    return {"NO_BROWSER": NO_BROWSER}


@contextlib.contextmanager
def own_environment(kind):
    """The environment for tests: own servers, own folder, Chromium, Node.js, static files ready."""
    require_pango()
    install_npm_packages(development=True)
    with tempfile.TemporaryDirectory(prefix="netzwerk-") as folder:
        processes = Supervisor(Path(folder) / "logs")
        with servers(processes, kept=False) as (database_url, redis_url):
            environment = with_node(
                portal_environment(
                    kind, port=free_port(), database_url=database_url, redis_url=redis_url, folder=Path(folder)
                )
            )
            yield environment


def pytest(environment, *arguments):
    """Runs pytest with `ARGS=…` of the make command added; returns its exit code."""
    more = shlex.split(os.environ.get("ARGS", ""))
    return subprocess.run([sys.executable, "-m", "pytest", *arguments, *more], cwd=ROOT, env=environment).returncode


def run_tests(options):
    say("Prüfungen des Netzwerks Kinderschutz")
    browser = browser_environment()
    with own_environment("test") as environment:
        environment |= browser
        prepare(environment)
        failed = run_static_checks(environment)
        code = pytest(environment, "-n", PYTEST_WORKERS, "--dist=loadgroup", "-m", "not proof")
    if failed:
        say(f"Nicht bestanden: {', '.join(failed)}")
    return code or bool(failed)


def run_proof(options):
    browser = browser_environment()
    with own_environment("test") as environment:
        environment |= browser
        prepare(environment)
        return pytest(environment, "-m", "proof", "-s", "-q")


def run_bench(options):
    with own_environment("local") as environment:
        prepare(environment, "--example")
        arguments = shlex.split(os.environ.get("ARGS", ""))
        command = [sys.executable, "manage.py", "bench", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment).returncode


def format_code(options):
    subprocess.run([sys.executable, "-m", "ruff", "check", "--fix", "--quiet", "."], cwd=ROOT)
    return subprocess.run([sys.executable, "-m", "ruff", "format", "."], cwd=ROOT).returncode
