"""Many at once on real connections: the right people get the seats, the rest stands in order, nobody is told twice.

`make proof` does the same with 500 people and several web processes: test_proof.py.
"""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_registration, make_training
from tests.trainings.registrations.crowd import (
    at_once,
    first_that_fit,
    look_after_seats,
    plan_of,
    rows_of,
    wrong_mails,
)
from tests.trainings.registrations.makers import (
    CONFIRMED,
    EXPIRED,
    OFFERED,
    RETURNED,
    WAITING,
    counts,
    make_applicant,
    states,
)
from trainings.enums import RegistrationSource
from trainings.models import AlreadyRegistered, NotLive, OfferEnded, Registration
from trainings.registrations.actions import accept_offer, expire_offers, give_back, register, substitute

pytestmark = pytest.mark.django_db(transaction=True)

PEOPLE, SEATS = 40, 8
HOUR = timedelta(hours=1)


@pytest.fixture
def groups():
    return [make_category() for _ in range(4)]


def sign_up_work(event, applicant):
    return lambda: register(event=event, applicants=[applicant], source=RegistrationSource.SELF)


def crowd(groups):
    """An event for which many sign up at the same moment."""
    rng = random.Random(5)
    event = make_training(maximum=SEATS, waiting_list_cap=PEOPLE, reserved={groups[0]: 3, groups[1]: 2})
    results = at_once([sign_up_work(event, make_applicant(rng.choice(groups))) for _ in range(PEOPLE)])
    assert [result for result in results if isinstance(result, Exception)] == []
    return event


def test_many_sign_ups_at_once_give_the_right_ones_the_seats(groups):
    event = crowd(groups)

    rows = rows_of(event)
    assert [row.number for row in rows] == list(range(1, PEOPLE + 1))
    assert [row.pk for row in rows_of(event, CONFIRMED)] == first_that_fit(plan_of(event, []), rows)
    assert wrong_mails(event) == ([], PEOPLE)
    taken, waiting, _open = counts(event)
    assert (taken, waiting) == (len(rows_of(event, CONFIRMED)), len(rows_of(event, WAITING)))


def test_cancellations_and_outdated_offers_fill_up_in_order(groups):
    event = crowd(groups)
    seated, waiting = rows_of(event, CONFIRMED), rows_of(event, WAITING)
    leaving, staying = seated[::2], seated[1::2]

    at_once([lambda row=row: give_back(registration=row) for row in leaving])
    offered = first_that_fit(plan_of(event, staying), waiting)
    assert [row.pk for row in rows_of(event, OFFERED)] == offered

    Registration.objects.filter(pk__in=offered[:2]).update(offered_until=timezone.now() - HOUR)
    at_once([expire_offers] * 4)
    left = [row for row in waiting if row.pk not in offered]
    later = first_that_fit(plan_of(event, staying + [row for row in waiting if row.pk in offered[2:]]), left)

    assert sorted(row.pk for row in rows_of(event, OFFERED)) == sorted(offered[2:] + later)
    assert [row.pk for row in rows_of(event, EXPIRED)] == offered[:2]
    assert wrong_mails(event)[0] == []


def test_last_seat_goes_to_one_and_a_double_click_is_one_registration():
    event = make_training(maximum=1, waiting_list_cap=1)
    twice = make_applicant()

    results = at_once([sign_up_work(event, twice)] * 6)

    assert [type(result) for result in results].count(AlreadyRegistered) == 5
    assert states(event) == [CONFIRMED]
    assert OutgoingMail.objects.count() == 1


def test_seat_is_given_back_once_and_offered_once():
    event = make_training(maximum=1)
    seat = make_registration(event=event)
    make_registration(event=event, state=WAITING)
    make_registration(event=event, state=WAITING)

    results = at_once([lambda: give_back(registration=seat)] * 4 + [expire_offers] * 2)

    assert [type(result) for result in results].count(NotLive) == 3
    assert states(event) == [RETURNED, OFFERED, WAITING]


def test_offer_is_taken_or_runs_out_but_never_both():
    events = [make_training(maximum=1) for _ in range(6)]
    offers = [make_registration(event=event, state=OFFERED, offered_until=timezone.now()) for event in events]
    for event in events:
        make_registration(event=event, state=WAITING)

    accepts = [lambda offer=offer: accept_offer(registration=offer) for offer in offers]
    results = at_once([*accepts, expire_offers, expire_offers])

    assert {type(result) for result in results[:6]} == {OfferEnded}
    assert [states(event) for event in events] == [[EXPIRED, OFFERED]] * 6
    assert OutgoingMail.objects.count() == 12


def test_seat_is_returned_or_replaced_but_never_both():
    event = make_training(maximum=1)
    seat = make_registration(event=event)

    works = [lambda: substitute(registration=seat, applicant=make_applicant())] * 3
    results = at_once([*works, lambda: give_back(registration=seat)])

    assert [type(result) for result in results].count(NotLive) == 3
    assert counts(event)[0] == event.registrations.seated().count() <= 1


def test_killed_in_the_middle_and_run_again_nothing_is_lost_or_doubled():
    events = [make_training(maximum=1) for _ in range(3)]
    for event in events:
        make_registration(event=event, state=OFFERED, offered_until=timezone.now() - HOUR)
        make_registration(event=event, state=WAITING)

    assert look_after_seats("die") == [-9]
    assert [states(event) for event in events] == [[EXPIRED, OFFERED]] + [[OFFERED, WAITING]] * 2
    assert look_after_seats("expire", "expire") == [0, 0]

    assert [states(event) for event in events] == [[EXPIRED, OFFERED]] * 3
    assert sorted(OutgoingMail.objects.values_list("key", flat=True)) == sorted(
        f"training-{name}:{row.pk}"
        for event in events
        for name, row in zip(("expired", "offered"), rows_of(event), strict=True)
    )
