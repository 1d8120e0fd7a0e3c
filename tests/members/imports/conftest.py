"""No worker listens beside these tests: they do the work themselves."""

import pytest

from members.enums import Role
from netzwerk.jobs import actions
from tests.factories import make_user


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch):
    monkeypatch.setattr(actions, "send_job", lambda job: None)


@pytest.fixture
def coordinator(db):
    """Of the whole network."""
    return make_user(role=Role.COORDINATOR)
