"""Brings the database and the static files up to date; runs as a process of its own, with the settings of the run.

`python -m netzwerk.local.prepare [--example]`: migrations, static files; the example network into an empty database.
"""

import os
import sys
from io import StringIO

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor

from .console import say
from .places import ACCOUNTS, ROOT, STATIC, Stamp

EXAMPLE = (
    ("set_up", ROOT / "netzwerk" / "networks" / "minden-luebbecke.toml"),  # the worker makes the PDF once it runs
    ("load_example",),
)


def migrate():
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        say(f"  Datenbank: {len(missing)} Migrationen werden ausgeführt …")
        call_command("migrate", interactive=False, verbosity=0)


def static_state():
    """Name, size and time of every static file."""
    for finder in get_finders():
        for name, storage in finder.list([]):
            yield f"{name} {storage.size(name)} {storage.get_modified_time(name)}"


def collect_static():
    """Copies, hashes and compresses the static files, unless nothing has changed since the last time."""
    stamp = Stamp(STATIC / ".collected", settings.STORAGES["staticfiles"], *sorted(static_state()))
    if stamp.is_current() or str(STATIC) != settings.STATIC_ROOT:
        return
    say("  Gestaltung und Schriften werden gepackt …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.set()


@transaction.atomic
def load_example():
    """Loads the example network, the paths and the Leitfaden into a database without any network: all or nothing."""
    if apps.get_model("netzwerk", "Network").objects.exists():
        return
    say("  Beispielnetzwerk Minden-Lübbecke wird geladen …")
    for command, *arguments in EXAMPLE:
        call_command(command, *arguments, verbosity=0, stdout=StringIO())


def write_accounts():
    """Keeps what `example_accounts` prints for the launcher, which shows it once the portal answers."""
    with ACCOUNTS.open("w") as output:
        call_command("example_accounts", stdout=output)


def main(arguments):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerk.settings")
    django.setup()
    migrate()
    call_command("load_pages", stdout=StringIO())
    collect_static()
    if "--example" in arguments:
        load_example()
        write_accounts()


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:  # Ctrl-C reaches the launcher too, which ends the start
        sys.exit(130)
