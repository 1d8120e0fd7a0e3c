"""The administration of numbers: changed in the browser, wrong input refused in German, superusers only."""

import pytest
from django.urls import reverse

from netzwerk.models import YouthWelfareOffice
from reporting_paths.contacts.enums import Scope
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline
from tests.contacts.makers import make_contact, make_helpline
from tests.factories import make_network, make_office, make_town, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    make_network()
    client.force_login(make_user(is_superuser=True))
    return client


def contact_form(contact, *hours, **fields):
    """What the browser sends; `hours`: (weekday, opens, closes), new rows."""
    data = {
        "kind": contact.kind,
        "name": contact.name,
        "youth_welfare_office": contact.youth_welfare_office_id or "",
        "phone": contact.phone,
        "sort": "0",
        "weekly_hours-TOTAL_FORMS": len(hours),
        "weekly_hours-INITIAL_FORMS": 0,
    }
    for number, (weekday, opens, closes) in enumerate(hours):
        row = {"weekday": weekday, "opens": opens, "closes": closes, "contact": contact.pk}
        data |= {f"weekly_hours-{number}-{name}": value for name, value in row.items()}
    return data | fields


def send(client, contact, *hours, **fields):
    address = reverse("admin:contacts_contactpoint_change", args=[contact.pk])
    return client.post(address, contact_form(contact, *hours, **fields))


def test_number_and_hours_change_in_the_browser(boss):
    contact = make_contact(youth_welfare_office=make_office())

    response = send(boss, contact, (0, "08:30", "12:00"), (0, "13:00", "17:00"), phone="0221 4710-199")

    assert response.status_code == 302
    contact.refresh_from_db()
    assert contact.phone == "0221 4710-199"
    assert contact.hours_text == "Mo 8:30–12 und 13–17 Uhr"


WRONG = {
    "phone": ([], {"phone": "ruf an"}, "Geben Sie eine Telefonnummer ein"),
    "overlap": ([(0, "08:00", "12:00"), (0, "11:00", "13:00")], {}, "Zwei Zeiten desselben Tages überschneiden sich."),
    "end before start": ([(0, "12:00", "08:00")], {}, "Das Ende muss nach dem Beginn liegen."),
    "no time": ([(0, "", "08:00")], {}, "Dieses Feld"),
    "always open": ([(0, "08:00", "12:00")], {"is_always_open": "on"}, "rund um die Uhr antwortet, hat keine Öff"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input_is_refused_in_german(boss, name):
    hours, fields, sentence = WRONG[name]
    contact = make_contact()

    response = send(boss, contact, *hours, **fields)

    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert not contact.weekly_hours.exists()


def test_hours_overlapping_kept_ones_are_refused(boss):
    contact = make_contact(hours={0: [("8:00", "12:00")]})
    row = contact.weekly_hours.get()
    kept = {"id": row.pk, "contact": contact.pk, "weekday": 0, "opens": "08:00", "closes": "12:00"}
    new = {"contact": contact.pk, "weekday": 0, "opens": "11:00", "closes": "13:00"}
    rows = {f"weekly_hours-0-{key}": value for key, value in kept.items()}
    rows |= {f"weekly_hours-1-{key}": value for key, value in new.items()}

    response = send(boss, contact, **rows, **{"weekly_hours-TOTAL_FORMS": 2, "weekly_hours-INITIAL_FORMS": 1})

    assert "überschneide" in response.content.decode()
    assert contact.weekly_hours.count() == 1


def test_town_of_another_jugendamt_is_refused(boss):
    contact = make_contact(youth_welfare_office=make_office())
    town = make_town(name="Anderswo", youth_welfare_office=make_office())

    response = send(boss, contact, municipalities=[town.pk])

    assert "Gehört nicht zum Jugendamt dieser Stelle: Anderswo." in response.content.decode()


def test_key_stays(boss):
    contact = make_contact()
    key = contact.key

    send(boss, contact, key="anders")

    assert ContactPoint.objects.get().key == key


def test_closure_is_added_and_wrong_ones_are_refused(boss):
    address = reverse("admin:contacts_closure_add")
    contact, office = make_contact(), make_office()
    data = {"starts_on": "24.12.2026", "ends_on": "31.12.2026", "reason": "Betriebsferien"}

    both = boss.post(address, data | {"contact": contact.pk, "youth_welfare_office": office.pk})
    too_long = boss.post(address, data | {"ends_on": "31.12.2027", "is_yearly": "on"})
    backwards = boss.post(address, data | {"ends_on": "01.12.2026"})
    assert not Closure.objects.exists()
    good = boss.post(address, data | {"youth_welfare_office": office.pk})

    assert "nicht beides" in both.content.decode()
    assert "kürzer als ein Jahr" in too_long.content.decode()
    assert "Das Ende darf nicht vor dem Beginn liegen." in backwards.content.decode()
    assert good.status_code == 302
    assert Closure.objects.get().youth_welfare_office == office


def test_helpline_changes(boss):
    helpline = make_helpline()
    address = reverse("admin:contacts_helpline_change", args=[helpline.pk])
    data = {"name": "Telefon", "scope": Scope.FEDERAL, "sort": "0"}

    assert "Geben Sie eine Telefonnummer ein" in boss.post(address, data | {"phone": "abc"}).content.decode()
    assert boss.post(address, data | {"phone": "116 117"}).status_code == 302
    assert Helpline.objects.get().phone == "116 117"


@pytest.mark.parametrize("name", ["contactpoint", "closure", "helpline"])
def test_lists_and_forms_open_and_speak_german(boss, name):
    make_contact(youth_welfare_office=make_office())
    make_helpline()
    Closure.objects.create(starts_on="2026-12-24", ends_on="2026-12-31", reason="Betriebsferien")

    for verb in ("changelist", "add"):
        html = boss.get(reverse(f"admin:contacts_{name}_{verb}")).content.decode()
        assert "youth welfare" not in html.lower()
        assert "municipalities:" not in html.lower()


def test_nobody_else_gets_in(client):
    make_network()
    client.force_login(make_user(role="coordinator"))

    for name in ("contacts_contactpoint", "contacts_closure", "contacts_helpline", "paths_localdeadline"):
        assert client.get(reverse(f"admin:{name}_changelist")).status_code in (403, 302)
    assert not YouthWelfareOffice.objects.exists()
