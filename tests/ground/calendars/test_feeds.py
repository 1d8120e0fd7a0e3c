"""Feeds and the page about one's own: whose dates, how often, and who knows the address."""

import io
import json
import logging
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.calendars import body_scope, person_scope
from members.enums import Role
from members.merging import FIELDS, merge_people
from netzwerk.calendars import MEMBERS, PUBLIC, cancel_item
from netzwerk.calendars.actions import renew_feed
from netzwerk.calendars.scopes import user_scope
from netzwerk.logs import PrivateJsonFormatter
from netzwerk.models import AuditEvent, CalendarFeed, CalendarItem
from netzwerk.pagecache import middleware, renew_stamp
from tests.factories import make_body, make_member, make_network, make_user
from tests.ground.calendars.makers import make_item, read_twice

pytestmark = pytest.mark.django_db

NETWORK = "/kalender/netzwerk.ics"


def soon(days=7, **fields):
    starts_at = timezone.now() + timedelta(days=days)
    return {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)} | fields


def address_of(user):
    return reverse("calendars:own-feed", args=[renew_feed(user=user, by=user).secret])


@pytest.fixture(autouse=True)
def _stamp_is_read_every_time(monkeypatch):
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 0)


def titles(response):
    return {event.summary for event in read_twice(response.content)}


@pytest.fixture
def dates():
    """One date for each kind of reader; the member sits in one body, not in the other."""
    make_network()
    member, other = make_member(), make_member()
    seat = member.person.memberships.get()
    own, foreign, ended = make_body(members=[seat]), make_body(), make_body(members=[seat], ended_on="2026-01-31")
    for title, scopes in {
        "public": [PUBLIC],
        "members": [MEMBERS],
        "own body": [body_scope(own.pk)],
        "other body": [body_scope(foreign.pk)],
        "ended body": [body_scope(ended.pk)],
        "own": [person_scope(member.person.pk)],
        "own sign-up": [user_scope(member.pk), PUBLIC],
        "other's": [person_scope(other.person.pk), user_scope(other.pk)],
    }.items():
        make_item(f"probe:{title}", **soon(summary=title, scopes=scopes))
    return member


OWN = {"members", "own body", "own", "own sign-up"}


def test_own_feed_holds_what_is_for_its_owner_and_needs_no_sign_in(client, dates):
    response = client.get(address_of(dates))

    assert titles(response) == OWN
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert not response.cookies


def test_own_page_shows_the_same_dates(client, dates):
    client.force_login(dates)

    assert {item.summary for item, _when in client.get("/mein/kalender/").context["items"]} == OWN


def test_public_feed_holds_what_is_public(client, dates):
    response = client.get(NETWORK)

    assert titles(response) == {"public", "own sign-up"}
    assert b"Netzwerk Kinderschutz Musterkreis" in response.content


def test_feed_of_trainings_holds_the_public_ones_alone(client):
    make_network()
    make_item("training:1", **soon(summary="Grundlagen", scopes=[PUBLIC]))
    make_item("training:2", **soon(summary="Nur für Mitglieder", scopes=[MEMBERS]))
    make_item("meeting:3", **soon(summary="Netzwerktreffen", scopes=[PUBLIC]))

    response = client.get("/fortbildungen/kalender.ics")

    assert titles(response) == {"Grundlagen"}
    assert b"Fortbildungen" in response.content


def test_whoever_leaves_the_network_keeps_only_what_is_theirs(client, dates):
    address = address_of(dates)
    yesterday = timezone.localdate() - timedelta(days=1)
    dates.person.memberships.update(since_on=yesterday, until_on=yesterday)

    assert titles(client.get(address)) == {"own", "own sign-up"}


def test_an_access_switched_off_has_no_feed(client, dates):
    address = address_of(dates)
    dates.is_active = False
    dates.save()

    assert client.get(address).status_code == 404


def test_coordinators_without_a_seat_read_the_members_dates(client, dates):
    assert titles(client.get(address_of(make_user(role=Role.COORDINATOR)))) == {"members"}


@pytest.mark.django_db(transaction=True)
def test_a_subscribed_feed_shows_the_cancellation_for_a_month(client):
    make_network()
    item = make_item(**soon(days=60, scopes=[PUBLIC]))
    (before,) = read_twice(client.get(NETWORK).content)
    cancel_item("meeting:1")
    (after,) = read_twice(client.get(NETWORK).content)
    CalendarItem.objects.update(cancelled_at=timezone.now() - timedelta(days=31))
    renew_stamp()  # no page is kept longer than ten minutes

    assert (before.status, after.status) == ("CONFIRMED", "CANCELLED")
    assert before.uid == after.uid == item.uid
    assert (after.sequence, after.summary) == (1, "Abgesagt: Netzwerktreffen")
    assert titles(client.get(NETWORK)) == set()


def test_what_is_long_over_leaves_the_feed(client):
    user = make_user()
    for days in (-91, -89):
        make_item(f"probe:{days}", **soon(days, summary=f"vor {-days} Tagen", scopes=[user_scope(user.pk)]))

    assert titles(client.get(address_of(user))) == {"vor 89 Tagen"}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("feed", ["own", "public"])
