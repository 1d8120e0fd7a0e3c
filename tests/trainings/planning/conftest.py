"""The browser of a coordinator of the whole network."""

import pytest

from tests.trainings.planning.makers import coordinator_client


@pytest.fixture
def client():
    return coordinator_client()[0]
