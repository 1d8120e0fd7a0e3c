"""The public list: what it shows, by what it is narrowed down, what it costs."""

from datetime import datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from netzwerk.calendars import publish_item
from tests.factories import (
    make_category,
    make_registration,
    make_topic,
    make_town,
    make_training,
    make_user,
)
from trainings.enums import EventMode, EventStatus
from trainings.models import Session

LIST = "/fortbildungen/"
pytestmark = pytest.mark.django_db


def next_year(month, day=3):
    return timezone.make_aware(datetime(timezone.localdate().year + 1, month, day, 9))


def titles(response):
    return [event.title for event in response.context["page"]]


def test_list_shows_what_comes_in_order(client):
    make_training(title="Zweite", starts_at=next_year(4))
    make_training(title="Erste", starts_at=next_year(3))
    make_training(title="Vorbei", starts_at=timezone.now() - timedelta(days=9))
    make_training(title="Entwurf", status=EventStatus.DRAFT)

    assert titles(client.get(LIST)) == ["Erste", "Zweite"]


def test_list_shows_past_ones_behind_a_link(client):
    make_training(title="Kommt")
    make_training(title="Länger her", starts_at=timezone.now() - timedelta(days=90))
    make_training(title="Gerade vorbei", starts_at=timezone.now() - timedelta(days=9), status=EventStatus.HELD)
    make_training(title="War abgesagt", starts_at=timezone.now() - timedelta(days=9), status=EventStatus.CANCELLED)

    page = client.get(LIST)

    assert f'{LIST}?zeit=vergangen"' in page.text
    assert titles(client.get(f"{LIST}?zeit=vergangen")) == ["Gerade vorbei", "Länger her"]


def test_row_says_when_where_for_whom_and_how_many_seats(client):
    schools = make_category(short_title="Schulen")
    town = make_town(name="Minden")
    make_training(
        starts_at=next_year(3),
        maximum=9,
        place="Stadthaus\nSaal 2",
        municipality=town,
        target_categories=[schools],
        reserved={schools: 2},
    )

    text = client.get(LIST).text

    for words in ("3. März", "09:00 bis 12:00 Uhr", "Stadthaus, Saal 2, Minden", "Für: Schulen", "noch 7 Plätze"):
        assert words in text
    assert "2 weitere Plätze sind reserviert." in text


def test_row_of_several_online_dates_tells_no_access_link(client):
    event = make_training(mode=EventMode.ONLINE, online_url="https://treffen.example/raum", starts_at=next_year(3))
    Session.objects.create(event=event, starts_at=next_year(4), ends_at=next_year(4) + timedelta(hours=1))

    text = client.get(LIST).text

    assert "2 Termine ab" in text
    assert "treffen.example" not in text


def test_cancelled_and_external_ones_are_shown_as_such(client):
    make_training(status=EventStatus.CANCELLED)
    make_training(is_external=True, organiser="LWL", external_url="https://www.lwl.example/fachtag")

    text = client.get(LIST).text

    assert "abgesagt" in text
    assert 'href="https://www.lwl.example/fachtag"' in text
    assert "Anmeldung beim Veranstalter" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("monat={year}-03", {"Minden", "Offen"}),
        ("monat={year}-04", {"Online"}),
        ("gruppe=5", {"Minden", "Offen"}),
        ("gruppe=1", {"Offen", "Online"}),
        ("ort=minden", {"Minden"}),
        ("thema={topic}", {"Online"}),
        ("gruppe=5&monat={year}-03&ort=minden", {"Minden"}),
        ("gruppe=gibt-es-nicht&monat=abc&thema=x&ort=%00", {"Minden", "Offen", "Online"}),
        ("seite=99", {"Minden", "Offen", "Online"}),
        ("seite=abc&zeit=morgen", {"Minden", "Offen", "Online"}),
    ],
)
def test_list_is_narrowed_down(client, query, found):
    schools, office = (make_category(code=code) for code in ("5", "1"))
    topic = make_topic()
    make_training(
        title="Minden",
        starts_at=next_year(3),
        target_categories=[schools],
        municipality=make_town(slug="minden"),
    )
    make_training(title="Offen", starts_at=next_year(3, 9))
    make_training(title="Online", starts_at=next_year(4), target_categories=[office], topics=[topic])

    response = client.get(f"{LIST}?{query.format(year=next_year(3).year, topic=topic.pk)}")

    assert set(titles(response)) == found
    assert "<title>Fortbildungen" in response.text