def test_an_unchanged_feed_is_answered_with_304(client, feed):
    make_network()
    user = make_user()
    scopes = [PUBLIC, user_scope(user.pk)]
    item = make_item(**soon(scopes=scopes))
    address = NETWORK if feed == "public" else address_of(user)
    first = client.get(address)

    second = client.get(address, headers={"if-none-match": first["ETag"]})
    make_item(**soon(days=8, scopes=scopes))
    third = client.get(address, headers={"if-none-match": first["ETag"]})

    assert first["Last-Modified"] == f"{item.changed_at:%a, %d %b %Y %H:%M:%S} GMT"
    assert (second.status_code, second.content) == (304, b"")
    assert (third.status_code, third["ETag"] != first["ETag"]) == (200, True)


@pytest.mark.parametrize("count", [3, 300])
def test_queries_do_not_grow_with_the_dates(client, django_assert_num_queries, count):
    make_network()
    member = make_member()
    address = address_of(member)
    for number in range(count):
        make_item(f"probe:{number}", **soon(summary=f"Termin {number}", scopes=[MEMBERS, PUBLIC]))

    with django_assert_num_queries(8):  # feed, roles, seats, person, bodies, trainings, dates, name of the network
        own = client.get(address)
    with django_assert_num_queries(2):  # dates, name of the network
        public = client.get(NETWORK)

    assert len(titles(own)) == len(titles(public)) == count


def test_a_renewed_address_ends_the_old_one(client):
    user = make_user()
    client.force_login(user)
    page = client.get("/mein/kalender/")
    assert "Adresse anlegen" in page.content.decode()
    client.post("/mein/kalender/adresse-erneuern/")
    first = client.get("/mein/kalender/").context["address"]
    asked = client.get("/mein/kalender/adresse-erneuern/")
    assert client.get(first).status_code == 200, "a question changes nothing"
    assert "Adresse erneuern?" in asked.content.decode()

    client.post("/mein/kalender/adresse-erneuern/")
    second = client.get("/mein/kalender/").context["address"]
    client.logout()

    gone = client.get(first)
    assert [gone.status_code, client.get(second).status_code] == [404, 200]
    assert "Diese Kalenderadresse gilt nicht mehr" in gone.content.decode()
    assert not gone.cookies
    assert CalendarFeed.objects.count() == 1
    assert all(part not in second for part in (user.email, user.full_name, f"/{user.pk}"))
    kinds = AuditEvent.objects.order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["netzwerk.calendar_feed_created", "netzwerk.calendar_feed_renewed"]
    assert CalendarFeed.objects.get().secret not in str(list(AuditEvent.objects.values()))


def test_nobody_renews_by_a_mere_visit(client):
    client.force_login(make_user())

    assert client.get("/mein/kalender/adresse-erneuern/").url == "/mein/kalender/"
    assert not CalendarFeed.objects.exists()


def test_the_secret_is_in_no_log(client, monkeypatch):
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateJsonFormatter())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    make_network()
    user = make_user()
    old, address = address_of(user), address_of(user)
    for path in (old, address):
        client.get(path)

    lines = [json.loads(line) for line in stream.getvalue().splitlines()]
    assert [(line["route"], line["status"]) for line in lines if line["message"] == "answered"] == [
        ("kalender/<str:secret>.ics", 404),
        ("kalender/<str:secret>.ics", 200),
    ]
    assert all(path.split("/")[-1].removesuffix(".ics") not in stream.getvalue() for path in (old, address))


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_feeds_are_only_read(client, method):
    make_network()
    for address in (address_of(make_user()), NETWORK):
        assert getattr(client, method)(address).status_code == 405


def test_page_marks_what_is_cancelled_and_says_when_there_is_nothing(client):
    user = make_user()
    client.force_login(user)
    empty = client.get("/mein/kalender/").content.decode()
    make_item(**soon(summary="<b>Treffen</b>", scopes=[user_scope(user.pk)]))
    cancel_item("meeting:1")
    page = client.get("/mein/kalender/").content.decode()

    assert "Zurzeit steht kein Termin an." in empty
    assert "&lt;b&gt;Treffen&lt;/b&gt;" in page
    assert "abgesagt" in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_of_the_page_do_not_grow_with_the_dates(client, django_assert_num_queries, count):
    make_network()
    user = make_user()
    client.force_login(user)
    client.get("/mein/kalender/")
    for number in range(count):
        make_item(f"probe:{number}", **soon(scopes=[user_scope(user.pk)]))

    with django_assert_num_queries(9):
        assert len(client.get("/mein/kalender/").context["items"]) == count


def test_dates_of_two_people_who_are_one_belong_to_the_one_that_stays():
    coordinator = make_user(role=Role.COORDINATOR)
    kept, gone = make_member(), make_member()
    both = {"scopes": [person_scope(gone.person.pk), user_scope(gone.pk), MEMBERS]}
    item = make_item(**soon(**both))
    values = {name: getattr(kept.person, name) for name in FIELDS}

    merge_people(kept=kept.person.pk, gone=gone.person.pk, values=values, versions={}, user=kept.pk, by=coordinator)

    item.refresh_from_db()
    assert set(item.scopes) == {person_scope(kept.person.pk), user_scope(kept.pk), MEMBERS}
