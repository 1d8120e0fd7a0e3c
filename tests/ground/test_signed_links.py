"""Links that work without sign-in: for one purpose, one record, until a day, and no longer than its secret."""

from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from netzwerk.models import LinkSecret, Network
from netzwerk.signed_links import LinkExpired, LinkInvalid, LinkUsed, make_token, read_link, signed_link
from tests.factories import make_network, make_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(monkeypatch):
    """A row with a secret; no model of the ground has one of its own."""
    monkeypatch.setattr(Network, "secret", "geheim", raising=False)
    return make_network()


def open_link(token, view=lambda request, record: HttpResponse("offen"), method="get"):
    request = getattr(RequestFactory(), method)("/")
    return signed_link("seat", Network)(view)(request, token=token)


def test_link_opens_its_record(record):
    assert read_link("seat", make_token("seat", record, days=3)) == record


def test_link_is_worthless_for_another_purpose(record):
    with pytest.raises(LinkInvalid):
        read_link("leave", make_token("seat", record, days=3))


def test_link_is_worthless_for_another_kind_of_record(record):
    office = make_office()
    office.secret = "geheim"

    with pytest.raises(LinkInvalid):
        read_link("seat", make_token("seat", office, days=3), Network)


def test_changed_or_shortened_link_opens_nothing(record):
    token = make_token("seat", record, days=3)

    for wrong in (token[:-1], token[1:], f"{token}x", "", "a.b", token.replace(".", ":"), "ä" + token):
        with pytest.raises(LinkInvalid):
            read_link("seat", wrong)


def test_link_ends_with_its_day(record, monkeypatch):
    token = make_token("seat", record, days=3)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3, seconds=-5))
    assert read_link("seat", token) == record

    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(days=3, seconds=5))
    with pytest.raises(LinkExpired):
        read_link("seat", token)


def test_new_secret_makes_older_links_worthless(record, monkeypatch):
    token = make_token("seat", record, days=3)
    monkeypatch.setattr(Network, "secret", "neu")

    with pytest.raises(LinkUsed):
        read_link("seat", token)
    assert read_link("seat", make_token("seat", record, days=3)) == record


def test_link_ends_with_its_record(record):
    token = make_token("seat", record, days=3)
    record.delete()

    with pytest.raises(LinkInvalid):
        read_link("seat", token)


def test_token_names_nobody(record):
    assert "Musterkreis" not in make_token("seat", record, days=3)
    assert LinkSecret._meta.get_field("secret").default() != LinkSecret._meta.get_field("secret").default()


@pytest.mark.parametrize("method", ["get", "post"])
def test_view_gets_the_record_and_the_address_goes_nowhere(record, method):
    response = open_link(make_token("seat", record, days=3), method=method)

    assert response.status_code == 200
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_pages_say_why_a_link_opens_nothing(record, client, monkeypatch):
    def used(request, record):
        raise LinkUsed

    token = make_token("seat", record, days=3)
    shortened, taken = open_link(token[:-3]), open_link(token, used)
    monkeypatch.setattr(Network, "secret", "neu")
    replaced = open_link(token)

    assert (shortened.status_code, taken.status_code, replaced.status_code) == (404, 410, 410)
    assert "abgeschnitten" in shortened.content.decode()
    assert "schon benutzt" in taken.content.decode()
    assert "schon benutzt" in replaced.content.decode()