def test_filters_offer_only_what_there_is(client):
    make_town(name="Leerort")
    make_training(municipality=make_town(name="Minden"), topics=[make_topic(name="Schutz")])
    make_topic(name="Unbenutzt")

    text = client.get(LIST).text

    assert "Minden" in text
    assert "Schutz" in text
    assert "Leerort" not in text
    assert "Unbenutzt" not in text


@pytest.mark.parametrize(
    ("query", "words"),
    [("", "Zurzeit ist nichts geplant."), ("?zeit=vergangen", "sobald sie stattgefunden haben")],
)
def test_empty_list_says_so(client, query, words):
    assert words in client.get(f"{LIST}{query}").text


def test_filter_without_a_hit_says_what_to_do(client):
    make_training(target_categories=[make_category()])
    make_category(code="5")

    assert "Nehmen Sie einen Filter weg" in client.get(f"{LIST}?gruppe=5").text


def test_long_list_has_pages(client):
    for _ in range(21):
        make_training()

    first, second = client.get(LIST), client.get(f"{LIST}?seite=2")

    assert (len(titles(first)), len(titles(second))) == (20, 1)
    assert "Seite 1 von 2" in first.text


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_whatever_it_shows(client, django_assert_num_queries, count):
    for _ in range(count):
        event = make_training(municipality=make_town(), topics=[make_topic()], target_categories=[make_category()])
        for _ in range(count):
            make_registration(event=event)

    with django_assert_num_queries(6):
        client.get(f"{LIST}?bench=1")


@pytest.mark.parametrize("query", ["", "?gruppe=5"])
def test_list_read_again_costs_no_query(client, django_assert_num_queries, query):
    make_training(target_categories=[make_category(code="5")])
    client.get(f"{LIST}{query}")

    with django_assert_num_queries(0):
        assert client.get(f"{LIST}{query}").status_code == 200


@pytest.mark.parametrize("query", ["?gruppe=gibt-es-nicht", "?seite=7", "?monat=1999-01", "?zeit=x", "?a=1"])
def test_addresses_without_end_are_not_kept(client, query):
    make_training()
    client.get(f"{LIST}{query}")

    again = client.get(f"{LIST}{query}")

    assert again.templates != []  # a kept page is not rendered again


def test_feed_has_the_dates_and_is_answered_304(client):
    starts_at = next_year(3)
    publish_item("training:1", summary="Kinderschutz", starts_at=starts_at, ends_at=next_year(3, 4), scopes=["public"])
    publish_item("meeting:1", summary="Treffen", starts_at=starts_at, ends_at=next_year(3, 4), scopes=["public"])

    feed = client.get(reverse("trainings:event-feed"))
    again = client.get(reverse("trainings:event-feed"), headers={"if-none-match": feed["ETag"]})

    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Kinderschutz" in feed.text
    assert "Treffen" not in feed.text
    assert again.status_code == 304


def test_start_page_shows_the_next_three_that_take_place(client):
    for number in range(4):
        make_training(title=f"Kurs {number}", starts_at=next_year(3, 5 + number))
    make_training(title="Fällt aus", status=EventStatus.CANCELLED, starts_at=next_year(2))

    text = client.get("/").text

    assert [f"Kurs {number}" in text for number in range(4)] == [True, True, True, False]
    assert "Fällt aus" not in text


def test_start_page_without_trainings_says_nothing_of_them(client):
    assert "Nächste Fortbildungen" not in client.get("/").text


def test_list_is_in_the_menu_of_readers_and_of_those_signed_in(client):
    assert 'href="/fortbildungen/"' in client.get("/").text
    client.force_login(make_user())
    assert 'href="/fortbildungen/"' in client.get("/mein/").text
