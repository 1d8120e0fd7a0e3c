"""The list of insoweit erfahrene Fachkräfte: what the public sees, what members see, and what fits a search."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import Role, Visibility
from members.experts.enums import Expertise
from members.experts.reading import ExpertBook
from tests.factories import make_member, make_office, make_person, make_town, make_user
from tests.members.experts.makers import MONDAY_MORNING, make_expert

pytestmark = pytest.mark.django_db
LIST = "/insofa/"
NOW_BADGE = '<span class="kern-label">jetzt erreichbar</span>'


@pytest.fixture
def clock(monkeypatch):
    def set_time(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_time(MONDAY_MORNING)
    return set_time


@pytest.fixture
def town():
    return make_town(slug="oberstadt", name="Oberstadt")


def named(name, **fields):
    return make_person(first_name="", last_name=name, **fields)


def words_of(response):
    main = response.content.decode().split("<main")[1].split("</main")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_public_sees_neither_name_nor_number_unless_they_are_public(client, town):
    office = town.youth_welfare_office
    make_expert(office=office, person=named("Verborgen"), phone="0221 4710-601")
    public = named("Sichtbar", name_visibility=Visibility.PUBLIC)
    make_expert(office=office, person=public, phone="0221 4710-602", phone_visibility=Visibility.PUBLIC)

    page = words_of(client.get(LIST))

    assert "2 Fachkräfte" in page
    assert "Verborgen" not in page
    assert "0221 4710-601" not in page
    assert "Erreichbar über die Bitte um Rückruf." in page
    assert "Sichtbar" in page
    assert "0221 4710-602" in page


def test_members_see_names_and_numbers_and_who_is_not_in_the_public_list(client, town):
    person = named("Verborgen", name_visibility=Visibility.MEMBERS)
    make_expert(office=town.youth_welfare_office, person=person, phone="0221 4710-601", is_public=False)

    assert "Verborgen" not in words_of(client.get(LIST))
    page = words_of(signed_in(make_member()).get(LIST))
    assert "Verborgen" in page
    assert "0221 4710-601" in page
    assert "Verborgen" not in words_of(signed_in(make_user()).get(LIST))  # no seat, no more than the public


def test_what_only_coordinators_may_see_is_seen_by_those_of_the_own_office_alone(town):
    office = town.youth_welfare_office
    make_expert(office=office, phone="0221 4710-601", phone_visibility=Visibility.COORDINATORS)
    own, foreign = (make_user(role=Role.COORDINATOR, office=each) for each in (office, make_office()))

    assert "0221 4710-601" in words_of(signed_in(own).get(LIST))
    assert "0221 4710-601" not in words_of(signed_in(foreign).get(LIST))


def test_what_a_member_saw_never_reaches_the_cache_of_the_public(town):
    make_expert(office=town.youth_welfare_office, person=named("Verborgen"), phone="0221 4710-601")
    member = signed_in(make_member())

    before = Client().get(LIST)
    member.get(LIST)
    after = Client().get(LIST)

    assert before.content == after.content
    assert b"Verborgen" not in after.content
    assert after.has_header("ETag")
    assert not member.get(LIST).has_header("ETag")


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({}, {"Ort", "Amt", "Netz", "Fern"}),
        ({"ort": "oberstadt"}, {"Ort", "Amt", "Netz"}),
        ({"ort": "nebenan"}, {"Amt", "Netz"}),
        ({"schwerpunkt": "sexual"}, {"Amt"}),
        ({"jetzt": "on"}, {"Ort"}),
        ({"ort": "nebenan", "schwerpunkt": "sexual", "jetzt": "on"}, set()),
    ],
)
def test_list_is_filtered_by_town_field_and_now(client, town, clock, query, shown):
    office = town.youth_welfare_office
    make_town(slug="nebenan", youth_welfare_office=office)
    people = {name: named(name, name_visibility=Visibility.PUBLIC) for name in ("Ort", "Amt", "Netz", "Fern")}
    make_expert(office=office, towns=[town], person=people["Ort"], hours={0: (9, 12)})
    make_expert(office=office, person=people["Amt"], expertise=[Expertise.SEXUAL], hours={1: (9, 12)})
    make_expert(person=people["Netz"], hours={2: (9, 12)})
    make_expert(office=make_town().youth_welfare_office, person=people["Fern"])

    cards = client.get(LIST, query).context["cards"]

    assert {card.name for card in cards} == shown


def test_list_says_who_answers_now_and_ends_when_that_changes(client, town, clock):
    make_expert(office=town.youth_welfare_office, hours={0: (9, 12)})

    response = client.get(LIST)

    assert NOW_BADGE in response.content.decode()
    clock(MONDAY_MORNING.replace(hour=12))
    assert NOW_BADGE not in Client().get(LIST, {"ort": "oberstadt"}).content.decode()


def test_page_ends_with_the_next_change_or_at_midnight(town):
    make_expert(office=town.youth_welfare_office, hours={0: (9, 12)})
    book = ExpertBook.load()

    assert book.valid_until(MONDAY_MORNING) == MONDAY_MORNING.replace(hour=12)
    assert book.valid_until(MONDAY_MORNING.replace(hour=12)) == MONDAY_MORNING.replace(day=24, hour=0)


def test_nobody_answers_on_a_public_holiday(client, town, clock):
    clock(MONDAY_MORNING.replace(month=12, day=25))  # a Friday
    make_expert(office=town.youth_welfare_office, hours={4: (0, 23)})

    assert not client.get(LIST).context["cards"][0].is_open


@pytest.mark.parametrize("change", ["paused", "ended", "seat over"])
def test_who_pauses_has_ended_or_has_no_seat_is_not_shown(client, town, change):
    expert = make_expert(office=town.youth_welfare_office)
    if change == "paused":
        expert.paused_until = timezone.localdate()
        expert.save()
    elif change == "ended":
        expert.end(on=timezone.localdate())
    else:
        expert.person.memberships.update(until_on=timezone.localdate() - timedelta(days=1))

    assert client.get(LIST).context["cards"] == []


def test_change_of_a_profile_is_on_the_page_at_once(town):
    expert = make_expert(office=town.youth_welfare_office, phone_visibility=Visibility.PUBLIC)
    assert "0221 4710-600" in words_of(Client().get(LIST))

    expert.phone_visibility = Visibility.MEMBERS
    expert.save()

    assert "0221 4710-600" not in words_of(Client().get(LIST, {"x": "1"}))


@pytest.mark.parametrize("query", ["?ort=atlantis", "?schwerpunkt=%3Cscript%3E", "?ort=%00", "?ort=" + "x" * 9000])
def test_nonsense_in_the_address_shows_everybody_and_is_not_kept(client, town, query):
    make_expert(office=town.youth_welfare_office)

    response = client.get(f"{LIST}{query}")

    assert response.status_code == 200
    assert "<script>" not in response.content.decode()
    assert len(response.context["cards"]) == 1
    assert not response.has_header("ETag")


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_number(client, town, django_assert_num_queries, count):
    for _number in range(count):
        make_expert(office=town.youth_welfare_office, towns=[town], hours={0: (9, 12), 1: (9, 12)})

    with django_assert_num_queries(8):
        assert len(client.get(LIST, {"kalt": "1"}).context["cards"]) == count


def test_list_is_open_to_everybody_under_its_old_address():
    assert reverse("contacts:expert-list") == LIST
