"""What is said of an offer's seats."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_category, make_registration, make_training
from trainings.enums import EventStatus, RegistrationState
from trainings.offers.states import next_change, offer_state, seats_kept

pytestmark = pytest.mark.django_db
SOON = timedelta(days=3)


@pytest.mark.parametrize(
    ("fields", "text", "can_sign_up"),
    [
        ({"maximum": 7}, "noch 7 Plätze", True),
        ({"maximum": 1}, "noch 1 Platz", True),
        ({"status": EventStatus.CANCELLED}, "abgesagt", False),
        ({"status": EventStatus.HELD}, "beendet", False),
        ({"status": EventStatus.DRAFT}, "Entwurf", False),
        ({"is_external": True}, "Anmeldung beim Veranstalter", False),
        ({"closes_at": timezone.now() - SOON}, "Anmeldung beendet", False),
        ({"starts_at": timezone.now() - SOON}, "beendet", False),
        ({"starts_at": timezone.now() - timedelta(hours=1)}, "Anmeldung beendet", False),
    ],
)
def test_state_says_what_one_can_do(fields, text, can_sign_up):
    state = offer_state(make_training(**fields))

    assert (state.text, state.can_sign_up) == (text, can_sign_up)


def test_state_names_the_day_on_which_signing_up_begins():
    opens_at = timezone.now() + SOON

    state = offer_state(make_training(opens_at=opens_at))

    assert state.text.startswith("Anmeldung ab ")
    assert not state.can_sign_up


def test_full_event_has_a_waiting_list_until_that_is_full_too():
    event = make_training(maximum=1, waiting_list_cap=1)
    make_registration(event=event)
    assert offer_state(event).text == "Warteliste"

    make_registration(event=event, state=RegistrationState.WAITING)

    assert (offer_state(event).text, offer_state(event).can_sign_up) == ("ausgebucht", False)


def test_seats_left_for_one_group_are_said_to_be_reserved():
    schools = make_category()
    event = make_training(maximum=5, reserved={schools: 3}, waiting_list_cap=0)
    for _ in range(2):
        make_registration(event=event)

    assert (offer_state(event).text, offer_state(event).can_sign_up) == ("noch 3 reservierte Plätze", True)
    assert seats_kept(event) == 3


def test_overbooked_event_keeps_no_seats():
    event = make_training(maximum=1)
    make_registration(event=event)
    make_registration(event=event, is_overbooked=True)

    assert seats_kept(event) == 0


def test_the_clock_changes_a_page_when_signing_up_opens():
    opens_at = timezone.now() + SOON

    assert next_change([make_training(), make_training(opens_at=opens_at)]) == opens_at
    assert next_change([]) is None
