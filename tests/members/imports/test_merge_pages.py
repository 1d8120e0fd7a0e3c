"""Finding people who are there twice, and choosing what stays."""

import pytest
from django.urls import reverse

from members.enums import Role
from members.imports.duplicates import likely_pairs
from members.models import Membership, Person
from tests.factories import make_membership, make_office, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
LIST = "/koordination/personen/zusammenfuehren/"


@pytest.fixture
def browser(client, coordinator):
    client.force_login(coordinator)
    return client


def make_pair(first="Thiemann", second="Tiemann", organisation=None):
    """Two people with names alike in one organisation, in the order of their keys."""
    kita = organisation or make_organisation()
    people = [make_person(first_name="Maren", last_name=name) for name in (first, second)]
    for person in people:
        make_membership(person=person, organisation=kita)
    return people


def pairs(user):
    return [(pair.first, pair.second) for pair in likely_pairs(user)]


def test_same_name_anywhere_and_similar_name_in_one_organisation_are_likely(coordinator):
    one, two = make_pair()
    three, four = (make_person(first_name="Jörg", last_name=name) for name in ("Groß", "Gross"))
    make_membership(person=make_person(first_name="Maren", last_name="Tieman"))  # similar, but elsewhere

    assert pairs(coordinator) == [(three.pk, four.pk), (one.pk, two.pk)]


def test_pair_told_apart_leaves_the_list(browser, coordinator):
    one, two = make_pair()

    browser.post(f"{LIST}{two.pk}/{one.pk}/verschieden/")

    assert pairs(coordinator) == []
    assert Person.objects.count() == 2


def test_values_are_chosen_field_by_field(browser):
    one, two = make_pair()
    page = browser.get(f"{LIST}{one.pk}/{two.pk}/")
    assert set(page.context["form"].fields) == {"last_name", "email", "version-0", "version-1"}

    page = browser.post(
        f"{LIST}{one.pk}/{two.pk}/", {"last_name": 1, "email": 0, "version-0": 1, "version-1": 1}, follow=True
    )

    person = Person.objects.get()
    assert (person.pk, person.last_name, person.email) == (one.pk, "Tiemann", one.email)
    assert "Aus zwei Einträgen ist einer geworden: Maren Tiemann." in page.content.decode()
    assert Membership.objects.get().person == person


def test_second_browser_is_shown_what_changed(browser):
    one, two = make_pair()
    Person.objects.filter(pk=two.pk).update(version=2, phone="030 23125 5")

    page = browser.post(f"{LIST}{one.pk}/{two.pk}/", {"last_name": 1, "email": 0, "version-0": 1, "version-1": 1})

    assert "wurde inzwischen geändert" in page.content.decode()
    assert "030 23125 5" in page.content.decode()
    assert Person.objects.count() == 2


def test_access_is_asked_for_where_both_have_one(browser):
    one, two = make_pair()
    for person in (one, two):
        person.user = make_user()
        person.save()

    data = {"last_name": 0, "email": 0, "user": 1, "version-0": 1, "version-1": 1}
    browser.post(f"{LIST}{one.pk}/{two.pk}/", data)

    one.user.refresh_from_db()
    assert (Person.objects.get().user, one.user.is_active) == (two.user, False)


def test_two_are_found_by_name_and_compared(browser):
    one, two = make_pair("Ott", "Kern")
    page = browser.get(LIST, {"suche": "Maren"}).content.decode()
    assert f'value="{one.pk}"' in page

    answer = browser.get(LIST, {"suche": "Maren", "person": [one.pk, two.pk], "waehlen": 1})

    assert answer["Location"] == f"{LIST}{one.pk}/{two.pk}/"
    page = browser.get(LIST, {"suche": "Maren", "person": [one.pk], "waehlen": 1}).content.decode()
    assert "Wählen Sie genau zwei Personen aus." in page


def test_coordinator_of_a_jugendamt_merges_its_own_people_only(client):
    own, other = make_office(), make_office()
    user = make_user(role=Role.COORDINATOR, office=own)
    client.force_login(user)
    mine = make_pair(organisation=make_organisation(youth_welfare_office=own))
    theirs = make_pair("Wiebe", "Wiehbe", organisation=make_organisation(youth_welfare_office=other))

    assert pairs(user) == [tuple(person.pk for person in mine)]
    answers = [client.get(f"{LIST}{a.pk}/{b.pk}/").status_code for a, b in (mine, theirs, (mine[0], theirs[0]))]
    assert answers == [200, 404, 404]
    assert client.get(f"{LIST}{mine[0].pk}/{mine[0].pk}/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(browser, count, django_assert_num_queries):
    for n in range(count):
        make_pair(f"Thiemann{n}", f"Tiemann{n}", organisation=make_organisation())
    browser.get(LIST)

    with django_assert_num_queries(9):
        page = browser.get(reverse("imports:duplicate-list"))

    assert len(page.context["pairs"]) == count
