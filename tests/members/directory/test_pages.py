"""One person, one organisation, one's own fields, as each reader sees them."""

from datetime import timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone

from members.enums import MembershipKind, Role, Visibility
from members.models import Absence, Person
from netzwerk.models import AuditEvent
from tests.factories import (
    make_body,
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_user,
)
from tests.members.directory.makers import make_coordinator, make_seated, words_of

pytestmark = pytest.mark.django_db
OWN = "/mein/sichtbarkeit/"
HIDDEN = {f"{name}_visibility": Visibility.COORDINATORS for name in ("email", "phone", "mobile")}
CONTACT = {"email": "ohm@kita.example", "phone": "0221 4710-11", "mobile": "030 23125-22"}


def page_of(client, person, name="person-detail"):
    return client.get(reverse(f"directory:{name}", args=[person.pk]))


def shown(response):
    page = response.content.decode()
    return [name for name, value in CONTACT.items() if value in page]


@pytest.mark.parametrize("name", ["person-detail", "person-card"])
def test_each_reader_gets_the_fields_that_are_for_them(client, name):
    office = make_office()
    house = make_organisation(youth_welfare_office=office)
    person = make_seated(organisation=house, **CONTACT, phone_visibility=Visibility.COORDINATORS)
    found = {}
    for role, user in {
        "member": make_member(),
        "editor": make_user(role=Role.EDITOR),
        "own": make_coordinator(office),
        "foreign": make_coordinator(make_office()),
        "network": make_coordinator(),
    }.items():
        client.force_login(user)
        found[role] = shown(page_of(client, person, name))

    members = ["email"]  # a mobile number is for the coordination unless somebody says otherwise
    assert found == {
        "member": members,
        "editor": members,
        "own": list(CONTACT),
        "foreign": members,
        "network": list(CONTACT),
    }


def test_own_page_shows_everything_and_leads_to_the_own_choice(client):
    user = make_member()
    Person.objects.filter(user=user).update(**CONTACT, **HIDDEN)
    client.force_login(user)

    response = page_of(client, user.person)

    assert shown(response) == list(CONTACT)
    assert OWN in response.content.decode()


def test_page_shows_seats_functions_deputies_and_bodies(client):
    house = make_organisation(name="Kita Sonnenweg")
    holder = make_seated(organisation=house, last_name="Ohm", first_name="Uta", seat={"function": "Leitung"})
    seat = holder.memberships.get()
    deputy = make_seated(
        organisation=house,
        last_name="Vahle",
        first_name="Bo",
        seat={"kind": MembershipKind.DEPUTY, "deputy_of": seat},
    )
    make_body(name="AG Kita", chair=seat)
    make_body(name="Aufgelöst", members=[seat], ended_on=timezone.localdate())
    client.force_login(make_member())

    words = words_of(page_of(client, holder))
    assert "Kita Sonnenweg Funktion Leitung Im Netzwerk Vertretung" in words
    assert "Stellvertretung Bo Vahle" in words
    assert "AG Kita (Leitung)" in words
    assert "Aufgelöst" not in words
    assert "Stellvertretung von Uta Ohm" in words_of(page_of(client, deputy))


def test_absence_names_the_deputies_of_the_seat(client):
    holder = make_seated()
    seat = holder.memberships.get()
    for name, visibility in (("Vahle", Visibility.MEMBERS), ("Geheim", Visibility.COORDINATORS)):
        make_membership(
            person=make_person(first_name="Bo", last_name=name, name_visibility=visibility),
            organisation=seat.organisation,
            kind=MembershipKind.DEPUTY,
            deputy_of=seat,
        )
    today = timezone.localdate()
    Absence.objects.create(person=holder, starts_on=today, ends_on=today)
    client.force_login(make_member())

    words = words_of(page_of(client, holder))

    assert "Abwesend bis" in words
    assert "Vertretung: Bo Vahle" in words
    assert "Geheim" not in words


def test_absence_of_another_time_is_not_mentioned(client):
    holder = make_seated()
    soon = timezone.localdate() + timedelta(days=1)
    Absence.objects.create(person=holder, starts_on=soon, ends_on=soon)
    client.force_login(make_member())

    assert "bwesend" not in words_of(page_of(client, holder))


def test_person_without_a_current_seat_has_no_page(client):
    client.force_login(make_coordinator())

    assert page_of(client, make_person()).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_person_page_query_count_stays(client, django_assert_num_queries, count):
    person = make_seated()
    for _ in range(count):
        seat = make_membership(person=person)
        make_membership(organisation=seat.organisation, kind=MembershipKind.DEPUTY, deputy_of=seat)
        make_body(members=[seat])
    client.force_login(make_member())
    page_of(client, person)

    with django_assert_num_queries(8):
        page_of(client, person)


