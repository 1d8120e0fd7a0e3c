"""What every test has at hand."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _empty_page_cache():
    """No test reads a page another one left in the cache."""
    cache.clear()
