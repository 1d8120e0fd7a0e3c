"""Requests for deletion: a month to answer, nothing left that names the person, taken back until done."""

from datetime import date, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.models import Absence, Invitation, Membership, Person, User
from members.owndata.actions.requests import execute_request, request_deletion
from members.owndata.models import DeletionRequest, month_after
from netzwerk.mail import queue_mail
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import make_member, make_network, make_office, make_organisation, make_person, make_user
from tests.members.upkeep.makers import make_confirmation, make_correction

pytestmark = pytest.mark.django_db
ASK, LIST = reverse("owndata:deletion-request"), reverse("owndata:deletion-list")


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def coordinator():
    return make_user(role=Role.COORDINATOR)


def post(client, name, request, data=None):
    return client.post(reverse(f"owndata:{name}", args=[request.pk]), data or {}, follow=True)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 15), date(2026, 4, 15)),
        (date(2026, 12, 1), date(2027, 1, 1)),
    ],
)
def test_deadline_is_a_month(day, expected):
    assert month_after(day) == expected


def test_page_says_what_goes_and_what_stays(client):
    client.force_login(make_member())

    page = client.get(ASK).content.decode()

    assert all(text in page for text in ("Das wird gelöscht", "Das bleibt, ohne Ihren Namen", "§ 10 DSG NRW"))
    assert DeletionRequest.objects.count() == 0


def test_asking_twice_is_one_request_and_one_mail(client):
    user = make_member()
    client.force_login(user)

    client.post(ASK)
    page = client.post(ASK, follow=True).content.decode()

    request = DeletionRequest.objects.get()
    assert (request.user, request.person, request.due_on) == (user, user.person, month_after(timezone.localdate()))
    assert OutgoingMail.objects.get().to == user.email
    assert "Antrag zurückziehen" in page


def test_request_is_taken_back(client):
    client.force_login(make_member())
    client.post(ASK)

    client.post(reverse("owndata:deletion-withdraw"))

    assert DeletionRequest.objects.get().state == "withdrawn"
    assert client.post(reverse("owndata:deletion-withdraw")).status_code == 404
    client.post(ASK)
    assert DeletionRequest.objects.open().count() == 1


def test_nothing_that_names_the_person_stays(client, coordinator):
    user = make_member(full_name="Sabrina Ortmann")
    person, today = user.person, timezone.localdate()
    Person.objects.filter(pk=person.pk).update(first_name="Sabrina", last_name="Ortmann", phone="0571 80")
    Absence.objects.create(person=person, starts_on=today, ends_on=today)
    Invitation.objects.create(person=person, email=person.email, expires_at=timezone.now())
    make_confirmation(person=person)
    make_correction(person=person, changes=[("last_name", "Ortmann", "Orthmann")])
    queue_mail("upkeep/email/correction_applied", to=user.email, key="k", context={"correction": make_correction()})
    signed_in = Client()
    signed_in.force_login(user)
    request = request_deletion(by=user)
    client.force_login(coordinator)

    page = post(client, "deletion-execute", request).content.decode()

    person.refresh_from_db()
    request.refresh_from_db()
    assert "Die Angaben sind gelöscht" in page
    assert str(person) == "Gelöschte Person"
    assert (person.email, person.phone, person.user, person.name_visibility) == ("", "", None, "coordinators")
    assert not User.objects.filter(pk=user.pk).exists()
    assert (Absence.objects.count(), Invitation.objects.count(), person.confirmations.count()) == (0, 0, 0)
    assert person.corrections.count() == 0
    assert [mail.subject for mail in OutgoingMail.objects.filter(to=user.email)] == ["Ihre Daten sind gelöscht"]
    assert not OutgoingMail.objects.exclude(key__endswith=":executed").exclude(text_body="").exists()
    assert not any(str(user.pk) == row.get_decoded().get("_auth_user_id") for row in Session.objects.all())
    assert signed_in.get(reverse("owndata:data-detail")).status_code == 302
    assert (request.state, request.user, request.decided_by) == ("executed", None, coordinator)
    assert request.erased["Beendete Sitze"] == 1


