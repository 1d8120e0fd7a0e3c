"""Seats, the waiting list and its offers: who gets which seat, and when not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import OutgoingMail
from tests.factories import (
    make_category,
    make_person,
    make_registration,
    make_training,
    make_user,
)
from tests.trainings.registrations.makers import (
    CONFIRMED,
    DAY,
    EXPIRED,
    HOUR,
    OFFERED,
    RETURNED,
    WAITING,
    book,
    counts,
    mails_to,
    make_applicant,
    sign_up,
    states,
)
from trainings.enums import EventStatus, RegistrationSource
from trainings.models import (
    AlreadyRegistered,
    NoRoomLeft,
    NotLive,
    OfferEnded,
    Registration,
    SignUpClosed,
    TooLate,
)
from trainings.registrations.actions import (
    accept_offer,
    expire_offers,
    fill_up,
    give_back,
    lock_event,
)

pytestmark = pytest.mark.django_db

SELF, COLLEAGUE = RegistrationSource.SELF, RegistrationSource.COLLEAGUE


def run_out(registration):
    """Lets the offer's deadline pass."""
    Registration.objects.filter(pk=registration.pk).update(offered_until=timezone.now() - HOUR)


def test_seats_are_given_in_order_and_the_rest_waits():
    event = make_training(maximum=2)
    first, second, third, fourth = sign_up(event, None, None, None, None)

    assert states(event) == [CONFIRMED, CONFIRMED, WAITING, WAITING]
    assert counts(event) == (2, 2, 0)
    assert [third.position, fourth.position, first.position] == [1, 2, None]
    assert [mails_to(row) for row in (first, second, third)] == [["confirmed"], ["confirmed"], ["waiting"]]


def test_reserved_seats_are_for_their_group_until_the_release():
    school, others = make_category(), make_category()
    event = make_training(maximum=3, reserved={school: 2})
    sign_up(event, others, others, school, school, school)

    assert states(event) == [CONFIRMED, WAITING, CONFIRMED, CONFIRMED, WAITING]

    event.reservations.update(release_on=timezone.localdate())
    event.maximum = 4
    event.save()
    expire_offers()

    assert states(event) == [CONFIRMED, OFFERED, CONFIRMED, CONFIRMED, WAITING]


def test_released_seats_are_offered_by_the_clock():
    school, others = make_category(), make_category()
    event = make_training(maximum=2, reserved={school: 1})
    sign_up(event, others, others, others)
    assert states(event) == [CONFIRMED, WAITING, WAITING]

    expire_offers()
    assert states(event) == [CONFIRMED, WAITING, WAITING]
    event.reservations.update(release_on=timezone.localdate())
    expire_offers()
    expire_offers()

    assert states(event) == [CONFIRMED, OFFERED, WAITING]
    assert counts(event) == (2, 1, 0)


def test_nobody_new_overtakes_on_the_day_of_the_release():
    school, others = make_category(), make_category()
    event = make_training(maximum=2, reserved={school: 1})
    sign_up(event, others, others)
    event.reservations.update(release_on=timezone.localdate())

    sign_up(event, others)

    assert states(event) == [CONFIRMED, OFFERED, WAITING]


def test_counts_hold_where_the_list_moves_up_and_somebody_new_gets_a_seat():
    school, others = make_category(), make_category()
    event = make_training(maximum=3, waiting_list_cap=1, reserved={school: 2})
    sign_up(event, others, others)
    event.reservations.update(release_on=timezone.localdate())

    sign_up(event, others, others)

    assert states(event) == [CONFIRMED, OFFERED, CONFIRMED, WAITING]
    assert counts(event) == (3, 1, 0)


def test_whom_no_seat_fits_keeps_the_place_while_others_get_theirs():
    school, others = make_category(), make_category()
    event = make_training(maximum=2, reserved={school: 1})
    _other, pupil, waiting, late = sign_up(event, others, school, others, school)
    assert states(event) == [CONFIRMED, CONFIRMED, WAITING, WAITING]

    give_back(registration=pupil)

    assert states(event) == [CONFIRMED, RETURNED, WAITING, OFFERED]
    waiting.refresh_from_db()
    assert waiting.position == 1


