"""Contact points changed by coordinators: their own Jugendamt's, with a look at where they are shown."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from members.enums import Role
from netzwerk.models import AuditEvent
from netzwerk.usage import usages_of
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint
from tests.contacts.makers import OFFICE_HOURS, make_closure, make_contact, make_on_call
from tests.factories import make_office, make_town, make_user

pytestmark = pytest.mark.django_db
LIST = "/koordination/kontakte/"


@pytest.fixture
def town():
    return make_town(slug="oberstadt", name="Oberstadt", youth_welfare_office=make_office(key="oberstadt"))


@pytest.fixture
def point(town):
    return make_contact(
        youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS, name="Sozialer Dienst", key="dienst"
    )


@pytest.fixture
def coordinator(client, town):
    client.force_login(make_user(role=Role.COORDINATOR, office=town.youth_welfare_office))
    return client


def rows_data(prefix, names, rows):
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in zip(names, row, strict=True)}
    return data


def hours(*rows):
    return rows_data("zeiten", ("weekday", "opens", "closes"), rows)


def closures(*rows):
    return rows_data("schliesszeiten", ("starts_on", "ends_on", "reason"), rows)


def point_data(**fields):
    fields = {"name": "Sozialer Dienst", "phone": "0221 4710-199", "closed_on_holidays": "on", "version": 1} | fields
    return {"phone_label": "", "email": "", "address": "", "note": "", "fallback": ""} | fields


def address_of(point):
    return f"{LIST}{point.pk}/"


def test_new_number_is_on_the_public_page_at_once(coordinator, point, town):
    assert "0221 4710-100" in Client().get("/hilfe/oberstadt/").content.decode()

    data = point_data() | hours(("0", "8:00", "12:00"), ("0", "13:00", "16:00")) | closures()
    html = coordinator.post(address_of(point), data, follow=True).content.decode()

    assert "Alle Seiten zeigen jetzt die neuen Angaben." in html
    page = Client().get("/hilfe/oberstadt/?x=1").content.decode()
    assert "0221 4710-199" in page
    assert "0221 4710-100" not in page
    assert "Mo 8–12 und 13–16 Uhr" in page
    point.refresh_from_db()
    assert point.verified_on == timezone.localdate()
    event = AuditEvent.objects.get(kind="contacts.point_changed")
    assert (event.target_id, event.details) == (str(point.pk), {"fields": ["phone"]})


def test_closures_ahead_are_replaced_and_past_ones_stay(coordinator, point):
    today = timezone.localdate()
    make_closure(contact=point, starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=8), reason="Umzug")
    make_closure(contact=point, starts_on=today, ends_on=today, reason="Betriebsausflug")

    rows = ((today + timedelta(days=1)).isoformat(), (today + timedelta(days=2)).isoformat(), "Fortbildung")
    coordinator.post(address_of(point), point_data() | hours() | closures(rows))

    assert [closure.reason for closure in point.closures.all()] == ["Umzug", "Fortbildung"]
    assert point.weekly_hours.count() == 0


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "Geben Sie der Stelle einen Namen."),
        ({"phone": ""}, "Geben Sie die Telefonnummer ein."),
        ({"phone": "<script>"}, "Geben Sie eine Telefonnummer ein"),
        ({"email": "ina"}, "Geben Sie eine E-Mail-Adresse ein"),
        ({"fallback": "self"}, "Wählen Sie"),
        ({"fallback": "circle"}, "Diese Vertretung führt im Kreis."),
        ({"fallback": "foreign"}, "Wählen Sie"),
        ({"municipalities": "foreign town"}, "Wählen Sie Orte aus der Liste."),
        ({"is_always_open": "on"} | hours(("0", "8:00", "9:00")), "Löschen Sie die wöchentlichen Zeiten"),
        (hours(("0", "8:00", "12:00"), ("0", "11:00", "13:00")), "Diese Zeit überschneidet sich"),
        (closures(("2027-01-05", "2027-01-04", "Umzug")), "Das Ende darf nicht vor dem Beginn liegen."),
        (closures(("2027-01-05", "2027-01-06", "")), "Nennen Sie den Grund"),
        (closures(("morgen", "2027-01-06", "Umzug")), "Geben Sie einen Tag ein."),
    ],
)
def test_mistake_stands_at_its_field_and_nothing_changes(coordinator, point, town, change, sentence):
    foreign = make_town()
    others = {
        "self": point.pk,
        "circle": make_contact(youth_welfare_office=town.youth_welfare_office, fallback=point).pk,
        "foreign": make_contact(youth_welfare_office=foreign.youth_welfare_office).pk,
        "foreign town": foreign.pk,
    }
    data = {name: others.get(value, value) for name, value in change.items()}

    response = coordinator.post(address_of(point), point_data() | hours() | closures() | data)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    point.refresh_from_db()
    assert (point.phone, point.weekly_hours.count()) == ("0221 4710-100", 5)


def test_point_is_made_for_the_own_jugendamt(coordinator, town):
    data = point_data(name="Rufbereitschaft", is_always_open="on") | hours() | closures()

    coordinator.post(f"{LIST}neu/?art=on_call&amt=oberstadt", data)

    made = ContactPoint.objects.get()
    assert (made.kind, made.youth_welfare_office, made.key) == (
        Kind.ON_CALL,
        town.youth_welfare_office,
        "rufbereitschaft",
    )


@pytest.mark.parametrize("query", ["", "?art=asd", "?art=asd&amt=foreign", "?art=x&amt=oberstadt"])
def test_point_for_somebody_else_is_not_made(coordinator, town, query):
    make_office(key="foreign")

    response = coordinator.post(f"{LIST}neu/{query}", point_data() | hours() | closures())

    if query != "?art=asd":  # a single choice is filled in by the form, never by us
        assert response.url == LIST
    assert not ContactPoint.objects.exists()


def test_two_points_of_one_name_get_two_keys(coordinator, town):
    for _number in range(2):
        coordinator.post(f"{LIST}neu/?art=asd&amt=oberstadt", point_data() | hours() | closures())

    assert len(set(ContactPoint.objects.values_list("key", flat=True))) == 2


def test_others_points_are_neither_listed_nor_changed(coordinator, point, town):
    foreign = make_contact(youth_welfare_office=make_office(), name="Fremde Stelle")
    common = make_contact(name="Gemeinsame Stelle")

    html = coordinator.get(LIST).content.decode()

    assert "Sozialer Dienst" in html
    for other in (foreign, common):
        assert other.name not in html
        for address in (address_of(other), f"{address_of(other)}loeschen/"):
            assert coordinator.get(address).status_code == 403
            assert coordinator.post(address, point_data() | hours() | closures()).status_code == 403
    assert {foreign.phone, common.phone} == set(
        ContactPoint.objects.filter(pk__in=[foreign.pk, common.pk]).values_list("phone", flat=True)
    )


def test_network_coordination_changes_what_serves_everybody(client):
    common = make_contact(name="Gemeinsame Stelle")
    client.force_login(make_user(role=Role.COORDINATOR))

    client.post(address_of(common), point_data(name="Neue Stelle") | hours() | closures())

    common.refresh_from_db()
    assert common.name == "Neue Stelle"


def test_where_it_is_shown_stands_on_the_page_before_saving_and_before_deleting(coordinator, point, town):
    other = make_contact(youth_welfare_office=town.youth_welfare_office, name="Außenstelle", fallback=point)

    for address in (address_of(point), f"{address_of(point)}loeschen/"):
        html = coordinator.get(address).content.decode()
        assert "Hilfe in Oberstadt" in html
        assert "Vertretung für Außenstelle" in html

    coordinator.post(f"{address_of(point)}loeschen/")
    other.refresh_from_db()
    assert other.fallback is None
    assert not ContactPoint.objects.filter(pk=point.pk).exists()
    assert AuditEvent.objects.get(kind="contacts.point_deleted").details == {"key": "dienst"}


@pytest.mark.parametrize(
    ("kind", "labels"),
    [
        (Kind.ASD, {"Hilfe in Oberstadt", "Liste „Ansprechpersonen“"}),
        (
            Kind.ON_CALL,
            {"Hilfe in Oberstadt", "Liste „Ansprechpersonen“", "Notfallzeile über allen öffentlichen Seiten"},
        ),
        (Kind.INSOFA, {"Hilfe in Oberstadt", "Liste „Insoweit erfahrene Fachkräfte“"}),
        (Kind.COORDINATION, {"Liste „Ansprechpersonen“", "Fußzeile aller Seiten"}),
        (Kind.OTHER, {"Liste „Ansprechpersonen“"}),
    ],
)
def test_usages_follow_the_kind(town, kind, labels):
    make_town()  # of another Jugendamt

    assert {
        usage.label for usage in usages_of(make_contact(kind=kind, youth_welfare_office=town.youth_welfare_office))
    } == labels


@pytest.mark.parametrize("count", [1, 3])
def test_list_costs_the_same_at_any_number(coordinator, town, django_assert_num_queries, count):
    for _number in range(count):
        make_contact(youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS)
    make_on_call(town.youth_welfare_office)
    coordinator.get(LIST)

    with django_assert_num_queries(6):
        assert len(coordinator.get(LIST).context["page"].object_list) == count + 1
