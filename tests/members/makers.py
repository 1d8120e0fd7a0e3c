"""What tests of people and seats have in common."""

from datetime import timedelta

from django.utils import timezone

from members.enums import Role
from tests.factories import make_membership, make_office, make_organisation, make_user

LAST_YEAR = timezone.localdate() - timedelta(days=365)


def make_coordinator(office=None):
    return make_user(role=Role.COORDINATOR, office=office)


def make_local_organisation(**fields):
    """An organisation of a Jugendamt of its own."""
    return make_organisation(**{"youth_welfare_office": make_office()} | fields)


def make_seat(house, **fields):
    """Somebody's seat for `house` since last year."""
    return make_membership(organisation=house, since_on=LAST_YEAR, **fields)


def form_data(form, **changes):
    """What a browser sends for the page of `form`, with `changes` made in it; None empties a checkbox."""
    data = {}
    for bound in form:
        if bound.value() not in (None, False, ""):
            data[bound.html_name] = bound.value()
        if bound.field.show_hidden_initial and bound.initial is not None:
            data[bound.html_initial_name] = bound.initial
    return {name: value for name, value in (data | changes).items() if value is not None}