def test_card_can_be_read_by_an_address_book(client):
    house = make_organisation(name="Kita; Sonnen,weg")
    person = make_seated(
        organisation=house,
        seat={"function": "Leitung"},
        title="Dr.",
        first_name="Zoë",
        last_name="Müller-Łuczak",
        **CONTACT,
        mobile_visibility=Visibility.MEMBERS,
    )
    client.force_login(make_member())

    response = page_of(client, person, "person-card")
    card = vobject.readOne(response.content.decode())

    assert response["Content-Type"] == "text/vcard; charset=utf-8"
    assert (card.fn.value, card.n.value.family, card.n.value.prefix) == (
        "Dr. Zoë Müller-Łuczak",
        "Müller-Łuczak",
        "Dr.",
    )
    assert (card.org.value, card.title.value) == (["Kita; Sonnen,weg"], "Leitung")
    assert {line.value for line in (*card.tel_list, card.email)} == set(CONTACT.values())


def test_card_of_a_person_who_shows_nothing_has_the_name_alone(client):
    person = make_seated(**CONTACT, **HIDDEN)
    client.force_login(make_member())

    card = vobject.readOne(page_of(client, person, "person-card").content.decode())

    assert set(card.contents) == {"version", "n", "fn", "org"}


def test_organisation_shows_its_people_and_its_shared_contact(client):
    house = make_organisation(
        phone="0221 4710-5", phone_visibility=Visibility.COORDINATORS, email="post@kita.example", address="Marktplatz 1"
    )
    make_seated(organisation=house, last_name="Ohm", first_name="Uta")
    make_seated(organisation=house, last_name="Geheim", name_visibility=Visibility.COORDINATORS)
    client.force_login(make_member())
    as_member = words_of(page_of(client, house, "organisation-detail"))
    client.force_login(make_coordinator())
    as_coordinator = words_of(page_of(client, house, "organisation-detail"))

    for expected in ("Uta Ohm", "post@kita.example", "Marktplatz 1", "Zuletzt bestätigt noch nicht"):
        assert expected in as_member
    assert "Geheim" not in as_member
    assert "4710-5" not in as_member
    assert "Geheim" in as_coordinator
    assert "4710-5" in as_coordinator


def test_organisation_that_left_has_no_page(client):
    client.force_login(make_member())
    house = make_organisation(closed_on=timezone.localdate())

    assert page_of(client, house, "organisation-detail").status_code == 404


def choice(**fields):
    return {f"{name}_visibility": fields.get(name, "members") for name in ("name", "email", "phone", "mobile")}


def views_of(response):
    """{title: what stands in the column}"""
    columns = words_of(response).split("Sie nicht im Verzeichnis. ", 1)[1].split("Wer darf was sehen?")[0]
    public, rest = columns.split("Mitglieder wer im Netzwerk mitarbeitet ")
    members, coordinators = rest.split("Koordination die Netzwerkkoordination Ihres Jugendamtes ")
    return public, members, coordinators


def test_three_columns_say_what_each_sees(client):
    user = make_member()
    Person.objects.filter(user=user).update(
        **CONTACT, name_visibility="public", email_visibility="public", phone_visibility="members"
    )
    client.force_login(user)

    seen = [[name for name, value in CONTACT.items() if value in column] for column in views_of(client.get(OWN))]

    assert seen == [["email"], ["email", "phone"], ["email", "phone", "mobile"]]


def test_hidden_name_hides_everything(client):
    user = make_member()
    Person.objects.filter(user=user).update(**CONTACT, name_visibility="coordinators", email_visibility="public")
    client.force_login(user)

    public, members, coordinators = views_of(client.get(OWN))

    assert "Diese Gruppe sieht nichts von Ihnen." in public
    assert "Diese Gruppe sieht nichts von Ihnen." in members
    assert CONTACT["email"] in coordinators


def test_own_choice_changes_what_others_see(client):
    user = make_member()
    Person.objects.filter(user=user).update(**CONTACT)
    client.force_login(user)

    response = client.post(OWN, choice(email="coordinators"), follow=True)

    assert "Ihre Angaben sind jetzt so sichtbar wie gewählt." in words_of(response)
    person = Person.objects.get(user=user)
    assert (person.email_visibility, person.mobile_visibility, person.version) == ("coordinators", "members", 2)
    event = AuditEvent.objects.get()
    assert (event.kind, event.actor_id) == ("directory.visibility_changed", user.pk)
    assert event.details == {"email": "coordinators", "mobile": "members"}
    client.force_login(make_member())
    assert shown(page_of(client, person)) == ["phone", "mobile"]


def test_same_choice_again_changes_nothing(client):
    user = make_member()
    client.force_login(user)
    client.post(OWN, choice(mobile="coordinators"))

    assert Person.objects.get(user=user).version == 1
    assert not AuditEvent.objects.exists()


def test_unknown_choice_is_said_at_its_field(client):
    user = make_member()
    client.force_login(user)

    response = client.post(OWN, choice(email="alle"))

    assert "Wählen Sie aus, wer die Angabe sehen darf." in words_of(response)
    assert Person.objects.get(user=user).email_visibility == "members"


def test_access_without_an_entry_says_so(client):
    client.force_login(make_user())

    assert "Andere sehen nichts von Ihnen." in words_of(client.get(OWN))
