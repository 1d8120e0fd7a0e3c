"""What tests of experts have in common."""

import pytest
from django.utils import timezone

from tests.factories import make_town
from tests.members.experts.makers import MONDAY_MORNING


@pytest.fixture
def town():
    return make_town(slug="oberstadt", name="Oberstadt")


@pytest.fixture
def morning(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MONDAY_MORNING)
