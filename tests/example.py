"""The example network of `make run`, loaded by the commands that `make run` uses."""

from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command, get_commands
from django.db import transaction

PROFILE = Path(__file__).resolve().parent.parent / "netzwerk/networks/minden-luebbecke.toml"


def load():
    """Loads Minden-Lübbecke: network, contacts, organisations, paths and Leitfaden."""
    assert "load_network" in get_commands()
    call_command("load_network", str(PROFILE), verbosity=0)


@contextmanager
def loaded_and_rolled_back():
    with transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)
