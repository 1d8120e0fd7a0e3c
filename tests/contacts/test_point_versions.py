"""Two coordinators change the same contact point: the second is shown both versions, hours and closures included."""

import pytest
from django.contrib import admin

from members.enums import Role
from reporting_paths.contacts.admin import ContactPointAdmin
from reporting_paths.contacts.models import ContactPoint
from tests.contacts.makers import OFFICE_HOURS, make_closure, make_contact
from tests.factories import make_town, make_user
from tests.members.makers import form_data

pytestmark = pytest.mark.django_db


@pytest.fixture
def point():
    town = make_town(slug="oberstadt", name="Oberstadt")
    return make_contact(
        youth_welfare_office=town.youth_welfare_office, hours=OFFICE_HOURS, name="Dienst", phone="0221 4710-100"
    )


@pytest.fixture
def opened(client, point):
    """What a browser that has just opened the page would send."""
    client.force_login(make_user(role=Role.COORDINATOR, office=point.youth_welfare_office))
    context = client.get(point.get_absolute_url()).context
    data = form_data(context["form"])
    for rows in (context["hours"], context["closures"]):
        data |= rows_of(rows)
    return data


def rows_of(formset):
    data = {formset.opened_name: formset.opened_text}
    for form in (formset.management_form, *formset):
        data |= {bound.html_name: bound.value() for bound in form if bound.value() or bound.value() == 0}
    return data


def one_hour(weekday):
    return {
        "zeiten-TOTAL_FORMS": 1,
        "zeiten-INITIAL_FORMS": 0,
        "zeiten-0-weekday": weekday,
        "zeiten-0-opens": "8:00",
        "zeiten-0-closes": "9:00",
    }


def without_rows(data):
    return {name: value for name, value in data.items() if not name.startswith("zeiten-") or name == "zeiten-vorher"}


def conflict_data(response, **choices):
    kept = dict(response.context["kept"])
    chosen = {found.choice_name: found.chosen for found in response.context["differences"]}
    return kept | chosen | {f"wahl-{name}": choice for name, choice in choices.items()}


def shown(response):
    return {found.name: (found.mine, found.theirs, found.chosen) for found in response.context["differences"]}


def stored(point):
    point.refresh_from_db()
    return point.phone, point.note, point.hours_text, point.version


def test_second_save_is_refused_and_shows_fields_and_hours(client, point, opened):
    client.post(point.get_absolute_url(), without_rows(opened) | one_hour(2) | {"phone": "0221 4710-200"})
    response = client.post(point.get_absolute_url(), opened | {"note": "Hintereingang"})

    assert response.status_code == 409
    assert stored(point) == ("0221 4710-200", "", "Mi 8–9 Uhr", 2)
    assert shown(response) == {
        "phone": ("0221 4710-100", "0221 4710-200", "gespeicherte"),
        "note": ("Hintereingang", "(leer)", "meine"),
        "zeiten": ("Mo–Do 8:30–17 Uhr, Fr 8:30–12 Uhr", "Mi 8–9 Uhr", "gespeicherte"),
    }


def test_as_offered_both_changes_stay(client, point, opened):
    client.post(point.get_absolute_url(), without_rows(opened) | one_hour(2) | {"phone": "0221 4710-200"})
    response = client.post(point.get_absolute_url(), opened | {"note": "Hintereingang"})

    client.post(point.get_absolute_url(), conflict_data(response))

    assert stored(point) == ("0221 4710-200", "Hintereingang", "Mi 8–9 Uhr", 3)


def test_own_hours_can_be_chosen(client, point, opened):
    client.post(point.get_absolute_url(), without_rows(opened) | one_hour(2))
    response = client.post(point.get_absolute_url(), without_rows(opened) | one_hour(4))
    assert shown(response) == {"zeiten": ("Fr 8–9 Uhr", "Mi 8–9 Uhr", "meine")}

    client.post(point.get_absolute_url(), conflict_data(response, zeiten="meine"))

    assert stored(point)[2:] == ("Fr 8–9 Uhr", 3)


def test_closure_somebody_entered_meanwhile_stays(client, point, opened):
    client.post(point.get_absolute_url(), opened | {"phone": "0221 4710-200"})
    make_closure(contact=point, starts_on="2030-12-24", ends_on="2030-12-31", reason="Betriebsferien")
    response = client.post(point.get_absolute_url(), opened | {"note": "Hintereingang"})
    ferien = "24. Dezember 2030 bis 31. Dezember 2030: Betriebsferien"
    assert shown(response)["schliesszeiten"] == ("keine", ferien, "gespeicherte")

    client.post(point.get_absolute_url(), conflict_data(response))

    assert [closure.reason for closure in point.closures.all()] == ["Betriebsferien"]


def test_change_in_the_administration_is_noticed(client, point, opened):
    ContactPointAdmin(ContactPoint, admin.site).save_model(None, point, None, change=True)

    assert client.post(point.get_absolute_url(), opened).status_code == 409
