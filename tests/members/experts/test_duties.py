"""The duty rota: one a Jugendamt at a time, gaps are seen."""

import threading
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from members.enums import Role
from members.experts.actions.profiles import save_duty
from members.experts.models import ExpertDuty
from members.experts.models.duties import DutyOverlaps
from members.experts.rota import rota_of
from netzwerk.models import AuditEvent
from tests.factories import make_office, make_user
from tests.members.experts.makers import make_duty, make_expert

pytestmark = pytest.mark.django_db
LIST = "/koordination/insofa/dienst/"


@pytest.fixture
def office():
    return make_office(key="oberstadt", name="Jugendamt Oberstadt")


@pytest.fixture
def coordinator(client, office):
    client.force_login(make_user(role=Role.COORDINATOR, office=office))
    return client


def in_days(number):
    return timezone.localdate() + timedelta(days=number)


def duty_data(expert, first, last):
    return {"expert": expert.pk, "starts_on": in_days(first).isoformat(), "ends_on": in_days(last).isoformat()}


def test_rota_shows_duties_and_the_gaps_between_them(office):
    one, two = make_expert(office=office), make_expert(office=office)
    first, second = make_duty(one, office, first=-2, last=3), make_duty(two, office, first=7, last=9)

    ((_office, stretches),) = rota_of([office])

    assert [(part.first, part.last, part.duty) for part in stretches] == [
        (in_days(-2), in_days(3), first),
        (in_days(4), in_days(6), None),
        (in_days(7), in_days(9), second),
        (in_days(10), in_days(55), None),
    ]


@pytest.mark.parametrize("change", ["paused", "seat over"])
def test_rota_doubts_who_cannot_be_reached(office, change):
    expert = make_expert(office=office)
    make_duty(expert, office, first=1, last=3)
    if change == "paused":
        expert.paused_until = in_days(2)
        expert.save()
    else:
        expert.person.memberships.update(until_on=in_days(-1))

    ((_office, stretches),) = rota_of([office])

    assert [part.is_in_doubt for part in stretches] == [False, True, False]


def test_coordinator_fills_a_gap(coordinator, office):
    expert = make_expert(office=office)
    gap = f"{LIST}neu/?amt=oberstadt&amp;ab={in_days(0):%Y-%m-%d}&amp;bis={in_days(55):%Y-%m-%d}"
    assert gap in coordinator.get(LIST).content.decode()

    html = coordinator.post(f"{LIST}neu/?amt=oberstadt", duty_data(expert, 0, 6), follow=True).content.decode()

    assert "Der Dienst ist gespeichert." in html
    assert str(expert.person) in html
    assert AuditEvent.objects.filter(kind="experts.duty_created").count() == 1


@pytest.mark.parametrize(
    ("first", "last", "is_free"), [(-3, -1, True), (-3, 0, False), (2, 3, False), (6, 9, False), (7, 9, True)]
)
def test_two_duties_never_overlap_and_the_field_says_whose_is_in_the_way(coordinator, office, first, last, is_free):
    expert, other = make_expert(office=office), make_expert(office=office)
    make_duty(other, office, first=0, last=6)

    html = coordinator.post(f"{LIST}neu/?amt=oberstadt", duty_data(expert, first, last), follow=True).content.decode()

    assert (f"In dieser Zeit hat schon {other.person} Dienst" in html) != is_free
    assert ExpertDuty.objects.filter(expert=expert).exists() == is_free


def test_other_jugendamt_has_its_own_rota(coordinator, office):
    make_duty(make_expert(), make_office(), first=0, last=6)

    coordinator.post(f"{LIST}neu/?amt=oberstadt", duty_data(make_expert(office=office), 0, 6))

    assert ExpertDuty.objects.filter(youth_welfare_office=office).count() == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"expert": ""}, "Wählen Sie die Fachkraft."),
        ({"starts_on": ""}, "Geben Sie den ersten Tag ein."),
        ({"ends_on": "31.02.2027"}, "Geben Sie einen Tag ein."),
        ({"ends_on": "2020-01-01"}, "Der letzte Tag liegt vor dem ersten."),
    ],
)
def test_mistake_stands_at_its_field(coordinator, office, change, sentence):
    data = duty_data(make_expert(office=office), 0, 6) | change

    html = coordinator.post(f"{LIST}neu/?amt=oberstadt", data).content.decode()

    assert sentence in html
    assert not ExpertDuty.objects.exists()


def test_experts_of_another_jugendamt_have_no_duty_here(coordinator, office):
    foreign = make_expert(office=make_office())

    html = coordinator.post(f"{LIST}neu/?amt=oberstadt", duty_data(foreign, 0, 6)).content.decode()

    assert "Wählen Sie die Fachkraft." in html
    assert not ExpertDuty.objects.exists()


def test_duty_is_changed_and_deleted(coordinator, office):
    duty = make_duty(make_expert(office=office), office)

    coordinator.post(f"{LIST}{duty.pk}/", duty_data(duty.expert, 0, 20))
    duty.refresh_from_db()
    assert duty.ends_on == in_days(20)
    coordinator.post(f"{LIST}{duty.pk}/loeschen/")
    assert not ExpertDuty.objects.exists()
    assert [event.kind for event in AuditEvent.objects.order_by("pk")] == [
        "experts.duty_changed",
        "experts.duty_deleted",
    ]


@pytest.mark.parametrize("address", ["neu/?amt=foreign", "{pk}/", "{pk}/loeschen/"])
def test_rota_of_another_jugendamt_is_refused(coordinator, address):
    foreign = make_office(key="foreign")
    duty = make_duty(make_expert(office=foreign), foreign)

    assert coordinator.get(f"{LIST}{address.format(pk=duty.pk)}").status_code == 403
    assert foreign.name not in coordinator.get(LIST).content.decode()


@pytest.mark.parametrize("amt", ["", "atlantis", "x" * 5000])
def test_unknown_jugendamt_is_not_found(coordinator, amt):
    assert coordinator.get(f"{LIST}neu/", {"amt": amt}).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_rota_costs_the_same_at_any_number(client, django_assert_num_queries, count):
    client.force_login(make_user(role=Role.COORDINATOR))
    for _number in range(count):
        office = make_office()
        make_duty(make_expert(office=office), office)
    client.get(LIST)

    with django_assert_num_queries(7):
        client.get(LIST)


def test_database_refuses_two_at_once(office):
    make_duty(make_expert(office=office), office)

    with pytest.raises(IntegrityError), transaction.atomic():
        make_duty(make_expert(office=office), office, first=6, last=8)


@pytest.mark.django_db(transaction=True)
def test_ten_coordinators_at_once_make_one_duty():
    office, by = make_office(), make_user(role=Role.COORDINATOR)
    expert = make_expert(office=office)
    start, ends = threading.Barrier(10), []

    def save():
        duty = ExpertDuty(youth_welfare_office=office)
        try:
            start.wait()
            save_duty(duty=duty, expert=expert, starts_on=date(2027, 1, 4), ends_on=date(2027, 1, 10), by=by)
            ends.append("saved")
        except DutyOverlaps:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=save) for _number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ends) == ["refused"] * 9 + ["saved"]
    assert ExpertDuty.objects.count() == 1
