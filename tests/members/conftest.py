"""What tests of seats have in common; other tests of people name a coordinator of their own."""

import pytest

from tests.members.makers import make_coordinator, make_local_organisation


@pytest.fixture
def house():
    return make_local_organisation()


@pytest.fixture
def coordinator(client, house):
    user = make_coordinator(house.youth_welfare_office)
    client.force_login(user)
    return user