def test_a_freed_seat_is_offered_with_a_deadline_and_then_to_the_next():
    event = make_training(maximum=1, offer_hours=48)
    first, second, third = sign_up(event, None, None, None)

    give_back(registration=first)
    second.refresh_from_db()
    assert second.state == OFFERED
    assert abs(second.offered_until - timezone.now() - 48 * HOUR) < timedelta(minutes=1)
    assert counts(event) == (1, 1, 0)

    run_out(second)
    expire_offers()
    expire_offers()

    assert states(event) == [RETURNED, EXPIRED, OFFERED]
    assert [mails_to(row) for row in (first, second, third)] == [["returned"], ["expired"], ["offered"]]


def test_an_offer_that_has_run_out_goes_to_the_list_and_not_to_a_new_sign_up():
    event = make_training(maximum=1)
    first, second, _third = sign_up(event, None, None, None)
    give_back(registration=first)
    run_out(second)

    sign_up(event)

    assert states(event) == [RETURNED, EXPIRED, OFFERED, WAITING]


def test_whose_offer_ran_out_may_sign_up_again_before_the_clock_comes_round():
    event = make_training(maximum=1)
    first, second = sign_up(event, None, None)
    give_back(registration=first)
    run_out(second)

    book(event, make_applicant(email=second.email))

    assert states(event) == [RETURNED, EXPIRED, CONFIRMED]


def test_an_offer_is_accepted_once_and_within_its_time():
    event = make_training(maximum=1)
    first, second, third = sign_up(event, None, None, None)
    give_back(registration=first)

    accept_offer(registration=second)
    accept_offer(registration=second)
    with pytest.raises(OfferEnded):
        accept_offer(registration=third)

    assert states(event) == [RETURNED, CONFIRMED, WAITING]
    assert mails_to(second) == ["confirmed"]
    assert counts(event) == (1, 1, 0)


def test_an_offer_that_ran_out_is_not_accepted():
    event = make_training(maximum=1)
    first, second = sign_up(event, None, None)
    give_back(registration=first)
    run_out(second)

    with pytest.raises(OfferEnded):
        accept_offer(registration=second)


@pytest.mark.parametrize(("before", "left"), [(10 * DAY, 48 * HOUR), (DAY, 22 * HOUR), (2.5 * HOUR, 2.5 * HOUR)])
def test_an_offer_ends_before_the_event_begins(before, left):
    event = make_training(maximum=1, starts_at=timezone.now() + before, return_until_on=timezone.localdate() + DAY)
    first, second = sign_up(event, None, None)
    give_back(registration=first)

    second.refresh_from_db()
    assert abs(second.offered_until - timezone.now() - left) < timedelta(minutes=1)


def test_no_offers_once_the_event_has_begun_or_is_cancelled():
    begun = make_training(maximum=1, starts_at=timezone.now() - HOUR)
    cancelled = make_training(maximum=1, status=EventStatus.CANCELLED)
    for event in (begun, cancelled):
        make_registration(event=event, state=WAITING)

    expire_offers()

    assert [fill_up(lock_event(event.pk)) for event in (begun, cancelled)] == [[], []]
    assert states(begun) + states(cancelled) == [WAITING, WAITING]


def test_declining_and_leaving_pass_the_seat_on():
    event = make_training(maximum=1)
    first, second, third, fourth = sign_up(event, None, None, None, None)
    give_back(registration=third)
    give_back(registration=first)

    give_back(registration=second)

    assert states(event) == [RETURNED, RETURNED, RETURNED, OFFERED]
    assert mails_to(third) == ["returned"]
    assert mails_to(fourth) == ["offered"]
    with pytest.raises(NotLive):
        give_back(registration=second)


def test_a_seat_is_given_back_until_its_last_day():
    event = make_training(return_until_on=timezone.localdate() - DAY, maximum=1)
    seated, waiting = sign_up(event, None, None)

    with pytest.raises(TooLate):
        give_back(registration=seated)
    give_back(registration=waiting)
    give_back(registration=seated, force=True)

    assert states(event) == [RETURNED, RETURNED]


