"""A small network with the standard paths, loaded once for a module; each test's changes are taken back."""

import pytest
from django.db import transaction

from reporting_paths.paths.standard import load_standard_paths
from tests.contacts.makers import make_helpline
from tests.paths.makers import make_small_network


@pytest.fixture(scope="module")
def _loaded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        make_helpline(key="nummer-gegen-kummer", name="Nummer gegen Kummer", phone="116 111")
        make_helpline(key="telefonseelsorge", name="TelefonSeelsorge", phone="0800 1110111")
        network = make_small_network()
        load_standard_paths()
        yield network
        transaction.set_rollback(True)


@pytest.fixture
def network(_loaded):
    """Tests that use it do not ask for `db` as well."""
    with transaction.atomic():
        yield _loaded
        transaction.set_rollback(True)
