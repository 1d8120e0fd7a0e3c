import pytest

from netzwerk.pagecache import middleware


@pytest.fixture(autouse=True)
def _stamp_is_read_every_time(monkeypatch):
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 0)
