"""Numbers for a callback, and how often something may happen."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from redis.exceptions import RedisError

from netzwerk.limits import is_too_much, reader_mark
from netzwerk.phones import callback_number


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" 0221  4710-777 ", "0221 4710-777"),
        ("0221/4710777", "0221/4710777"),
        ("(0221) 4710 777", "0221 4710 777"),
        ("+49 (0)221 4710-777", "+49 221 4710-777"),
        ("0049 221 4710777", "+49 221 4710777"),
        ("\u00a0030\u202f23125 777", "030 23125 777"),
    ],
)
def test_callback_number_is_kept_as_people_write_it(typed, kept):
    assert callback_number(typed) == kept


@pytest.mark.parametrize(
    "typed",
    ["", "4710777", "110", "0221 4710 Mia", "+", "++49 221 4710777", "0221;4710777", "<b>0221</b>"]
    + ["0" * 16, "０２２１４７１０", "0221 " + "4" * 12],
)
def test_anything_else_is_refused(typed):
    with pytest.raises(ValidationError):
        callback_number(typed)


def test_limit_counts_by_name():
    assert [is_too_much("probe", limit=2, seconds=3600) for _number in range(3)] == [False, False, True]
    assert not is_too_much("other", limit=2, seconds=3600)


def test_without_redis_there_is_no_limit(monkeypatch):
    def fail(*_args, **_options):
        raise RedisError

    for method in ("add", "incr", "get_or_set"):
        monkeypatch.setattr(cache, method, fail)

    assert not is_too_much("probe", limit=0, seconds=3600)
    assert reader_mark(RequestFactory().get("/"))


def test_mark_of_an_address_is_the_same_and_does_not_show_it():
    one, two = (RequestFactory(REMOTE_ADDR=address).get("/") for address in ("198.51.100.7", "198.51.100.8"))

    assert reader_mark(one) == reader_mark(one) != reader_mark(two)
    assert "198" not in reader_mark(one)[:3]
