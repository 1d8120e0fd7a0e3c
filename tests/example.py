"""The example network of `make run`, loaded by the commands that `make run` uses."""

from contextlib import contextmanager

from django.db import transaction

from netzwerk.local.prepare import load_example


def load():
    """Loads Minden-Lübbecke: network, contacts, organisations, paths and Leitfaden."""
    load_example()


@contextmanager
def loaded_and_rolled_back():
    with transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)
