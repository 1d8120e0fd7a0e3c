"""Profiles: made and changed by the coordination of their Jugendamt, reachability by the experts themselves."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from members.enums import Role, Visibility
from members.experts.models import ExpertHours, ExpertProfile
from members.open_matters import open_matters_of
from netzwerk.models import AuditEvent
from netzwerk.usage import usages_of
from tests.factories import (
    make_member,
    make_membership,
    make_office,
    make_organisation,
    make_person,
    make_town,
    make_user,
)
from tests.members.experts.makers import make_duty, make_expert

pytestmark = pytest.mark.django_db
LIST = "/koordination/insofa/"


@pytest.fixture
def office():
    return make_town(slug="oberstadt", name="Oberstadt").youth_welfare_office


@pytest.fixture
def coordinator(client, office):
    client.force_login(make_user(role=Role.COORDINATOR, office=office))
    return client


def hours_data(*rows):
    data = {"zeiten-TOTAL_FORMS": len(rows), "zeiten-INITIAL_FORMS": 0}
    for number, (weekday, opens, closes) in enumerate(rows):
        data |= {
            f"zeiten-{number}-weekday": weekday,
            f"zeiten-{number}-opens": opens,
            f"zeiten-{number}-closes": closes,
        }
    return data


def profile_data(office, **fields):
    return {
        "youth_welfare_office": office.pk,
        "phone": "0221 4710-650",
        "phone_visibility": Visibility.PUBLIC,
        "email": "",
        "email_visibility": Visibility.MEMBERS,
        "expertise": ["neglect", "digital"],
        "is_public": "on",
        "paused_until": "",
        "version": 1,
    } | fields


def week_of(expert):
    return [str(row) for row in expert.hours.all()]


def test_coordinator_finds_a_person_and_takes_them_onto_the_list(coordinator, office):
    seat = make_membership(
        person=make_person(last_name="Brandt"), organisation=make_organisation(youth_welfare_office=office)
    )
    found = coordinator.get(f"{LIST}neu/", {"name": "bran"}).content.decode()
    assert f'href="?sitz={seat.pk}"' in found

    data = profile_data(office) | hours_data(("0", "9:00", "12:00"), ("0", "13:00", "15:00"), ("", "", ""))
    html = coordinator.post(f"{LIST}neu/?sitz={seat.pk}", data, follow=True).content.decode()

    expert = ExpertProfile.objects.get()
    assert "steht jetzt auf der Liste." in html
    assert (expert.person, expert.organisation, expert.expertise) == (
        seat.person,
        seat.organisation,
        ["neglect", "digital"],
    )
    assert week_of(expert) == ["Montag 09:00–12:00", "Montag 13:00–15:00"]
    event = AuditEvent.objects.get(kind="experts.profile_created")
    assert (event.target_id, event.details) == (str(expert.pk), {})


def test_who_was_taken_off_comes_back_with_a_new_profile(coordinator, office):
    expert = make_expert(office=office)
    expert.end(on=timezone.localdate())
    seat = expert.person.memberships.get()

    coordinator.post(f"{LIST}neu/?sitz={seat.pk}", profile_data(office) | hours_data())

    expert.refresh_from_db()
    assert (expert.ended_on, expert.phone) == (None, "0221 4710-650")


def test_person_on_the_list_is_not_taken_twice(coordinator, office):
    expert = make_expert(office=office)

    response = coordinator.get(f"{LIST}neu/?sitz={expert.person.memberships.get().pk}")

    assert response.url == expert.get_absolute_url()


@pytest.mark.parametrize("seat", ["999999", "x", "", "9" * 40, "٣"])
def test_unknown_seat_is_not_found(coordinator, seat):
    assert coordinator.get(f"{LIST}neu/", {"sitz": seat}).status_code == 404


def test_seats_of_another_jugendamt_are_out_of_reach(coordinator):
    seat = make_membership(
        person=make_person(last_name="Brandt"), organisation=make_organisation(youth_welfare_office=make_office())
    )

    assert "?sitz=" not in coordinator.get(f"{LIST}neu/", {"name": "Brandt"}).content.decode()
    assert coordinator.get(f"{LIST}neu/", {"sitz": seat.pk}).status_code == 403


def test_profile_is_changed_with_its_whole_week(coordinator, office):
    expert = make_expert(office=office, hours={0: (9, 12), 1: (9, 12)})

    coordinator.post(expert.get_absolute_url(), profile_data(office) | hours_data(("2", "8:30", "12:15")))

    expert.refresh_from_db()
    assert expert.phone == "0221 4710-650"
    assert week_of(expert) == ["Mittwoch 08:30–12:15"]
    assert AuditEvent.objects.get(kind="experts.profile_changed").target_id == str(expert.pk)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"phone": "ruf an"}, "Geben Sie eine Telefonnummer ein"),
        ({"email": "ina"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"paused_until": "2020-01-01"}, "Dieser Tag ist schon vorbei."),
        ({"paused_until": "bald"}, "Geben Sie einen Tag ein."),
        ({"expertise": ["zauberei"]}, "Wählen Sie Schwerpunkte aus der Liste."),
        ({"youth_welfare_office": ""}, "Wählen Sie das Jugendamt."),
        ({"youth_welfare_office": "foreign"}, "Wählen Sie ein Jugendamt aus der Liste."),
        ({"municipalities": "foreign town"}, "Wählen Sie Orte aus der Liste."),
        (
            hours_data(("0", "9:00", "12:00"), ("0", "11:59", "13:00")),
            "Diese Zeit überschneidet sich mit einer anderen",
        ),
        (hours_data(("0", "12:00", "12:00")), "Das Ende muss nach dem Beginn liegen."),
        (hours_data(("0", "9:00", "")), "Geben Sie das Ende ein."),
        (hours_data(("", "9:00", "10:00")), "Wählen Sie den Wochentag."),
        (hours_data(("0", "25:00", "26:00")), "Geben Sie die Uhrzeit mit Stunde und Minute ein"),
    ],
)
def test_mistake_stands_at_its_field_and_nothing_changes(coordinator, office, change, sentence):
    expert = make_expert(office=office, phone="0221 4710-600", hours={0: (9, 12)})
    foreign = make_town()
    values = {"foreign": foreign.youth_welfare_office_id, "foreign town": foreign.pk}
    data = {name: values.get(value, value) if isinstance(value, str) else value for name, value in change.items()}

    response = coordinator.post(expert.get_absolute_url(), profile_data(office) | hours_data() | data)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    expert.refresh_from_db()
    assert (expert.phone, week_of(expert)) == ("0221 4710-600", ["Montag 09:00–12:00"])


def test_three_rows_that_overlap_are_named_each(coordinator, office):
    expert = make_expert(office=office)
    rows = [("0", "9:00", "12:00"), ("0", "10:00", "11:00"), ("0", "10:30", "13:00")]

    html = coordinator.post(expert.get_absolute_url(), profile_data(office) | hours_data(*rows)).content.decode()

    for number, is_wrong in ((0, False), (1, True), (2, True)):
        assert (f'id="id_zeiten-{number}-opens_error"' in html) == is_wrong


def test_network_coordinator_may_say_whole_network(client, office):
    client.force_login(make_user(role=Role.COORDINATOR))
    expert = make_expert(office=office)

    client.post(expert.get_absolute_url(), profile_data(office, youth_welfare_office="") | hours_data())

    expert.refresh_from_db()
    assert expert.youth_welfare_office is None


def test_profile_of_the_whole_network_is_not_for_a_single_office(coordinator):
    expert = make_expert()

    assert coordinator.get(expert.get_absolute_url()).status_code == 403
    assert str(expert.person) not in coordinator.get(LIST).content.decode()


def test_editor_without_office_does_not_count_as_coordination(client, office):
    make_expert(office=office)
    client.force_login(make_user(role=Role.EDITOR))

    assert client.get(LIST).status_code == 403


def test_ending_takes_the_expert_off_and_opens_the_duties(coordinator, office):
    expert = make_expert(office=office)
    make_duty(expert, office, first=-10, last=-4)
    make_duty(expert, office, first=-3, last=3)
    make_duty(expert, office, first=4, last=9)

    page = coordinator.get(f"{expert.get_absolute_url()}beenden/").content.decode()
    coordinator.post(f"{expert.get_absolute_url()}beenden/")

    today = timezone.localdate()
    assert "Diese Dienste werden frei" in page
    assert [duty.ends_on for duty in expert.duties.all()] == [today - timedelta(days=4), today - timedelta(days=1)]
    assert not ExpertProfile.objects.current().exists()
    assert "beendet" in coordinator.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_number(coordinator, office, django_assert_num_queries, count):
    for _number in range(count):
        make_expert(office=office, hours={0: (9, 12)})
    coordinator.get(LIST)

    with django_assert_num_queries(7):
        coordinator.get(LIST)


def test_long_list_has_pages_and_names_those_taken_off_last(coordinator, office):
    ended = make_expert(office=office, ended_on=timezone.localdate(), organisation=make_organisation(name="Aaa"))
    for _number in range(25):
        make_expert(office=office)

    first, second = coordinator.get(LIST), coordinator.get(LIST, {"seite": 2})

    assert len(first.context["page"].object_list) == 25
    assert "Seite 1 von 2" in first.content.decode()
    assert second.context["page"].object_list == [ended]


def test_empty_list_says_what_to_do(coordinator):
    assert "Nehmen Sie die erste Fachkraft auf" in coordinator.get(LIST).content.decode()


def test_database_refuses_hours_that_overlap(office):
    expert = make_expert(office=office, hours={0: (9, 12)})

    with pytest.raises(IntegrityError), transaction.atomic():
        ExpertHours.objects.create(expert=expert, weekday=0, opens="11:59", closes="13:00")


# The experts themselves


def test_expert_changes_the_own_reachability_only(office):
    expert = make_expert(office=office, with_access=True, expertise=["neglect"])
    client = Client()
    client.force_login(expert.person.user)
    data = profile_data(office, expertise=["digital"], is_public="") | hours_data(("4", "9:00", "11:00"))

    html = client.post("/mein/insofa/", data, follow=True).content.decode()

    expert.refresh_from_db()
    assert "Ihre Erreichbarkeit ist gespeichert." in html
    assert (expert.phone, week_of(expert)) == ("0221 4710-650", ["Freitag 09:00–11:00"])
    assert (expert.expertise, expert.is_public) == (["neglect"], True)


def test_who_is_no_expert_learns_who_makes_one(client):
    client.force_login(make_member())

    assert "Sie stehen nicht auf der Liste" in client.get("/mein/insofa/").content.decode()


def test_own_area_links_to_it_for_experts_only(client, office):
    expert = make_expert(office=office, with_access=True)
    client.force_login(expert.person.user)
    assert "/mein/anfragen/" in client.get("/mein/").content.decode()
    client.force_login(make_member())
    assert "/mein/anfragen/" not in client.get("/mein/").content.decode()


# What the rooms below are told


def test_person_s_usages_name_profile_and_duties(office):
    expert = make_expert(office=office)
    make_duty(expert, office)

    labels = [usage.label for usage in usages_of(expert.person)]

    assert labels == ["Liste der insoweit erfahrenen Fachkräfte", "1-mal im Dienstplan der InsoFa"]


@pytest.mark.parametrize("heir_is_expert", [True, False])
def test_ended_seat_hands_duties_over_where_the_successor_is_an_expert(office, heir_is_expert):
    expert = make_expert(office=office)
    make_duty(expert, office, first=3, last=9)
    heir = make_expert(office=office).person if heir_is_expert else make_person()
    successor = make_membership(person=heir, organisation=expert.organisation)

    (matter,) = open_matters_of(expert.person.memberships.get())
    matter.hand_over(successor, by=None)

    expert.refresh_from_db()
    assert expert.is_ended
    assert len(matter.items) == 2
    assert expert.duties.count() == 0
    assert (heir.expert_profile.duties.count() == 1) if heir_is_expert else True
