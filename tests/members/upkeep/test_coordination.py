"""What coordinators see and do: overdue confirmations and proposed corrections."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.models import Organisation
from members.upkeep.actions.corrections import delete_old_corrections
from members.upkeep.models import Confirmation, ConfirmationSettings, Correction
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import make_membership, make_network, make_office, make_organisation, make_person, make_user
from tests.members.upkeep.makers import make_confirmation, make_correction

pytestmark = pytest.mark.django_db
CONFIRMATIONS, CORRECTIONS = reverse("upkeep:confirmation-list"), reverse("upkeep:correction-list")


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def minden():
    return make_office()


@pytest.fixture
def coordinator(client, minden):
    user = make_user(role=Role.COORDINATOR, office=minden)
    client.force_login(user)
    return user


def post(client, name, row, data=None):
    return client.post(reverse(f"upkeep:{name}", args=[row.pk]), data or {}, follow=True)


def listed(client, query=""):
    return {confirmation.record for confirmation in client.get(CONFIRMATIONS + query).context["page"]}


def in_office(office, **fields):
    return make_organisation(youth_welfare_office=office, **fields)


def test_list_shows_what_is_overdue_in_the_own_office(client, coordinator, minden):
    own = in_office(minden)
    alone = make_person()
    make_confirmation(organisation=own, due_in=-1)
    make_confirmation(organisation=in_office(minden), due_in=0)
    make_confirmation(organisation=in_office(make_office()), due_in=-1)
    make_confirmation(due_in=-1)  # of the whole network
    make_confirmation(person=alone, due_in=-1)
    foreign = make_membership(organisation=in_office(make_office())).person
    make_confirmation(person=foreign, due_in=-1)

    assert listed(client) == {own, alone}


def test_network_coordination_sees_all(client):
    client.force_login(make_user(role=Role.COORDINATOR))
    rows = {make_confirmation(due_in=-1).organisation, make_confirmation(organisation=in_office(make_office())).record}

    assert listed(client, "?stand=alle") == rows


def test_list_is_filtered_by_state_name_and_office(client):
    client.force_login(make_user(role=Role.COORDINATOR))
    office = make_office()
    kita = in_office(office, name="Kita Sonne")
    school = make_organisation(name="Schule Mond")
    make_confirmation(organisation=kita, answer="confirmed", answered_at=timezone.now())
    make_confirmation(organisation=school)

    assert listed(client, "?stand=confirmed") == {kita}
    assert listed(client, "?stand=offen") == {school}
    assert listed(client, "?stand=alle&suche=mond") == {school}
    assert listed(client, f"?stand=alle&amt={office.pk}") == {kita}
    assert listed(client) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_confirmation_list_query_count_stays(client, coordinator, minden, django_assert_num_queries, count):
    for _ in range(count):
        make_confirmation(organisation=in_office(minden), due_in=-1)
    client.get(CONFIRMATIONS)

    with django_assert_num_queries(9):
        assert len(client.get(CONFIRMATIONS).context["page"].object_list) == count


def test_mail_that_did_not_arrive_is_marked(client, coordinator, minden):
    confirmation = make_confirmation(organisation=in_office(minden, email="kein Postfach"), due_in=-1)

    post(client, "confirmation-send", confirmation)

    assert OutgoingMail.objects.get().state == "failed"
    assert "E-Mail kam nicht an" in client.get(CONFIRMATIONS + "?stand=offen").content.decode()


def test_coordinator_sends_again(client, coordinator, minden):
    confirmation = make_confirmation(organisation=in_office(minden, email="post@haus.example"), due_in=-3)

    page = post(client, "confirmation-send", confirmation).content.decode()

    assert "noch einmal unterwegs" in page
    assert OutgoingMail.objects.get().to == "post@haus.example"
    assert not Confirmation.objects.get().is_overdue


def test_coordinator_notes_a_confirmation_by_phone(client, coordinator, minden):
    organisation = in_office(minden)

    post(client, "confirmation-by-phone", make_confirmation(organisation=organisation, due_in=-1))

    organisation.refresh_from_db()
    assert Confirmation.objects.get().answer == "by-phone"
    assert organisation.confirmed_at is not None
    event = AuditEvent.objects.get(kind="upkeep.data_confirmed")
    assert (event.actor_id, event.target_id) == (coordinator.pk, str(organisation.pk))


@pytest.mark.parametrize("name", ["confirmation-send", "confirmation-by-phone"])
def test_foreign_confirmations_are_not_there(client, coordinator, name):
    confirmation = make_confirmation(organisation=in_office(make_office(), email="post@haus.example"))

    assert post(client, name, confirmation).status_code == 404
    assert Confirmation.objects.get().answered_at is None


def test_days_are_changed_by_the_network_coordination_only(client, coordinator):
    address = reverse("upkeep:settings-update")
    days = {"first_day": 15, "first_month": 4, "second_day": 1, "second_month": 10, "answer_days": 14}
    assert client.post(address, days).status_code == 403

    client.force_login(make_user(role=Role.COORDINATOR))
    client.post(address, days)

    assert (ConfirmationSettings.current().first_month, ConfirmationSettings.objects.count()) == (4, 1)
    client.post(address, days | {"first_month": 5})
    assert (ConfirmationSettings.current().first_month, ConfirmationSettings.objects.count()) == (5, 1)


@pytest.mark.parametrize(("wrong", "field"), [({"first_day": 31}, "first_day"), ({"second_month": 4}, "second_month")])
def test_days_that_cannot_be_are_refused_at_the_field(client, wrong, field):
    client.force_login(make_user(role=Role.COORDINATOR))
    days = {"first_day": 15, "first_month": 4, "second_day": 1, "second_month": 10, "answer_days": 14}

    response = client.post(reverse("upkeep:settings-update"), days | wrong)

    assert list(response.context["form"].errors) == [field]


def test_correction_is_applied_with_one_click(client, coordinator, minden):
    organisation = in_office(minden, phone="0571 80")
    correction = make_correction(
        organisation=organisation, changes=[("phone", "0571 80", "0571 90")], reply_email="leserin@haus.example"
    )

    post(client, "correction-apply", correction)

    organisation.refresh_from_db()
    correction.refresh_from_db()
    assert (organisation.phone, organisation.version) == ("0571 90", 2)
    assert (correction.state, correction.decided_by, correction.reply_email) == ("applied", coordinator, "")
    assert OutgoingMail.objects.get().to == "leserin@haus.example"
    event = AuditEvent.objects.get(kind="upkeep.correction_applied")
    assert event.details == {"correction": correction.pk, "fields": ["phone"]}


def test_list_shows_old_and_new(client, coordinator, minden):
    make_correction(organisation=in_office(minden), changes=[("phone", "0571 80", "0571 90")])

    page = client.get(CORRECTIONS).content.decode()

    assert "0571 80" in page
    assert "0571 90" in page


def test_value_changed_meanwhile_shows_three_and_waits(client, coordinator, minden):
    organisation = in_office(minden, phone="0571 77")
    correction = make_correction(organisation=organisation, changes=[("phone", "0571 80", "0571 90")])

    response = post(client, "correction-apply", correction)

    page = response.content.decode()
    assert all(value in page for value in ("0571 80", "0571 77", "0571 90", "Trotzdem übernehmen"))
    assert Organisation.objects.get().phone == "0571 77"

    post(client, "correction-apply", correction, {"seen": response.context["seen"]})
    assert Organisation.objects.get().phone == "0571 90"


def test_comparison_of_yesterday_does_not_count(client, coordinator, minden):
    organisation = in_office(minden, phone="0571 77")
    correction = make_correction(organisation=organisation, changes=[("phone", "0571 80", "0571 90")])
    seen = client.get(correction.get_absolute_url()).context["seen"]
    Organisation.objects.update(phone="0571 66")

    post(client, "correction-apply", correction, {"seen": seen})

    assert Organisation.objects.get().phone == "0571 66"


def test_correction_of_a_function_changes_the_seat(client, coordinator, minden):
    seat = make_membership(organisation=in_office(minden), function="Leitung")
    correction = make_correction(
        organisation=seat.organisation, membership=seat, changes=[("function", "Leitung", "Fachberatung")]
    )

    post(client, "correction-apply", correction)

    seat.refresh_from_db()
    assert seat.function == "Fachberatung"


def test_somebody_who_left_is_named_but_their_seat_stays(client, coordinator, minden):
    seat = make_membership(organisation=in_office(minden))
    correction = make_correction(organisation=seat.organisation, membership=seat, changes=[("left", "", "1")])

    page = client.get(correction.get_absolute_url()).content.decode()
    post(client, "correction-apply", correction)

    seat.refresh_from_db()
    assert str(seat.person) in page
    assert seat.until_on is None
    assert Correction.objects.get().state == "applied"


def test_correction_from_a_confirmation_confirms_the_rest(client, coordinator, minden):
    organisation = in_office(minden)
    correction = make_correction(organisation=organisation, source="confirmation")

    post(client, "correction-apply", correction)

    organisation.refresh_from_db()
    assert organisation.confirmed_at is not None


def test_address_of_somebody_else_is_refused_when_applied(client, coordinator):
    make_person(email="schon@haus.example")
    person = make_person(email="alt@haus.example")
    correction = make_correction(person=person, changes=[("email", "alt@haus.example", "SCHON@haus.example")])

    page = post(client, "correction-apply", correction).content.decode()

    person.refresh_from_db()
    assert "gehört schon einer anderen Person" in page
    assert (person.email, Correction.objects.get().state) == ("alt@haus.example", "open")


def test_correction_is_declined_with_a_reason(client, coordinator, minden):
    correction = make_correction(organisation=in_office(minden, phone="1"), reply_email="leserin@haus.example")

    post(client, "correction-decline", correction, {"reason": "not-confirmed"})

    correction.refresh_from_db()
    assert (correction.state, correction.decline_reason, correction.reply_email) == ("declined", "not-confirmed", "")
    assert Organisation.objects.get().phone == "1"
    assert "hat sich nicht bestätigt" in OutgoingMail.objects.get().text_body


def test_declining_needs_a_reason(client, coordinator, minden):
    correction = make_correction(organisation=in_office(minden))

    response = post(client, "correction-decline", correction)

    assert response.context["form"].errors == {"reason": ["Wählen Sie einen Grund aus."]}
    assert Correction.objects.get().state == "open"


def test_second_decision_is_not_taken(client, coordinator, minden):
    correction = make_correction(organisation=in_office(minden))
    post(client, "correction-apply", correction)

    page = post(client, "correction-decline", correction, {"reason": "not-serious"}).content.decode()

    assert "schon entschieden" in page
    assert Correction.objects.get().state == "applied"


@pytest.mark.parametrize("name", ["correction-detail", "correction-decline"])
def test_foreign_corrections_are_not_there(client, coordinator, name):
    correction = make_correction(organisation=in_office(make_office()))

    assert client.get(reverse(f"upkeep:{name}", args=[correction.pk])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_correction_list_query_count_stays(client, coordinator, minden, django_assert_num_queries, count):
    for _ in range(count):
        seat = make_membership(organisation=in_office(minden))
        make_correction(organisation=seat.organisation, membership=seat, changes=[("function", "", "Leitung")])

    with django_assert_num_queries(12):
        assert len(client.get(CORRECTIONS).context["page"].object_list) == count


def test_decided_corrections_are_forgotten_after_a_year():
    old = timezone.now() - timezone.timedelta(days=366)
    make_correction(state="applied", decided_at=old)
    kept = make_correction(state="applied", decided_at=timezone.now())
    waiting = make_correction(proposed_at=old)

    delete_old_corrections()

    assert set(Correction.objects.all()) == {kept, waiting}
