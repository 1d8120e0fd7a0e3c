"""Somebody of the same house comes instead: who may, until when, and that the seat stays one."""

import pytest
from django.utils import timezone

from tests.factories import make_category, make_organisation, make_training
from tests.trainings.registrations.makers import (
    CONFIRMED,
    DAY,
    REPLACED,
    WAITING,
    book,
    counts,
    mails_to,
    make_applicant,
    sign_up,
    states,
)
from trainings.models import AlreadyRegistered, NotLive, OtherOrganisation, TooLate
from trainings.registrations.actions import substitute

pytestmark = pytest.mark.django_db


def test_a_substitute_of_the_same_house_takes_the_seat():
    house, school = make_organisation(), make_category()
    event = make_training(maximum=1, reserved={school: 1})
    [seat] = book(event, make_applicant(school, organisation=house, needs="vegan"))
    sign_up(event, school)

    row = substitute(registration=seat, applicant=make_applicant(organisation=house))

    assert states(event) == [REPLACED, WAITING, CONFIRMED]
    assert (row.replaces, row.actor_category, row.organisation) == (seat, school, house)
    assert counts(event) == (1, 1, 0)
    assert [mails_to(seat), mails_to(row)] == [["replaced"], ["substitute"]]
    seat.refresh_from_db()
    assert seat.needs == ""


def test_a_substitute_of_another_house_is_refused():
    event = make_training()
    [seat] = book(event, make_applicant(organisation=make_organisation()))
    [named] = book(event, make_applicant(organisation_name="Kita Sonne"))

    with pytest.raises(OtherOrganisation):
        substitute(registration=seat, applicant=make_applicant(organisation=make_organisation()))
    with pytest.raises(OtherOrganisation):
        substitute(registration=named, applicant=make_applicant(organisation_name="Kita Mond"))
    substitute(registration=named, applicant=make_applicant(organisation_name="kita  SONNE"))

    assert states(event) == [CONFIRMED, REPLACED, CONFIRMED]


def test_a_substitute_is_named_in_time_once_and_not_twice_there():
    event = make_training(maximum=2)
    seat, other, waiting = sign_up(event, None, None, None)

    with pytest.raises(AlreadyRegistered):
        substitute(registration=seat, applicant=make_applicant(email=other.email))
    with pytest.raises(NotLive):
        substitute(registration=waiting, applicant=make_applicant())
    substitute(registration=seat, applicant=make_applicant())
    with pytest.raises(NotLive):
        substitute(registration=seat, applicant=make_applicant())
    event.return_until_on = timezone.localdate() - DAY
    event.save()
    with pytest.raises(TooLate):
        substitute(registration=other, applicant=make_applicant())
