"""What the coordination sees and sends: the list, the door, people without a seat, the list for signature."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from members.enums import Role
from netzwerk.models import YouthWelfareOffice
from tests.factories import make_category, make_organisation, make_registration, make_training, make_user
from tests.trainings.attendance.makers import make_coordinator, make_past, make_present, make_running, make_seat
from tests.trainings.registrations.makers import CONFIRMED, WAITING
from trainings.enums import Presence, RegistrationSource
from trainings.models import Registration, Session

pytestmark = pytest.mark.django_db

PRESENT, ABSENT, EXCUSED = Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED


@pytest.fixture
def client(client):
    client.force_login(make_coordinator())
    return client


def address(name, event):
    return reverse(f"trainings:{name}", args=[event.pk])


def body(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def sent(*rows, **more):
    """What the list sends: rows of (registration, presence shown, presence chosen)."""
    data = {}
    for registration, before, after in rows:
        data |= {f"vorher-{registration.pk}": before, f"stand-{registration.pk}": after}
    return data | more


def presences(event):
    return list(event.registrations.order_by("number").values_list("presence", flat=True))


def test_list_shows_who_has_a_seat_and_who_is_there(client):
    event, group = make_running(), make_category(short_title="Schulen")
    make_present(event, last_name="Weser", organisation_name="Kita am Wall", actor_category=group)
    make_seat(event, last_name="Aller")
    make_registration(event=event, state=WAITING, last_name="Leine")

    response = client.get(address("attendance-list", event))

    text = body(response)
    assert [row.registration.last_name for row in response.context["rows"]] == ["Aller", "Weser"]
    assert "Kita am Wall" in text
    assert "Schulen" in text
    assert (response.context["totals"]["present"], response.context["totals"]["open"]) == (1, 1)


def test_list_is_found_by_name_house_state_and_group(client):
    event, group = make_running(), make_category()
    weser = make_present(event, last_name="Weser", organisation_name="Kita am Wall")
    aller = make_seat(event, last_name="Aller", actor_category=group)
    found = {
        "suche=wes": {weser},
        "suche=kita+wall": {weser},
        "stand=offen": {aller},
        "stand=present": {weser},
        f"gruppe={group.code}": {aller},
        "stand=unsinn": {weser, aller},
    }

    for query, rows in found.items():
        response = client.get(f"{address('attendance-list', event)}?{query}")
        assert {row.registration for row in response.context["rows"]} == rows, query
    assert "Niemand passt" in body(client.get(f"{address('attendance-list', event)}?suche=xyz"))


@pytest.mark.parametrize("count", [1, 3, 60])
def test_list_costs_the_same(client, django_assert_num_queries, count):
    event = make_running(maximum=200)
    group = make_category()
    Registration.objects.bulk_create(
        Registration(
            event=event,
            number=number,
            state=CONFIRMED,
            source=RegistrationSource.SELF,
            first_name="Ina",
            last_name=f"Weser{number:04}",
            actor_category=group,
            check_in_code=f"CODE{number:06}",
        )
        for number in range(1, count + 1)
    )

    with django_assert_num_queries(11):
        response = client.get(address("attendance-list", event))

    assert len(response.context["rows"]) == min(count, 50)


def test_one_form_notes_many(client):
    event = make_running()
    one, two, three = (make_seat(event) for _ in range(3))

    response = client.post(
        address("attendance-list", event), sent((one, "", "present"), (two, "", "absent"), (three, "", "")), follow=True
    )

    assert "2 Einträge sind gespeichert." in body(response)
    assert presences(event) == [PRESENT, ABSENT, ""]


def test_all_open_ones_are_noted_as_present_by_one_button(client):
    event = make_running()
    one, two, three = make_seat(event), make_seat(event, EXCUSED), make_seat(event)
    data = sent((one, "", ""), (two, "excused", "excused"), (three, "", "absent"))

    client.post(address("attendance-list", event), data | {"alle-anwesend": "1"})

    assert presences(event) == [PRESENT, EXCUSED, ABSENT]


def test_second_coordinator_is_shown_both_entries_and_decides(client):
    event = make_running()
    one, two = make_seat(event, last_name="Weser"), make_seat(event)
    client.post(address("attendance-list", event), sent((one, "", "excused")))

    response = client.post(address("attendance-list", event), sent((one, "", "present"), (two, "", "present")))

    text = body(response)
    assert "Jemand war schneller" in text
    assert "Gespeichert ist: entschuldigt" in text
    assert presences(event) == [EXCUSED, PRESENT]
    client.post(address("attendance-list", event), sent((one, "excused", "present")))
    assert presences(event) == [PRESENT, PRESENT]


@pytest.mark.parametrize(
    "data",
    [
        {"vorher-abc": "", "stand-abc": "present"},
        {"vorher-": "", "stand-": "present"},
        {"vorher-99999999999999999999": "", "stand-99999999999999999999": "present"},
        {"vorher-²": "", "stand-²": "present"},
        {},
    ],
)
def test_nonsense_changes_nothing(client, data):
    event = make_running()
    seat = make_seat(event)
    nonsense = {f"vorher-{seat.pk}": "", f"stand-{seat.pk}": "irgendwas"}

    response = client.post(address("attendance-list", event), data | nonsense, follow=True)

    assert "nichts Neues" in body(response)
    assert presences(event) == [""]


def test_before_the_day_the_list_says_when(client):
    event = make_training(starts_at=timezone.now() + timedelta(days=5))
    seat = make_seat(event)

    text = body(client.get(address("attendance-list", event)))
    response = client.post(address("attendance-list", event), sent((seat, "", "present")), follow=True)

    assert "Eintragen können Sie ab dem ersten Tag" in text
    assert 'type="radio"' not in text
    assert "Eintragen können Sie ab dem ersten Tag" in body(response)
    assert presences(event) == [""]


def test_coordination_of_another_office_is_refused(client):
    minden = YouthWelfareOffice.objects.create(key="minden", name="Jugendamt Minden", short_name="Minden")
    other = YouthWelfareOffice.objects.create(key="porta", name="Jugendamt Porta", short_name="Porta")
    event = make_running(youth_welfare_office=minden)
    seat = make_seat(event)
    client.force_login(make_user(role=Role.COORDINATOR, office=other))

    names = ("attendance-list", "attendance-walk-in", "attendance-sheet", "check-in")
    assert {client.get(address(name, event)).status_code for name in names} == {403}
    code = reverse("trainings:check-in-code", args=[seat.check_in_code])
    assert (client.get(code).status_code, client.post(code, {"anwesend": "1"}).status_code) == (403, 403)
    assert presences(event) == [""]


def walk_in(**fields):
    data = {"first_name": "Ina", "last_name": "Weser", "organisation_name": "Kita am Wall", "email": ""}
    return data | {"actor_category": make_category().pk} | fields


def test_walk_in_is_added_with_and_without_address(client):
    event, house = make_running(), make_organisation(name="Kita am Wall")

    client.post(address("attendance-walk-in", event), walk_in(organisation_name="kita am wall"))
    response = client.post(
        address("attendance-walk-in", event), walk_in(last_name="Aller", email="a@haus.example"), follow=True
    )

    assert "Ina Aller ist aufgenommen und anwesend." in body(response)
    rows = event.registrations.order_by("number")
    assert [(row.last_name, row.presence, row.organisation) for row in rows] == [
        ("Weser", PRESENT, house),
        ("Aller", PRESENT, house),
    ]


def test_walk_in_mistakes_stand_at_their_field(client):
    event = make_running()
    make_seat(event, email="ina@amt.example")

    empty = client.post(address("attendance-walk-in", event), {"first_name": ""})
    twice = client.post(address("attendance-walk-in", event), walk_in(email="INA@amt.example"))
    long = client.post(address("attendance-walk-in", event), walk_in(last_name="x" * 10_000))

    assert set(empty.context["form"].errors) == {"first_name", "last_name", "organisation_name", "actor_category"}
    assert "steht schon auf der Liste" in body(twice)
    assert "last_name" in long.context["form"].errors
    assert event.registrations.count() == 1


def test_door_finds_and_checks_in_and_takes_back(client):
    event = make_running()
    weser, aller = make_seat(event, last_name="Weser"), make_seat(event, last_name="Aller")
    url = address("check-in", event)

    assert [row.pk for row in client.get(f"{url}?suche=wes").context["rows"]] == [weser.pk]
    assert [row.pk for row in client.get(f"{url}?suche={aller.check_in_code.lower()}").context["rows"]] == [aller.pk]
    text = body(client.post(url, {"anwesend": weser.pk}, follow=True))
    assert f"{weser.full_name} ist anwesend." in text
    assert "<strong>1</strong> von 2 sind da." in text
    text = body(client.post(url, {"zurueck": weser.pk}, follow=True))

    assert "Zurückgenommen" in text
    assert presences(event) == ["", ""]


def test_door_says_what_to_do_when_nobody_is_found(client):
    assert "Niemand mit einem bestätigten Platz" in body(client.get(address("check-in", make_running()) + "?suche=xy"))


@pytest.mark.parametrize("count", [1, 30])
def test_door_costs_the_same(client, django_assert_num_queries, count):
    event = make_running(maximum=100)
    for _ in range(count):
        make_seat(event)

    with django_assert_num_queries(11):
        response = client.get(address("check-in", event))

    assert (len(response.context["rows"]), response.context["has_more"]) == (min(count, 20), count > 20)


@pytest.mark.parametrize("key", ["abc", "", "9999999999999999999999", "-1"])
def test_door_knows_no_strange_keys(client, key):
    assert client.post(address("check-in", make_running()), {"anwesend": key}).status_code == 404


def test_door_is_closed_days_before_and_after(client):
    before, after = make_training(), make_past(days=6)
    seat = make_seat(after)

    assert "ab dem ersten Tag" in body(client.get(address("check-in", before)))
    assert "Tragen Sie die Teilnahme in der Liste nach" in body(client.get(address("check-in", after)))
    client.post(address("check-in", after), {"anwesend": seat.pk})
    assert presences(after) == [""]


def test_code_shows_the_name_and_only_the_button_checks_in(client):
    event = make_running()
    seat = make_seat(event, first_name="Ina", last_name="Weser")
    url = reverse("trainings:check-in-code", args=[seat.check_in_code])

    text = body(client.get(url))
    assert "Ina Weser" in text
    assert "Anwesend" in text
    assert presences(event) == [""]
    text = body(client.post(url, {"anwesend": "1"}, follow=True))
    assert "Zurücknehmen" in text
    assert presences(event) == [PRESENT]
    client.post(url, {"zurueck": "1"})

    assert presences(event) == [""]


def test_code_of_somebody_waiting_says_so(client):
    seat = make_registration(event=make_running(), state=WAITING)
    url = reverse("trainings:check-in-code", args=[seat.check_in_code])

    text = body(client.get(url))
    client.post(url, {"anwesend": "1"})

    assert "keinen bestätigten Platz" in text
    assert presences(seat.event) == [""]


def test_unknown_code_is_not_found(client):
    assert client.get(reverse("trainings:check-in-code", args=["GIBTESNICH"])).status_code == 404


def test_code_of_a_confirmation_leads_here(client):
    seat = make_seat(make_running())

    assert client.get(f"/koordination/einchecken/{seat.check_in_code}/").status_code == 200


def test_sheet_names_everybody_with_a_seat_and_leaves_lines(client):
    event = make_running(title="Gespräche führen")
    group = make_category(short_title="Schulen")
    for number in range(30):
        make_seat(event, last_name=f"Weser{number:02}", organisation_name="Kita am Wall", actor_category=group)
    make_registration(event=event, state=WAITING, last_name="Leine")

    response = client.get(address("attendance-sheet", event))

    reader = PdfReader(io.BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    assert response["Content-Type"] == "application/pdf"
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert all(f"Weser{number:02}" in text for number in range(30))
    assert "Leine" not in text
    for part in ("Gespräche führen", "Kita am Wall", "Schulen", "Unterschrift"):
        assert part in text
    assert f"Seite 1 von {len(reader.pages)}" in reader.pages[0].extract_text()


def test_sheet_has_a_column_for_each_session(client):
    event = make_running()
    later = event.starts_at + timedelta(days=7)
    Session.objects.create(event=event, starts_at=later, ends_at=later + timedelta(hours=2))

    text = PdfReader(io.BytesIO(client.get(address("attendance-sheet", event)).content)).pages[0].extract_text()

    assert f"{timezone.localtime(event.starts_at):%d.%m.%Y}" in text
    assert f"{timezone.localtime(later):%d.%m.%Y}" in text


def test_no_shows_are_named_by_house_for_coordinators_alone(client):
    make_seat(make_past(), ABSENT, organisation_name="Kita am Wall", last_name="Weser")
    make_seat(make_past(days=200), ABSENT, organisation_name="OGS Hille")
    url = reverse("trainings:no-show-list")

    text = body(client.get(url))
    assert "Kita am Wall" in text
    assert "OGS Hille" not in text
    assert "Weser" not in text
    client.force_login(make_user())
    assert client.get(url).status_code == 403
