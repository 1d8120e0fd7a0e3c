"""Roles: given with a mail, taken with a mail, never the last coordination."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.models import RoleAssignment, User
from members.permissions import administers, can_reset_second_factor
from members.roles.actions import RoleRefused, give_role, take_role
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import make_member, make_office, make_organisation, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make_user(role=Role.COORDINATOR)


@pytest.fixture
def signed_in(client, coordinator):
    client.force_login(coordinator)
    return client


def post(client, **values):
    return client.post(reverse("members:role-give"), {"youth_welfare_office": "", "organisation": ""} | values)


def test_role_is_given_to_an_address_and_told_in_a_mail(signed_in):
    user, office = make_user(), make_office()

    post(signed_in, email=user.email.upper(), role=Role.COORDINATOR, youth_welfare_office=office.pk)

    assert [(held.role, held.youth_welfare_office) for held in user.role_assignments.all()] == [
        (Role.COORDINATOR, office)
    ]
    mail = OutgoingMail.objects.get(to=user.email)
    assert office.name in mail.text_body
    assert "zweiten Faktor" in mail.text_body
    assert AuditEvent.objects.filter(kind="members.role_given", target_id=user.pk).exists()


def test_role_reaches_an_access_whose_domain_has_an_umlaut(signed_in):
    """Browsers hand over the domain as mail servers write it."""
    user = make_user(email="ina@müller.example")

    post(signed_in, email="ina@xn--mller-kva.example", role=Role.EDITOR)

    assert [held.role for held in user.role_assignments.all()] == [Role.EDITOR]


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"email": "niemand@amt.example", "role": Role.EDITOR}, "gibt es keinen Zugang"),
        ({"email": "", "role": Role.EDITOR}, "Geben Sie die E-Mail-Adresse ein"),
        ({"role": ""}, "Wählen Sie eine Rolle aus"),
        ({"role": Role.ORGANISATION_ADMIN}, "Nennen Sie die Einrichtung"),
        ({"role": Role.EDITOR, "office": True}, "Nur die Koordination kann auf ein Jugendamt begrenzt sein"),
        ({"role": "koenig"}, "Wählen Sie"),
    ],
)
def test_wrong_input_gets_its_error_and_changes_nothing(values, text, signed_in):
    user = make_user()
    if values.pop("office", False):
        values["youth_welfare_office"] = make_office().pk
    before = RoleAssignment.objects.count()

    page = post(signed_in, **{"email": user.email, "role": Role.EDITOR} | values)

    assert text in page.text
    assert RoleAssignment.objects.count() == before


def test_same_role_twice_says_so(signed_in):
    user = make_user(role=Role.EDITOR)

    page = post(signed_in, email=user.email, role=Role.EDITOR)

    assert "hat der Zugang schon" in page.text


def test_nobody_gives_roles_to_oneself(signed_in, coordinator):
    page = post(signed_in, email=coordinator.email, role=Role.DATA_PROTECTION)

    assert "vergibt eine andere Koordination" in page.text
    assert coordinator.role_assignments.count() == 1


def test_last_network_coordination_stays(signed_in, coordinator):
    make_user(role=Role.COORDINATOR, office=make_office())  # one of a Jugendamt does not count
    last = coordinator.role_assignments.get()

    page = signed_in.post(reverse("members:role-take", args=[last.pk]), follow=True)

    assert "letzte Koordination des ganzen Netzwerks" in page.text
    assert RoleAssignment.objects.filter(pk=last.pk).exists()


def test_coordination_may_leave_when_another_stays(signed_in, coordinator):
    make_user(role=Role.COORDINATOR)

    signed_in.post(reverse("members:role-take", args=[coordinator.role_assignments.get().pk]))

    assert not coordinator.role_assignments.exists()
    assert OutgoingMail.objects.filter(to=coordinator.email, kind="roles").exists()


def test_organisation_admin_is_for_one_organisation(signed_in):
    school = make_organisation()
    user = make_member(organisation=school)

    post(signed_in, email=user.email, role=Role.ORGANISATION_ADMIN, organisation=school.pk)

    assert user.role_assignments.get().organisation == school
    assert school.name in signed_in.get(reverse("members:role-list")).text


def test_who_has_no_seat_there_administers_no_organisation(signed_in):
    user, school = make_member(), make_organisation()

    page = post(signed_in, email=user.email, role=Role.ORGANISATION_ADMIN, organisation=school.pk)

    assert "nur, wer dort einen Sitz hat" in page.text
    assert not user.role_assignments.exists()


def test_right_to_administer_ends_with_the_seat():
    school = make_organisation()
    user = make_member(organisation=school)
    RoleAssignment.objects.create(user=user, role=Role.ORGANISATION_ADMIN, organisation=school)
    assert administers(user, school)

    yesterday = timezone.localdate() - timedelta(days=1)
    user.person.memberships.update(since_on=yesterday, until_on=yesterday)

    assert not administers(User.objects.get(pk=user.pk), school)


def test_second_factor_of_the_networks_coordination_is_reset_by_it_alone():
    network, office = make_user(role=Role.COORDINATOR), make_user(role=Role.COORDINATOR, office=make_office())
    other, member = make_user(role=Role.COORDINATOR), make_member()

    pairs = [(office, other), (office, member), (network, other), (network, network), (other, office)]

    assert [can_reset_second_factor(*pair) for pair in pairs] == [False, True, True, False, True]


def test_blocked_access_gets_no_role(coordinator):
    with pytest.raises(RoleRefused, match="gesperrt"):
        give_role(user=make_user(is_active=False), role=Role.EDITOR, by=coordinator)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(count, signed_in, django_assert_num_queries):
    for _ in range(count):
        make_user(role=Role.EDITOR)
    signed_in.get(reverse("members:role-list"))

    with django_assert_num_queries(5):
        page = signed_in.get(reverse("members:role-list"))

    assert page.text.count("Entziehen") == count + 1


@pytest.mark.django_db(transaction=True)
def test_two_who_take_each_others_role_at_once_leave_one():
    users = [make_user(role=Role.COORDINATOR) for _ in range(2)]
    start, refused = threading.Barrier(2), []

    def take(by, assignment):
        try:
            start.wait()
            take_role(assignment=assignment, by=by)
        except RoleRefused:
            refused.append(assignment.pk)
        finally:
            connection.close()

    pairs = [(users[0], users[1].role_assignments.get()), (users[1], users[0].role_assignments.get())]
    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert RoleAssignment.objects.filter(role=Role.COORDINATOR).count() == len(refused) == 1
