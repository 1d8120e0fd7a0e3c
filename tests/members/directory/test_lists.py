"""The lists of people and organisations: who stands in them for whom, filters, pages, the part for the script."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role, Visibility
from members.models import Absence, Membership, Person
from tests.factories import (
    make_body,
    make_category,
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_town,
    make_user,
)
from tests.members.directory.makers import make_coordinator, make_seated, rows_of, status_of, words_of

pytestmark = pytest.mark.django_db
PEOPLE, ORGANISATIONS = "/intern/verzeichnis/", "/intern/einrichtungen/"


@pytest.fixture
def editor(client):
    """Sees what members see and stands in no list."""
    user = make_user(role=Role.EDITOR)
    client.force_login(user)
    return user


def test_people_with_a_current_seat_stand_in_the_list_by_name(client, editor):
    today = timezone.localdate()
    make_seated(last_name="Özdemir", first_name="Ela", title="Dr.")
    make_seated(last_name="Ohm", first_name="Uta")
    make_seated(last_name="Früher", seat={"since_on": today - timedelta(9), "until_on": today - timedelta(1)})
    make_seated(last_name="Später", seat={"since_on": today + timedelta(1)})
    make_person(last_name="Ohnesitz")

    response = client.get(PEOPLE)

    assert rows_of(response) == ["Ohm, Uta", "Özdemir, Dr. Ela"]
    assert status_of(response) == "2 Personen"


def test_row_says_organisation_function_absence_and_contact(client, editor):
    town = make_town(name="Oberstadt")
    house = make_organisation(name="Kita Sonnenweg", municipality=town)
    person = make_seated(
        organisation=house, seat={"function": "Leitung"}, last_name="Ohm", phone="0221 4710-1", email="ohm@kita.example"
    )
    day = timezone.localdate() + timedelta(days=3)
    Absence.objects.create(person=person, starts_on=timezone.localdate(), ends_on=day)

    response = client.get(PEOPLE)

    for expected in ("Kita Sonnenweg", "Leitung", "Oberstadt", "0221 4710-1", "abwesend bis"):
        assert expected in words_of(response)
    assert 'href="mailto:ohm@kita.example">ohm<wbr>@kita.example</a>' in response.content.decode()


@pytest.mark.parametrize(
    ("visibility", "member_sees"),
    [(Visibility.PUBLIC, True), (Visibility.MEMBERS, True), (Visibility.COORDINATORS, False)],
)
def test_hidden_fields_are_not_in_the_list(client, visibility, member_sees):
    office = make_office()
    house = make_organisation(youth_welfare_office=office)
    person = make_seated(
        organisation=house,
        phone="0221 4710-77",
        phone_visibility=visibility,
        email="nur@haus.example",
        email_visibility=visibility,
    )
    shown = {}
    for name, user in {
        "member": make_member(),
        "own": make_coordinator(office),
        "foreign": make_coordinator(make_office()),
        "network": make_coordinator(),
    }.items():
        client.force_login(user)
        page = client.get(PEOPLE).content.decode()
        shown[name] = "4710-77" in page and "nur@haus.example" in page
        assert person.last_name in page

    assert shown == {"member": member_sees, "own": True, "foreign": member_sees, "network": True}


def test_hidden_name_stands_only_in_the_list_of_its_coordination_and_its_own(client):
    office = make_office()
    owner = make_member(organisation=make_organisation(youth_welfare_office=office))
    Person.objects.filter(user=owner).update(name_visibility=Visibility.COORDINATORS)
    name = owner.person.sorted_name
    users = {
        "owner": owner,
        "member": make_member(),
        "own": make_coordinator(office),
        "foreign": make_coordinator(make_office()),
        "network": make_coordinator(),
    }
    listed = {}
    for role, user in users.items():
        client.force_login(user)
        listed[role] = name in rows_of(client.get(PEOPLE))
        status = client.get(reverse("directory:person-detail", args=[owner.person.pk])).status_code
        assert status == (200 if listed[role] else 404)

    assert listed == {"owner": True, "member": False, "own": True, "foreign": False, "network": True}


def test_each_filter_keeps_those_it_fits(client, editor):
    office, town = make_office(key="nord"), make_town(slug="oberstadt")
    group = make_category(code="5")
    school = make_organisation(actor_category=group, youth_welfare_office=office, municipality=town)
    fitting = make_seated(organisation=school, last_name="Passt", seat={"function": "Schulleitung"})
    body = make_body(members=[fitting.memberships.get()])
    make_seated(last_name="Andere", organisation=make_organisation(youth_welfare_office=make_office()))
    make_seated(last_name="Ueberall", organisation=make_organisation(youth_welfare_office=None))

    def listed(**params):
        return [row.split(",")[0] for row in rows_of(client.get(PEOPLE, params))]

    assert listed(gruppe="5") == listed(jugendamt="nord") == listed(ort="oberstadt") == ["Passt"]
    assert listed(funktion="schul") == listed(gremium=body.pk) == listed(name="pass") == ["Passt"]
    assert listed(jugendamt="netzwerk") == ["Ueberall"]
    assert listed(gruppe="gibtesnicht", jugendamt="auchnicht") == ["Andere", "Passt", "Ueberall"]


def test_filters_ask_for_one_seat_that_fits_them_all(client, editor):
    group, office = make_category(code="5"), make_office(key="nord")
    person = make_seated(organisation=make_organisation(actor_category=group))
    make_membership(person=person, organisation=make_organisation(youth_welfare_office=office))

    assert len(rows_of(client.get(PEOPLE, {"gruppe": "5"}))) == 1
    assert rows_of(client.get(PEOPLE, {"gruppe": "5", "jugendamt": "nord"})) == []


def test_empty_list_says_what_to_do(client, editor):
    assert "Koordination legt Personen an" in words_of(client.get(PEOPLE))
    assert "nehmen Sie einen Filter weg" in words_of(client.get(PEOPLE, {"name": "xyz"}))
    assert "nehmen Sie einen Filter weg" in words_of(client.get(ORGANISATIONS, {"name": "xyz"}))


@pytest.mark.parametrize("address", [PEOPLE, ORGANISATIONS])
def test_script_gets_the_list_alone(client, editor, address):
    make_seated()

    part = client.get(address, headers={"X-Requested-With": "fetch"}).content.decode()

    assert part.lstrip().startswith("<p")
    assert "<html" not in part
    assert rows_of(client.get(address, headers={"X-Requested-With": "fetch"})) == rows_of(client.get(address))


def test_pages_follow_each_other_without_a_gap(client, editor):
    house = make_organisation()
    people = Person.objects.bulk_create(Person(last_name=f"Name {number % 40:03}") for number in range(60))
    Membership.objects.bulk_create(Membership(person=person, organisation=house) for person in people)
    first = client.get(PEOPLE)
    second = client.get(PEOPLE, {"nach": first.context["page"].after})
    third = client.get(PEOPLE, {"nach": second.context["page"].after})
    back = client.get(PEOPLE, {"vor": third.context["page"].before})

    rows = [row.pk for response in (first, second, third) for row in response.context["page"].rows]
    assert rows == list(Person.objects.order_by("sort_name", "pk").values_list("pk", flat=True))
    assert back.context["page"].rows == second.context["page"].rows
    assert (first.context["page"].before, third.context["page"].after) == (None, None)
    assert "nach=" in first.content.decode()


def test_page_after_somebody_who_is_gone_is_the_first(client, editor):
    make_seated(last_name="Ohm", first_name="Uta")

    assert rows_of(client.get(PEOPLE, {"nach": 99_999_999})) == ["Ohm, Uta"]


def fill(count):
    houses = [make_organisation(youth_welfare_office=make_office()) for _ in range(3)]
    people = Person.objects.bulk_create(Person(last_name=f"Name {number:05}") for number in range(count))
    Membership.objects.bulk_create(
        Membership(person=person, organisation=houses[number % 3]) for number, person in enumerate(people)
    )


@pytest.mark.parametrize("count", [3, 3000])
@pytest.mark.parametrize("params", [{}, {"name": "name"}, {"jugendamt": "netzwerk", "funktion": "x"}])
def test_person_list_query_count_stays(client, django_assert_num_queries, count, params):
    fill(count)
    client.force_login(make_member())
    client.get(PEOPLE)

    with django_assert_num_queries(6):  # session, user, roles, seats, keys of the page, what it shows
        client.get(PEOPLE, params)


@pytest.mark.parametrize("count", [3, 3000])
def test_later_page_asks_once_more_where_it_begins(client, django_assert_num_queries, count):
    fill(count)
    client.force_login(make_member())
    first = Person.objects.earliest("sort_name").pk
    client.get(PEOPLE)

    with django_assert_num_queries(7):
        client.get(PEOPLE, {"nach": first})


@pytest.mark.parametrize("count", [1, 3])
def test_organisation_list_query_count_stays(client, django_assert_num_queries, count):
    fill(count)
    client.force_login(make_member())
    client.get(ORGANISATIONS)

    with django_assert_num_queries(5):
        client.get(ORGANISATIONS)


def test_first_page_of_a_worker_asks_for_what_it_then_keeps(client, django_assert_num_queries):
    fill(3)
    client.force_login(make_member())

    with django_assert_num_queries(10):  # and name of the network, contacts with closures, choices of the filter
        client.get(PEOPLE)


def test_organisations_that_take_part_stand_in_their_list(client, editor):
    group = make_category(code="5", short_title="Schulen")
    make_organisation(name="Ärztehaus", actor_category=group)
    make_organisation(name="Zentrum")
    make_organisation(name="Geschlossen", closed_on=timezone.localdate())

    assert rows_of(client.get(ORGANISATIONS)) == ["Ärztehaus", "Zentrum"]
    assert rows_of(client.get(ORGANISATIONS, {"gruppe": "5"})) == ["Ärztehaus"]
    assert rows_of(client.get(ORGANISATIONS, {"name": "aerzte"})) == ["Ärztehaus"]
