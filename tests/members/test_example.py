"""The example network that `make run` shows: filled as issue and README say."""

import pytest

from members.enums import MembershipKind
from members.models import Absence, Invitation, Membership, Organisation, Person, User
from netzwerk.calendars.scopes import PUBLIC, scopes_of
from netzwerk.models import CalendarItem, YouthWelfareOffice

pytestmark = pytest.mark.django_db


def test_example_network_is_plausibly_filled(example_network):
    seats = Membership.objects.current()

    assert 55 <= Person.objects.count() <= 65
    assert Organisation.objects.filter(memberships__in=seats).distinct().count() >= 44
    offices = set(YouthWelfareOffice.objects.values_list("key", flat=True))
    assert {seat.organisation.youth_welfare_office.key for seat in _of_offices(seats)} == offices
    assert seats.filter(kind=MembershipKind.DEPUTY).exclude(deputy_of=None).count() >= 10
    assert Absence.objects.current().count() == 1
    assert Membership.objects.ended().count() == 2
    assert {invitation.has_expired for invitation in Invitation.objects.open()} == {True, False}


def test_nobody_of_the_example_can_be_reached(example_network):
    assert not Person.objects.exclude(email__endswith=".example").exclude(email="").exists()
    numbers = {number for person in Person.objects.all() for number in (person.phone, person.mobile) if number}
    assert all(number.startswith(("0221 4710-", "030 23125-")) for number in numbers)


def _of_offices(seats):
    return seats.exclude(organisation__youth_welfare_office=None).select_related("organisation__youth_welfare_office")


def test_members_of_the_example_have_dates_ahead(example_network):
    member = User.objects.get(email="mitglied@netzwerk.example")

    dates = CalendarItem.objects.upcoming().for_scopes(scopes_of(member))

    assert {"AG Schule", "Netzwerktreffen"} <= {item.summary for item in dates}
    assert "Steuerungsgruppe" not in {item.summary for item in dates}
    assert CalendarItem.objects.of_kind("example").upcoming().for_scopes({PUBLIC}).count() == 1
    assert {item.is_cancelled for item in CalendarItem.objects.upcoming()} == {True, False}
