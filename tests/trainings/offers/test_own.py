"""Signing up with access: oneself and colleagues."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from netzwerk.models import OutgoingMail
from tests.factories import (
    make_category,
    make_member,
    make_organisation,
    make_registration,
    make_topic,
    make_training,
    make_user,
)
from tests.trainings.offers.makers import done_path, own_data, register_path
from trainings.enums import RegistrationSource, RegistrationState
from trainings.models import Registration
from trainings.offers import own_sign_up
from trainings.registrations.actions import give_back

pytestmark = pytest.mark.django_db
BO, CEM = {"email": "bo@kita.example"}, {"first_name": "Cem", "email": "cem@kita.example"}


@pytest.fixture
def member(client):
    user = make_member(full_name="Maren Tiemann", organisation=make_organisation(name="Kita Sonnenweg"))
    client.force_login(user)
    return user


def send(client, event, **fields):
    return client.post(register_path(event), own_data(**fields))


def test_member_signs_up_with_what_the_portal_knows(client, member):
    event, house = make_training(), member.person.memberships.get().organisation

    page = client.get(register_path(event)).text
    response = client.post(register_path(event), own_data(house.actor_category), follow=True)

    registration = Registration.objects.get()
    for known in (member.person.first_name, member.person.last_name, "Kita Sonnenweg"):
        assert f'value="{known}"' in page
    assert f'value="{house.actor_category.pk}" selected' in page
    assert f"Die Bestätigung geht an {member.email}." in page.replace("\n", "")
    assert response.redirect_chain == [(done_path(event, first=1), 302)]
    assert "Maren Tiemann ist angemeldet" in response.text
    assert (registration.user, registration.person) == (member, member.person)
    assert (registration.email, registration.organisation) == (member.email, house)
    assert (registration.source, registration.booked_by) == (RegistrationSource.SELF, None)


def test_professional_without_a_seat_signs_up(client):
    user, event = make_user(full_name="Karin von Berg", actor_category=make_category()), make_training()
    client.force_login(user)

    page = client.get(register_path(event)).text
    send(client, event, organisation_name="Praxis Groß")

    registration = Registration.objects.get()
    assert 'value="Karin von"' in page
    assert 'value="Berg"' in page
    assert f'value="{user.actor_category.pk}" selected' in page
    assert (registration.organisation, registration.organisation_name) == (None, "Praxis Groß")


def test_from_the_list_to_the_result_takes_five_requests(client, member):
    event = make_training()
    paths = ["/fortbildungen/", event.get_absolute_url(), register_path(event)]

    answers = [client.get(path).status_code for path in paths]
    answers += [send(client, event).status_code, client.get(done_path(event, first=1)).status_code]

    assert answers == [200, 200, 200, 302, 200]


def test_result_opened_again_after_giving_the_seat_back_leads_to_the_offer(client, member):
    event = make_training()
    send(client, event)
    give_back(registration=Registration.objects.get())

    response = client.get(done_path(event, first=1))

    assert (response.status_code, response.url) == (302, event.get_absolute_url())


def test_result_shows_nobody_the_registrations_of_others(client, member):
    event = make_training()
    make_registration(event=event)

    assert client.get(done_path(event, first=1)).status_code == 302


def test_colleagues_are_registered_with_their_own_addresses(client, member):
    event = make_training()

    response = client.post(register_path(event), own_data(colleagues=[BO, CEM]), follow=True)

    rows = Registration.objects.order_by("number")
    assert [row.email for row in rows] == [member.email, "bo@kita.example", "cem@kita.example"]
    assert [row.booked_by for row in rows] == [None, member, member]
    assert {row.organisation.name for row in rows} == {"Kita Sonnenweg"}
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {row.email for row in rows}
    for name in ("Maren Tiemann", "Bo Aydin", "Cem Aydin"):
        assert f"{name} ist angemeldet" in response.text


def test_colleagues_alone_may_be_registered(client, member):
    event = make_training()

    send(client, event, takes_part="", first_name="", last_name="", colleagues=[BO])

    assert list(Registration.objects.values_list("email", flat=True)) == ["bo@kita.example"]


def test_nobody_at_all_is_refused(client, member):
    response = send(client, make_training(), takes_part="")

    assert "Melden Sie sich selbst an, oder tragen Sie eine weitere Person ein." in response.text


def test_row_is_added_without_javascript_and_keeps_what_was_typed(client, member):
    event = make_training()

    first = client.post(register_path(event), own_data(first_name="Änne", colleagues=[]) | {"add": "1"})
    second = client.post(register_path(event), own_data(colleagues=[BO]) | {"add": "1"})

    assert 'name="kollegin-0-email"' in first.text
    assert 'value="Änne"' in first.text
    assert 'value="bo@kita.example"' in second.text
    assert 'name="kollegin-1-email"' in second.text
    assert "Fehler" not in first.text + second.text
    assert not Registration.objects.exists()


def test_row_left_empty_is_nobody(client, member):
    empty = {"first_name": "", "last_name": "", "email": "", "needs": ""}

    send(client, make_training(), colleagues=[empty, BO])

    assert Registration.objects.count() == 2


def test_at_most_nine_colleagues(client, member):
    event = make_training(maximum=50)
    rows = [{"email": f"person{number}@kita.example"} for number in range(10)]

    page = client.post(register_path(event), own_data(colleagues=rows[:9]) | {"add": "1"})
    response = send(client, event, colleagues=rows)

    assert 'name="kollegin-9-email"' not in page.text
    assert 'name="add"' not in page.text
    assert response.status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"first_name": "", "email": "bo@kita.example"}, "Weitere Person 1: Geben Sie den Vornamen ein."),
        ({"email": "keine"}, "Weitere Person 1: Geben Sie eine E-Mail-Adresse ein"),
        ({"email": ""}, "Weitere Person 1: Geben Sie die E-Mail-Adresse ein."),
        ({"last_name": "x" * 10_000, "email": "bo@kita.example"}, "Weitere Person 1: Kürzen Sie die Angabe"),
    ],
)
def test_mistake_in_a_row_registers_nobody(client, member, row, message):
    response = send(client, make_training(), colleagues=[row])

    assert message in response.text
    assert "<title>Fehler: " in response.text
    assert not Registration.objects.exists()


def test_same_address_in_two_rows_is_refused(client, member):
    response = send(client, make_training(), colleagues=[BO, CEM | {"email": "BO@kita.example"}])

    assert "Diese Adresse steht schon weiter oben." in response.text
    assert not Registration.objects.exists()


def test_own_address_for_a_colleague_is_refused(client, member):
    response = send(client, make_training(), colleagues=[BO | {"email": member.email.upper()}])

    assert "schon angemeldet" in response.text
    assert not Registration.objects.exists()


def test_colleague_who_is_registered_already_is_named_at_the_address(client, member):
    event = make_training()
    make_registration(event=event, email="bo@kita.example")

    response = send(client, event, colleagues=[CEM, BO])

    assert "bo@kita.example ist für diese Veranstaltung schon angemeldet" in response.text
    assert 'id="id_kollegin-1-email_error"' in response.text
    assert Registration.objects.count() == 1


def test_whoever_is_registered_sees_so_and_may_add_others(client, member):
    event = make_training()
    make_registration(event=event, user=member, email=member.email)

    page = client.get(register_path(event)).text
    response = client.post(register_path(event), own_data(takes_part="", colleagues=[BO]), follow=True)

    assert "Sie sind angemeldet" in page
    assert 'name="kollegin-0-email"' in page
    assert 'name="takes_part"' not in page
    assert "Bo Aydin ist angemeldet" in response.text
    assert Registration.objects.count() == 2


def test_sending_twice_makes_one_registration_and_the_same_result(client, member):
    event, category = make_training(), make_category()
    data = own_data(category, colleagues=[BO])

    client.post(register_path(event), data)
    second = client.post(register_path(event), data, follow=True)

    assert "Bo Aydin ist angemeldet" in second.text
    assert Registration.objects.count() == 2


def test_coming_back_later_and_sending_again_is_refused_with_a_hint(client, member):
    event, category = make_training(), make_category()
    data = own_data(category, colleagues=[BO])
    client.post(register_path(event), data)
    Registration.objects.update(registered_at=timezone.now() - timedelta(minutes=5))

    response = client.post(register_path(event), data)

    assert "schon angemeldet" in response.text
    assert Registration.objects.count() == 2


def test_too_many_for_the_seats_left_says_how_many_fit(client, member):
    event = make_training(maximum=2, waiting_list_cap=0)

    response = send(client, event, colleagues=[BO, CEM])

    assert "Es ist nur noch Platz für 2 Personen." in response.text
    assert 'value="bo@kita.example"' in response.text
    assert not Registration.objects.exists()


def test_full_event_with_full_list_names_other_dates(client, member):
    topic = make_topic()
    event = make_training(maximum=1, waiting_list_cap=0, topics=[topic])
    make_registration(event=event)
    other = make_training(topics=[topic])

    response = send(client, event)

    assert "sind voll" in response.text
    assert other.get_absolute_url() in response.text


def test_after_the_window_the_input_stays(client, member):
    event = make_training(closes_at=timezone.now() - timedelta(minutes=1))

    response = send(client, event, first_name="Änne")

    assert "Die Anmeldung ist beendet." in response.text
    assert 'value="Änne"' in response.text


def test_bookings_are_limited(client, member, monkeypatch):
    monkeypatch.setattr(own_sign_up, "BOOKINGS_AN_HOUR", 1)
    send(client, make_training())

    response = send(client, make_training(), first_name="Änne")

    assert response.status_code == 429
    assert 'value="Änne"' in response.text
    assert Registration.objects.count() == 1


def test_waiting_list_is_said_for_each(client, member):
    event = make_training(maximum=1)

    response = client.post(register_path(event), own_data(colleagues=[BO]), follow=True)

    assert "Maren Tiemann ist angemeldet" in response.text
    assert "Bo Aydin: Platz 1 auf der Warteliste" in response.text
    assert Registration.objects.filter(state=RegistrationState.WAITING).count() == 1


@pytest.mark.parametrize("count", [1, 30])
def test_form_costs_the_same_however_many_are_registered(client, member, django_assert_num_queries, count):
    event = make_training(maximum=100)
    for _ in range(count):
        make_registration(event=event)

    with django_assert_num_queries(12):
        client.get(register_path(event))


@pytest.mark.parametrize("data", [{"kollegin-TOTAL_FORMS": "x"}, {"kollegin-TOTAL_FORMS": "999999"}, {}])
def test_broken_form_is_no_fault(client, member, data):
    response = client.post(register_path(make_training()), {"send": "1"} | data)

    assert response.status_code == 200
    assert not Registration.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_registration():
    event, category, user = make_training(maximum=5), make_category(), make_user()
    client = Client()
    client.force_login(user)
    data = own_data(category, colleagues=[BO])

    def click(_number):
        one = Client()
        one.cookies = client.cookies
        try:
            return one.post(register_path(event), data)["Location"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(click, range(4)))

    connection.close()
    assert Registration.objects.count() == 2
    assert answers == {done_path(event, first=1)}
