"""Seats of people who leave, are one with somebody else, or want their data: what the rooms below do with them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.memberships.actions import end_membership, restore_membership
from members.merging import merge_people
from members.personal_data import erase_data_of, open_data_of, subject_of
from netzwerk.calendars.scopes import scopes_of
from tests.factories import (
    make_category,
    make_member,
    make_membership,
    make_organisation,
    make_person,
    make_registration,
    make_training,
    make_user,
)
from tests.trainings.attendance.makers import make_past, make_seat
from tests.trainings.registrations.makers import (
    CONFIRMED,
    OFFERED,
    REPLACED,
    RETURNED,
    WAITING,
    counts,
    mails_to,
    sign_up,
    states,
)
from trainings.enums import Presence
from trainings.models import Certificate, Registration

pytestmark = pytest.mark.django_db

TODAY, DAY = timezone.localdate(), timedelta(days=1)


@pytest.fixture
def house():
    return make_organisation()


@pytest.fixture
def leaving(house):
    return make_membership(organisation=house, since_on=TODAY - 90 * DAY)


def seat_of(membership, event=None, **fields):
    fields = {"person": membership.person, "organisation": membership.organisation} | fields
    return make_registration(event=event or make_training(), email=membership.person.email, **fields)


def end(membership, heir=None):
    return end_membership(membership=membership, on=TODAY, heir=heir, by=None)


def holders(event):
    """(last name, state) of those who hold or want a seat, in order."""
    return list(event.registrations.live().order_by("number").values_list("last_name", "state"))


def test_seats_and_places_go_to_the_successor(leaving, house):
    full, heir = make_training(maximum=1), make_person(last_name="Nachfolge")
    seat = seat_of(leaving)
    make_registration(event=full)
    waiting = seat_of(leaving, full, state=WAITING, number=7)
    make_registration(event=full, state=WAITING, number=8, last_name="Danach")
    full.last_number = 8
    full.save()

    end(leaving, heir)

    seat.refresh_from_db()
    waiting.refresh_from_db()
    new = Registration.objects.get(replaces=seat)
    assert (seat.state, waiting.state) == (REPLACED, REPLACED)
    assert (new.person, new.organisation, new.state, new.email) == (heir, house, CONFIRMED, heir.email)
    assert holders(full)[1:] == [("Nachfolge", WAITING), ("Danach", WAITING)]
    assert Registration.objects.get(replaces=waiting).position == 1
    assert [mails_to(seat), mails_to(new)] == [["replaced"], ["substitute"]]
    assert counts(full) == (1, 2, 0)


def test_page_names_the_open_seats(leaving, client):
    seat_of(leaving, make_training(title="Gespräche führen"))
    seat_of(leaving, make_training(title="Gewesen", starts_at=timezone.now() - 9 * DAY))
    seat_of(leaving, make_training(title="Privat"), organisation=None)
    client.force_login(make_user(role="coordinator"))

    page = client.get(reverse("members:membership-end", args=[leaving.pk])).content.decode()

    assert "Anmeldungen zu Fortbildungen" in page
    assert ["Gespräche führen" in page, "Gewesen" in page, "Privat" in page] == [True, False, False]


def test_seat_becomes_free_where_the_successor_comes_anyway(leaving):
    event, heir = make_training(maximum=2), make_person()
    seat_of(leaving, event)
    make_registration(event=event, person=heir, email=heir.email)
    make_registration(event=event, state=WAITING)

    end(leaving, heir)

    assert states(event) == [RETURNED, CONFIRMED, OFFERED]


def test_seat_of_a_vacant_membership_becomes_free(leaving):
    event = make_training(maximum=1)
    seat_of(leaving, event)
    make_registration(event=event, state=WAITING)

    end(leaving)

    assert states(event) == [RETURNED, OFFERED]


@pytest.mark.parametrize("with_heir", [True, False])
def test_what_was_handed_over_or_left_comes_back(leaving, with_heir):
    event = make_training(maximum=2)
    seat_of(leaving, event)
    end(leaving, make_person() if with_heir else None)

    restore_membership(membership=leaving, by=None)

    assert holders(event) == [(leaving.person.last_name, CONFIRMED)]
    assert counts(event)[0] == 1


def test_seat_that_is_gone_comes_back_as_first_place_on_the_list(leaving):
    event = make_training(maximum=1)
    seat_of(leaving, event)
    make_registration(event=event, state=WAITING)
    make_registration(event=event, state=WAITING)
    end(leaving)

    restore_membership(membership=leaving, by=None)

    assert [state for _name, state in holders(event)] == [WAITING, OFFERED, WAITING]
    assert holders(event)[0][0] == leaving.person.last_name


def merge(kept, gone):
    values = {name: getattr(kept, name) for name in ("title", "first_name", "last_name", "email", "phone", "mobile")}
    return merge_people(kept=kept.pk, gone=gone.pk, values=values, versions={}, user=None, by=make_user())


def test_two_seats_of_people_who_are_one_become_one():
    event, kept, gone = make_training(maximum=2), make_person(), make_person()
    make_registration(event=event, person=kept, state=WAITING)
    make_registration(event=event, person=gone)
    make_registration(event=event)
    make_registration(event=event, person=gone, state=RETURNED)
    alone = make_registration(person=gone)

    merge(kept, gone)

    alone.refresh_from_db()
    assert alone.person == kept
    assert states(event) == [RETURNED, CONFIRMED, CONFIRMED, RETURNED]
    assert set(event.registrations.live().values_list("person", flat=True)) == {kept.pk, None}
    assert counts(event) == (2, 0, 0)


def test_merging_frees_the_second_seat():
    event, kept, gone = make_training(maximum=2), make_person(), make_person()
    make_registration(event=event, person=kept)
    make_registration(event=event, person=gone)
    make_registration(event=event, state=WAITING)

    merge(kept, gone)

    assert states(event) == [CONFIRMED, RETURNED, OFFERED]


@pytest.mark.parametrize("noted", ["kept", "gone", "both"])
def test_who_was_there_once_was_there_after_merging(noted):
    event, people = make_past(), {"kept": make_person(), "gone": make_person()}
    for name, person in people.items():
        make_seat(event, Presence.PRESENT if noted in (name, "both") else Presence.ABSENT, person=person)

    merge(people["kept"], people["gone"])

    [seat] = event.registrations.live()
    assert (seat.person, seat.presence) == (people["kept"], Presence.PRESENT)
    assert list(Certificate.objects.valid().values_list("registration", flat=True)) == [seat.pk]


def texts_of(user):
    return str([(part.title, part.rows) for part in open_data_of(subject_of(user))])


def test_own_data_show_own_registrations_and_whom_one_booked():
    user = make_member()
    make_registration(event=make_training(title="Eigene"), person=user.person, needs="vegan", last_name="Ich")
    make_registration(event=make_training(title="Gebucht"), booked_by=user, needs="laktosefrei", last_name="Kollege")
    make_registration(event=make_training(title="Fremd"))

    text = texts_of(user)

    assert [word in text for word in ("Eigene", "vegan", "Gebucht", "Kollege")] == [True] * 4
    assert [word in text for word in ("laktosefrei", "Fremd")] == [False] * 2


def test_erasing_frees_seats_ahead_and_keeps_figures_without_name():
    user, group = make_member(), make_category()
    ahead, past = make_training(maximum=1), make_training(starts_at=timezone.now() - 9 * DAY)
    own = make_registration(event=ahead, email=user.email, last_name="Ortmann", organisation_name="Kita Sonne")
    was = make_registration(
        event=past, person=user.person, last_name="Ortmann", presence=Presence.PRESENT, actor_category=group
    )
    booked = make_registration(booked_by=user, last_name="Kollege")
    proof = Certificate.objects.create(
        registration=was, event=past, title="T", starts_on=TODAY, ends_on=TODAY, minutes=90, name_hash="x"
    )
    make_registration(event=ahead, state=WAITING)
    old_secret = own.secret

    counted = erase_data_of(subject_of(user))

    for row in (own, was, booked, proof):
        row.refresh_from_db()
    assert states(ahead) == [RETURNED, OFFERED]
    assert [(row.full_name, row.email, row.organisation_name, row.person) for row in (own, was)] == [
        ("Gelöschte Angaben", "", "", None)
    ] * 2
    assert (was.presence, was.actor_category) == (Presence.PRESENT, group)
    assert (booked.last_name, booked.booked_by) == ("Kollege", None)
    assert (proof.registration, proof.name_hash) == (None, "")
    assert own.secret != old_secret
    assert counted["Anmeldungen zu Fortbildungen"] == 2


def test_own_calendar_shows_confirmed_seats_alone(django_assert_num_queries):
    user = make_user()
    seat = make_registration(user=user)
    make_registration(user=user, state=WAITING)
    sign_up(make_training())

    assert {scope for scope in scopes_of(user) if scope.startswith("training:")} == {seat.event.calendar_key}
