"""Seats: ended with all they leave open, and resumed."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import MembershipEnd, MembershipKind, Role
from members.memberships.actions import (
    SeatRefused,
    change_membership,
    create_membership,
    end_membership,
    restore_membership,
)
from members.models import BodySeat, Membership, RoleAssignment
from members.open_matters import open_matters_of
from members.organisations.actions import close_organisation, reopen_organisation
from netzwerk.models import AuditEvent, OutgoingMail
from tests.factories import make_body, make_membership, make_person, make_user
from tests.members.makers import LAST_YEAR, make_coordinator, make_seat

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def make_busy_seat(house):
    """A holder with a deputy, the lead of a body and the administration of the house; all in a dictionary."""
    user = make_user(role=Role.ORGANISATION_ADMIN, organisation=house)
    seat = make_seat(house, person=make_person(user=user))
    deputy = make_seat(house, kind=MembershipKind.DEPUTY, deputy_of=seat)
    body, plain = make_body(chair=seat), make_body(members=[seat])
    return {"seat": seat, "deputy": deputy, "body": body, "plain": plain, "user": user}


def state_of(house):
    """Everything a hand-over may move."""
    seats = house.memberships.order_by("pk")
    return (
        list(seats.values_list("pk", "kind", "deputy_of", "since_on", "until_on", "end", "successor")),
        set(BodySeat.objects.values_list("body", "membership", "is_chair")),
        set(RoleAssignment.objects.values_list("user", "role", "organisation")),
    )


def end(seat, **fields):
    return end_membership(**{"membership": seat, "on": TODAY, "by": None} | fields)


def test_open_matters_name_everything(house):
    busy = make_busy_seat(house)

    matters = {matter.label: [text for text, _url in matter.items] for matter in open_matters_of(busy["seat"])}

    assert list(matters.values()) == [
        [str(busy["deputy"].person)],
        [f"{busy['body']} (Leitung)", str(busy["plain"])],
        [str(house)],
    ]


def test_ending_hands_everything_to_the_deputy(house):
    busy = make_busy_seat(house)
    busy["deputy"].person.user = make_user()
    busy["deputy"].person.save()
    second = make_seat(house, kind=MembershipKind.DEPUTY, deputy_of=busy["seat"])

    end(busy["seat"], successor=busy["deputy"])

    seat, deputy = (Membership.objects.get(pk=busy[name].pk) for name in ("seat", "deputy"))
    second.refresh_from_db()
    assert (seat.until_on, seat.end, seat.successor) == (TODAY, MembershipEnd.SUCCESSOR, deputy)
    assert (deputy.kind, deputy.deputy_of, second.deputy_of) == (MembershipKind.HOLDER, None, deputy)
    assert set(BodySeat.objects.values_list("body", "membership", "is_chair")) == {
        (busy["body"].pk, deputy.pk, True),
        (busy["plain"].pk, deputy.pk, False),
    }
    assert list(RoleAssignment.objects.values_list("user", "organisation")) == [(deputy.person.user_id, house.pk)]
    told = set(OutgoingMail.objects.values_list("to", flat=True))
    assert told == {busy["user"].email, deputy.person.user.email}


def test_log_says_who_handed_the_administration_over_and_back(house):
    busy, coordinator = make_busy_seat(house), make_coordinator()
    busy["deputy"].person.user = make_user()
    busy["deputy"].person.save()

    end(busy["seat"], successor=busy["deputy"], by=coordinator)
    restore_membership(membership=busy["seat"], by=coordinator)

    roles = AuditEvent.objects.filter(kind__startswith="members.role_").order_by("pk")
    assert [(event.kind, event.target_id, event.actor_id) for event in roles] == [
        ("members.role_taken", str(busy["user"].pk), coordinator.pk),
        ("members.role_given", str(busy["deputy"].person.user_id), coordinator.pk),
        ("members.role_taken", str(busy["deputy"].person.user_id), coordinator.pk),
        ("members.role_given", str(busy["user"].pk), coordinator.pk),
    ]


def test_own_administration_comes_back_with_the_own_seat(house):
    busy = make_busy_seat(house)
    end(busy["seat"], by=busy["user"])

    restore_membership(membership=busy["seat"], by=busy["user"])

    assert list(RoleAssignment.objects.values_list("user", "organisation")) == [(busy["user"].pk, house.pk)]


def test_ending_gives_a_person_without_seat_the_same_one(house):
    busy = make_busy_seat(house)
    heir = make_person()

    made = end(busy["seat"], on=TODAY - timedelta(days=3), heir=heir)

    assert (made.person, made.kind, made.since_on) == (heir, MembershipKind.HOLDER, TODAY - timedelta(days=2))
    assert {seat.membership_id for seat in BodySeat.objects.all()} == {made.pk}
    assert not RoleAssignment.objects.exists(), "without access nobody administers"


def test_ending_vacant_frees_everything(house):
    busy = make_busy_seat(house)

    assert end(busy["seat"]) is None

    busy["seat"].refresh_from_db()
    busy["deputy"].refresh_from_db()
    assert (busy["seat"].end, busy["deputy"].deputy_of) == (MembershipEnd.VACANT, None)
    assert not BodySeat.objects.exists()
    assert not RoleAssignment.objects.exists()


def test_locked_access_gets_no_administration(house):
    busy = make_busy_seat(house)
    heir = make_person(user=make_user(is_active=False))

    end(busy["seat"], heir=heir)

    assert not RoleAssignment.objects.exists()


def test_lead_joins_a_place_that_the_successor_has(house):
    busy = make_busy_seat(house)
    BodySeat.objects.create(body=busy["body"], membership=busy["deputy"])

    end(busy["seat"], successor=busy["deputy"])

    assert list(busy["body"].seats.values_list("membership", "is_chair")) == [(busy["deputy"].pk, True)]


@pytest.mark.parametrize("way", ["deputy", "joined", "heir", "vacant"])
def test_a_wrong_end_is_taken_back_completely(house, way):
    busy = make_busy_seat(house)
    busy["deputy"].person.user = make_user()
    busy["deputy"].person.save()
    make_seat(house, kind=MembershipKind.DEPUTY, deputy_of=busy["seat"])
    if way == "joined":
        BodySeat.objects.create(body=busy["body"], membership=busy["deputy"])
    before = state_of(house)
    end(
        busy["seat"],
        successor=busy["deputy"] if way in ("deputy", "joined") else None,
        heir=make_person() if way == "heir" else None,
    )
    assert state_of(house) != before

    restore_membership(membership=busy["seat"], by=None)

    assert state_of(house) == before
    assert AuditEvent.objects.filter(kind="members.membership_restored").count() == 1


def test_end_stays_once_something_was_built_on_it(house):
    busy = make_busy_seat(house)
    made = end(busy["seat"], heir=make_person())
    make_body(members=[made])
    before = state_of(house)

    with pytest.raises(SeatRefused, match="An der Nachfolge"):
        restore_membership(membership=busy["seat"], by=None)

    assert state_of(house) == before


def test_end_stays_once_the_chair_went_on(house):
    busy = make_busy_seat(house)
    end(busy["seat"], successor=busy["deputy"])
    busy["body"].seats.update(is_chair=False)

    with pytest.raises(SeatRefused, match="inzwischen geändert"):
        restore_membership(membership=busy["seat"], by=None)


def test_end_stays_once_the_person_has_a_new_seat(house):
    seat = make_seat(house)
    end(seat, on=TODAY - timedelta(days=2))
    create_membership(person=seat.person, organisation=house, values={"since_on": TODAY}, by=None)

    with pytest.raises(SeatRefused, match="neuen Sitz"):
        restore_membership(membership=seat, by=None)


@pytest.mark.parametrize(
    ("on", "text"),
    [
        (LAST_YEAR - timedelta(days=1), "Das Ende liegt vor dem Beginn."),
        (TODAY + timedelta(days=1), "Der letzte Tag ist heute oder liegt schon zurück."),
    ],
)
def test_end_outside_the_seats_time_is_refused(house, on, text):
    busy = make_busy_seat(house)
    before = state_of(house)

    with pytest.raises(SeatRefused, match=text):
        end(busy["seat"], on=on)

    assert state_of(house) == before


def test_seat_ends_once(house):
    seat = make_seat(house)
    end(seat)

    with pytest.raises(SeatRefused, match="schon beendet"):
        end(seat)
    with pytest.raises(SeatRefused, match="beendet"):
        change_membership(membership=seat, values={"function": "x"}, version=2, by=None)


def test_nobody_succeeds_from_elsewhere(house):
    seat, stranger = make_seat(house), make_membership()

    with pytest.raises(SeatRefused):
        end(seat, successor=stranger)
    with pytest.raises(SeatRefused):
        end(seat, heir=seat.person)


def test_end_page_lists_what_is_open_and_finds_a_successor(client, coordinator, house):
    busy = make_busy_seat(house)
    heir = make_person(last_name="Nachfolgerin")
    address = reverse("members:membership-end", args=[busy["seat"].pk])

    response = client.get(address, {"suche": "Nachf"})
    html = response.content.decode()
    assert f"{busy['body']} (Leitung)" in html
    assert str(busy["deputy"].person) in html
    assert str(heir) in html
    assert client.post(f"{address}?suche=Nachf", {"on": str(TODAY)}).context["form"].errors["heir"] == [
        "Wählen Sie aus, wer übernimmt, oder „vakant“."
    ]
    client.post(f"{address}?suche=Nachf", {"on": str(TODAY), "heir": f"person-{heir.pk}"})

    busy["seat"].refresh_from_db()
    assert busy["seat"].successor.person == heir
    client.post(reverse("members:membership-restore", args=[busy["seat"].pk]))
    busy["seat"].refresh_from_db()
    assert busy["seat"].end == ""


def test_closing_ends_all_seats_and_reopening_leaves_them(house, client, coordinator):
    busy = make_busy_seat(house)
    future = make_membership(organisation=house, since_on=TODAY + timedelta(days=5))
    address = reverse("members:organisation-close", args=[house.pk])
    assert str(busy["deputy"].person) in client.get(address).content.decode()

    client.post(address, {"on": str(TODAY)})

    house.refresh_from_db()
    assert house.closed_on == TODAY
    assert set(house.memberships.values_list("end", "until_on")) == {("vacant", TODAY)}
    assert not BodySeat.objects.exists()
    with pytest.raises(SeatRefused, match="macht nicht mehr mit"):
        create_membership(person=make_person(), organisation=house, values={"since_on": TODAY}, by=None)
    with pytest.raises(SeatRefused, match="macht nicht mehr mit"):
        restore_membership(membership=busy["seat"], by=None)

    client.post(reverse("members:organisation-reopen", args=[house.pk]))
    house.refresh_from_db()
    assert house.closed_on is None
    assert house.memberships.filter(end="").count() == 0
    for seat in (busy["seat"], busy["deputy"], future):
        restore_membership(membership=seat, by=None)
    busy["deputy"].refresh_from_db()
    assert busy["deputy"].deputy_of == busy["seat"]
    assert busy["body"].seats.get().is_chair
    future.refresh_from_db()
    assert (future.since_on, future.until_on) == (TODAY + timedelta(days=5), None)


def test_closing_twice_or_in_advance_is_refused(house):
    with pytest.raises(SeatRefused):
        close_organisation(organisation=house, on=TODAY + timedelta(days=1), by=None)
    close_organisation(organisation=house, on=TODAY, by=None)
    with pytest.raises(SeatRefused):
        close_organisation(organisation=house, on=TODAY, by=None)
    reopen_organisation(organisation=house, by=None)
    events = AuditEvent.objects.values_list("kind", flat=True)
    assert set(events) == {"members.organisation_closed", "members.organisation_reopened"}