def test_seats_end_as_vacant_and_stay_in_the_history(coordinator):
    user = make_member()
    future = Membership.objects.create(
        person=user.person, organisation=make_organisation(), since_on=timezone.localdate() + timedelta(days=9)
    )

    execute_request(request=request_deletion(by=user), by=coordinator)

    seat = Membership.objects.get()
    assert (seat.until_on, seat.end) == (timezone.localdate(), "vacant")
    assert not Membership.objects.filter(pk=future.pk).exists()


def test_access_without_person_is_deleted_too(coordinator):
    user = make_user()

    execute_request(request=request_deletion(by=user), by=coordinator)

    assert not User.objects.filter(pk=user.pk).exists()


def test_last_coordination_is_not_deleted(client, coordinator):
    request = request_deletion(by=coordinator)
    client.force_login(coordinator)

    page = post(client, "deletion-execute", request).content.decode()

    assert "letzte Koordination" in page
    assert User.objects.filter(pk=coordinator.pk).exists()
    second = make_user(role=Role.COORDINATOR)
    execute_request(request=request, by=second)
    assert not User.objects.filter(pk=coordinator.pk).exists()


def test_refusal_names_a_reason_of_law(client, coordinator):
    user = make_member()
    request = request_deletion(by=user)
    client.force_login(coordinator)
    assert post(client, "deletion-decline", request).context["form"].errors == {
        "reason": ["Wählen Sie einen Rechtsgrund."]
    }

    post(client, "deletion-decline", request, {"reason": "archive"})

    request.refresh_from_db()
    mail = OutgoingMail.objects.get(key__endswith=":declined")
    assert (request.state, request.legal_reason, mail.to) == ("declined", "archive", user.email)
    assert all(text in mail.text_body for text in ("§ 10 DSG NRW", "www.ldi.nrw.de"))
    assert Person.objects.get(pk=user.person.pk).user == user


def test_decided_or_withdrawn_requests_are_not_carried_out(client, coordinator):
    user = make_member()
    request = request_deletion(by=user)
    client.force_login(user)
    client.post(reverse("owndata:deletion-withdraw"))
    client.force_login(coordinator)

    page = post(client, "deletion-execute", request).content.decode()

    assert "schon entschieden" in page
    assert User.objects.filter(pk=user.pk).exists()


def listed(client, user, query=""):
    client.force_login(user)
    return {request.pk for request in client.get(LIST + query).context["page"]}


def test_who_sees_which_requests(client, coordinator):
    minden = make_office()
    own = request_deletion(by=make_member(organisation=make_organisation(youth_welfare_office=minden)))
    foreign = request_deletion(by=make_member(organisation=make_organisation(youth_welfare_office=make_office())))
    seatless = request_deletion(by=make_user())
    office = make_user(role=Role.COORDINATOR, office=minden)
    protection = make_user(role=Role.DATA_PROTECTION)

    assert listed(client, office) == {own.pk, seatless.pk}
    assert listed(client, coordinator) == listed(client, protection) == {own.pk, foreign.pk, seatless.pk}
    client.force_login(office)
    assert post(client, "deletion-execute", foreign).status_code == 404
    client.force_login(protection)
    assert post(client, "deletion-execute", own).status_code == 404
    assert DeletionRequest.objects.open().count() == 3


def test_log_of_deletions_names_nobody(client, coordinator):
    user = make_member(full_name="Sabrina Ortmann")
    request = request_deletion(by=user)
    execute_request(request=request, by=coordinator)
    client.force_login(make_user(role=Role.DATA_PROTECTION))

    page = client.get(LIST + "?stand=executed").content.decode()

    assert f"Löschantrag {request.pk}" in page
    assert "Beendete Sitze: 1" in page
    assert "Ortmann" not in page
    assert AuditEvent.objects.filter(kind="owndata.deletion_executed", actor_id=coordinator.pk).exists()


def test_overdue_request_says_so(client, coordinator):
    request_deletion(by=make_member())
    DeletionRequest.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    client.force_login(coordinator)

    assert "überfällig" in client.get(LIST).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_deletion_list_query_count_stays(client, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        request_deletion(by=make_member())
    client.force_login(coordinator)

    with django_assert_num_queries(10):
        assert len(client.get(LIST).context["page"].object_list) == count


def test_other_people_are_left_alone(coordinator):
    other = make_person()

    execute_request(request=request_deletion(by=make_member()), by=coordinator)

    other.refresh_from_db()
    assert other.email
