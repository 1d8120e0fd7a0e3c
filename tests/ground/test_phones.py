"""Numbers for a callback, and the mark of a reader that names nobody."""

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from redis.exceptions import RedisError

from netzwerk.limits import reader_mark
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


def test_without_redis_an_address_has_a_mark_too(monkeypatch):
    def fail(*_args, **_options):
        raise RedisError

    monkeypatch.setattr(cache, "get_or_set", fail)

    assert reader_mark(RequestFactory().get("/"))


def test_mark_of_an_address_is_the_same_and_does_not_show_it():
    one, two = (RequestFactory(REMOTE_ADDR=address).get("/") for address in ("198.51.100.7", "198.51.100.8"))

    assert reader_mark(one) == reader_mark(one) != reader_mark(two)
    assert "198.51" not in reader_mark(one)
