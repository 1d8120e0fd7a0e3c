"""How a kept page goes out: the same bytes, packed as the reader takes them, 304 where it has them."""

import gzip

import brotli
import pytest

from tests.ground.pagecache.worker import Portal


def test_second_reader_gets_the_same_bytes_without_the_view():
    portal = Portal()
    first, second = portal.get(), portal.get()
    assert (first.content, portal.runs) == (second.content, 1)
    assert second["Content-Length"] == str(len(second.content))


def test_other_worker_takes_the_page_from_redis():
    one, two = Portal(), Portal()
    assert one.get().content == two.get().content
    assert (one.runs, two.runs) == (1, 0)


def test_same_etag_is_answered_304_without_body():
    portal = Portal()
    first = portal.get()
    again = portal.get(if_none_match=first["ETag"])
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Content-Type" not in again
    assert "Content-Length" not in again
    assert again["Vary"] == first["Vary"]


@pytest.mark.parametrize("header", ["W/{}", '"other", {}'])
def test_weak_and_listed_etags_count(header):
    portal = Portal()
    assert portal.get(if_none_match=header.format(portal.get()["ETag"])).status_code == 304


def test_other_etag_or_other_coding_gets_the_page():
    portal = Portal()
    etag = portal.get(accept_encoding="gzip")["ETag"]
    assert portal.get(if_none_match='"other"').status_code == 200
    assert portal.get(if_none_match=etag, accept_encoding="br").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("gzip; q=0", None, bytes),
        ("gzip;q=0.0, br;q=0.1", "br", brotli.decompress),
        ("", None, bytes),
    ],
)
def test_reader_gets_a_coding_it_takes(accepted, coding, unpack):
    portal = Portal()
    plain = portal.get().content
    packed = portal.get(accept_encoding=accepted)
    assert packed.headers.get("Content-Encoding") == coding
    assert unpack(packed.content) == plain


def test_head_has_the_headers_and_no_body():
    portal = Portal()
    full = portal.get()
    head = portal.get(method="head")
    assert (head.content, head["Content-Length"], head["ETag"]) == (b"", str(len(full.content)), full["ETag"])


def test_head_alone_keeps_nothing():
    portal = Portal()
    portal.get(method="head")
    assert portal.get().content
    assert portal.runs == 2
