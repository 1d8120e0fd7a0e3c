"""Organisations as coordinators and their own administrators find and change them."""

import pytest
from django.urls import reverse

from members.enums import MembershipKind, Role
from members.models import Organisation, RoleAssignment
from netzwerk.models import AuditEvent
from tests.factories import make_category, make_member, make_membership, make_office, make_organisation
from tests.members.makers import form_data, make_coordinator, make_local_organisation

pytestmark = pytest.mark.django_db

LIST = reverse("members:organisation-list")
CREATE = reverse("members:organisation-create")


@pytest.fixture
def coordinator(client):
    user = make_coordinator()
    client.force_login(user)
    return user


@pytest.fixture
def admin(client):
    """Administers the house where they sit."""
    user = make_member(organisation=make_local_organisation())
    house = user.person.memberships.get().organisation
    RoleAssignment.objects.create(user=user, role=Role.ORGANISATION_ADMIN, organisation=house)
    client.force_login(user)
    user.house = house
    return user


def found(client, **query):
    return set(client.get(LIST, query).context["page"].rows)


def data(**changes):
    fields = {
        "name": "Kita Löwenzahn",
        "actor_category": make_category().pk,
        "youth_welfare_office": "",
        "municipality": "",
        "provider": "independent",
        "website": "kita-loewenzahn.example",
        "address": "Hauptstraße 1\n32423 Minden",
        "email": "",
        "email_visibility": "public",
        "phone": "",
        "phone_visibility": "public",
        "version": 1,
    }
    return fields | changes


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, coordinator, count, django_assert_num_queries):
    for _ in range(count):
        make_membership(organisation=make_local_organisation())
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_page_query_count_stays(client, coordinator, count, django_assert_num_queries):
    house = make_local_organisation()
    for _ in range(count):
        make_membership(organisation=house)
    client.get(house.get_absolute_url())

    with django_assert_num_queries(8):
        client.get(house.get_absolute_url())


def test_list_filters(client, coordinator):
    school = make_local_organisation(name="Gesamtschule Nord")
    make_membership(organisation=school)
    empty = make_organisation(name="Leeres Haus")
    make_membership(organisation=empty, kind=MembershipKind.GUEST)
    closed = make_organisation(name="Geschlossen", closed_on="2026-01-31")

    assert found(client) == {school, empty}
    assert found(client, suche="nord") == {school}
    assert found(client, gruppe=school.actor_category.code) == {school}
    assert found(client, jugendamt=school.youth_welfare_office.key) == {school}
    assert found(client, stand="unbesetzt") == {empty}
    assert found(client, stand="beendet") == {closed}


def test_empty_list_says_what_to_do(client, coordinator):
    assert "Legen Sie die erste an." in client.get(LIST).content.decode()


def test_create_makes_a_key_from_the_name(client, coordinator):
    client.post(CREATE, data())
    client.post(CREATE, data())

    assert list(Organisation.objects.order_by("pk").values_list("key", "website")) == [
        ("kita-loewenzahn", "https://kita-loewenzahn.example"),
        ("kita-loewenzahn-2", "https://kita-loewenzahn.example"),
    ]
    assert AuditEvent.objects.filter(kind="members.organisation_created").count() == 2


def test_name_without_latin_letters_gets_a_key_too(client, coordinator):
    client.post(CREATE, data(name="مدرسة الشمال"))

    assert Organisation.objects.get().key == "einrichtung"
    assert "<bdi>مدرسة الشمال</bdi>" in client.get(LIST).content.decode()


def test_coordination_of_one_office_creates_there_only(client):
    own, foreign = make_office(), make_office()
    client.force_login(make_coordinator(own))

    for wrong in ("", foreign.pk):
        response = client.post(CREATE, data(youth_welfare_office=wrong))
        assert "youth_welfare_office" in response.context["form"].errors
    assert client.post(CREATE, data(youth_welfare_office=own.pk)).status_code == 302

    assert Organisation.objects.get().youth_welfare_office == own


@pytest.mark.parametrize("name", ["update", "close", "reopen"])
def test_foreign_coordination_is_refused(client, name):
    house = make_local_organisation()
    client.force_login(make_coordinator(make_office()))

    response = client.post(reverse(f"members:organisation-{name}", args=[house.pk]), data(on="1.1.2026"))

    assert response.status_code == 403
    assert list(Organisation.objects.filter(pk=house.pk).values_list("name", "closed_on")) == [(house.name, None)]


def test_foreign_coordination_sees_shared_contacts_only(client):
    house = make_local_organisation(phone="0571 1", email="intern@haus.example", email_visibility="coordinators")
    client.force_login(make_coordinator(make_office()))

    html = client.get(house.get_absolute_url()).content.decode()

    assert "0571 1" in html
    assert "intern@haus.example" not in html
    assert "Angaben ändern" not in html


def test_page_shows_who_sits_and_what_is_vacant(client, coordinator):
    house = make_local_organisation()
    deputy = make_membership(organisation=house, kind=MembershipKind.DEPUTY)

    response = client.get(house.get_absolute_url())

    current = {kind: [seat.pk for seat in held] for kind, held in response.context["seats"]["current"] if held}
    assert current == {"Stellvertretung": [deputy.pk]}
    assert response.context["vacancies"] == ["Vertretung"]


def test_own_administrator_changes_contact_data_only(client, admin):
    address = reverse("members:own-organisation-update", args=[admin.house.pk])
    form = client.get(address).context["form"]

    client.post(address, form_data(form, phone="0571 23125-300", name="Umbenannt", actor_category=make_category().pk))

    changed = Organisation.objects.get(pk=admin.house.pk)
    assert (changed.phone, changed.name, changed.actor_category_id) == (
        "0571 23125-300",
        admin.house.name,
        admin.house.actor_category_id,
    )
    assert AuditEvent.objects.get().details == {"fields": ["phone"]}


def test_own_administrator_changes_functions_in_the_house(client, admin):
    seat = make_membership(organisation=admin.house)
    address = reverse("members:own-membership-update", args=[seat.pk])

    client.post(address, form_data(client.get(address).context["form"], function="Leitung", kind="guest"))

    seat.refresh_from_db()
    assert (seat.function, seat.kind) == ("Leitung", MembershipKind.HOLDER)


def test_other_houses_do_not_exist_for_an_administrator(client, admin):
    other = make_membership()

    assert client.get(reverse("members:own-organisation-update", args=[other.organisation_id])).status_code == 404
    assert client.get(reverse("members:own-membership-update", args=[other.pk])).status_code == 404
    assert str(other.person) not in client.get(reverse("members:own-organisation-list")).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_own_page_query_count_stays(client, admin, count, django_assert_num_queries):
    for _ in range(count):
        make_membership(organisation=admin.house)
    address = reverse("members:own-organisation-list")
    client.get(address)

    with django_assert_num_queries(6):
        client.get(address)