def test_needs_end_with_the_registration():
    event = make_training()
    [row] = book(event, make_applicant(needs="Gebärdensprache"))

    give_back(registration=row)

    assert Registration.objects.get().needs == ""


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"opens_at": timezone.now() + DAY}, "beginnt am"),
        ({"closes_at": timezone.now() - DAY}, "beendet"),
        ({"starts_at": timezone.now() - HOUR}, "beendet"),
        ({"status": EventStatus.CANCELLED}, "abgesagt"),
        ({"status": EventStatus.DRAFT}, "nicht anmelden"),
        ({"is_external": True}, "Veranstalter"),
    ],
)
def test_no_sign_up_outside_the_window(fields, text):
    event = make_training(**fields)

    with pytest.raises(SignUpClosed) as refusal:
        sign_up(event)

    assert text in refusal.value.text
    assert not Registration.objects.exists()


def test_the_coordination_adds_outside_the_window_and_overbooks_on_purpose():
    event = make_training(closes_at=timezone.now() - DAY, maximum=1, waiting_list_cap=0)
    options = {"source": RegistrationSource.COORDINATION, "force": True, "by": make_user(role="coordinator")}
    [first] = book(event, make_applicant(), **options)
    with pytest.raises(NoRoomLeft):
        book(event, make_applicant(), **options)

    [second] = book(event, make_applicant(), overbook=True, **options)

    assert [first.is_overbooked, second.is_overbooked] == [False, True]
    assert counts(event) == (2, 0, 0)


def test_a_seat_given_back_on_an_overbooked_event_is_not_offered():
    event = make_training(maximum=1)
    first, waiting = sign_up(event, None, None)
    book(event, make_applicant(), source=RegistrationSource.COORDINATION, overbook=True)

    give_back(registration=first)

    assert states(event) == [RETURNED, WAITING, CONFIRMED]
    assert mails_to(waiting) == ["waiting"]


def test_full_list_takes_nobody_and_says_how_many_would_fit():
    event = make_training(maximum=1, waiting_list_cap=1)
    colleagues = [make_applicant() for _ in range(3)]

    with pytest.raises(NoRoomLeft) as refusal:
        book(event, *colleagues, source=COLLEAGUE)
    assert refusal.value.room == 2
    assert "2 Personen" in refusal.value.text
    assert not Registration.objects.exists()
    assert not OutgoingMail.objects.exists()

    book(event, *colleagues[:2], source=COLLEAGUE)
    with pytest.raises(NoRoomLeft) as refusal:
        sign_up(event)
    assert refusal.value.text == "Die Veranstaltung und ihre Warteliste sind voll."


def test_same_address_twice_is_refused():
    event = make_training()
    book(event, make_applicant(email="ina@amt.example"))

    with pytest.raises(AlreadyRegistered) as refusal:
        book(event, make_applicant(), make_applicant(email="INA@Amt.example"))
    assert refusal.value.email == "ina@amt.example"
    assert "ina@amt.example" in refusal.value.text
    with pytest.raises(AlreadyRegistered):
        book(event, make_applicant(email="neu@amt.example"), make_applicant(email="Neu@amt.example"))

    assert Registration.objects.count() == 1


def test_same_person_with_two_addresses_is_refused():
    event, person = make_training(), make_person(email="ina@amt.example")
    book(event, make_applicant(email="privat@ina.example", person=person))

    with pytest.raises(AlreadyRegistered):
        book(event, make_applicant(email="ina@amt.example"))


def test_who_gave_back_may_sign_up_again_at_the_end():
    event = make_training(maximum=1)
    first, _second = sign_up(event, None, None)
    give_back(registration=first)

    book(event, make_applicant(email=first.email))

    assert states(event) == [RETURNED, OFFERED, WAITING]


def test_an_address_written_past_the_lock_is_refused_not_an_error(monkeypatch):
    event = make_training()
    make_registration(event=event, email="ina@amt.example")
    monkeypatch.setattr("trainings.registrations.actions.check_addresses", lambda *_: None)

    with pytest.raises(AlreadyRegistered):
        book(event, make_applicant(email="Ina@amt.example"))

    assert Registration.objects.count() == 1


def test_who_books_for_colleagues_sees_them_and_their_own():
    user = make_user()
    event = make_training()
    book(event, make_applicant(user=user, email=user.email), make_applicant(), source=COLLEAGUE, by=user)

    own, booked = Registration.objects.order_by("number")
    assert [own.source, own.booked_by, booked.source, booked.booked_by] == [SELF, None, COLLEAGUE, user]


def test_known_people_are_found_by_their_address():
    person = make_person(email="Ina@amt.example")

    [row] = book(make_training(), make_applicant(email="ina@amt.example"))

    assert row.person == person
