"""What the mails around a seat say and carry, and when none is written."""

import re
from datetime import datetime

import pytest
from django.utils import timezone
from icalendar import Calendar

from netzwerk.hours import BERLIN
from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_organisation, make_registration, make_training, make_user
from tests.trainings.registrations.makers import (
    CONFIRMED,
    DAY,
    EXPIRED,
    HOUR,
    OFFERED,
    book,
    mails_to,
    make_applicant,
    sign_up,
    states,
)
from trainings.enums import EventStatus, RegistrationSource
from trainings.models import Registration, Session
from trainings.registrations.actions import accept_offer, give_back, register, substitute
from trainings.tasks import look_after_seats

pytestmark = pytest.mark.django_db

START = datetime(2027, 3, 2, 14, tzinfo=BERLIN)


def mail(name, registration):
    return OutgoingMail.objects.get(key=f"training-{name}:{registration.pk}")


def dates(mail):
    """[(method, summary, start)] of the calendar parts."""
    found = []
    for part in mail.attachments:
        calendar = Calendar.from_ical(part["content"])
        [event] = calendar.walk("VEVENT")
        found.append((str(calendar["METHOD"]), str(event["SUMMARY"]), event.decoded("DTSTART").astimezone(BERLIN)))
    return found


def test_confirmation_says_when_where_until_when_and_carries_the_date():
    event = make_training(title="Gespräche führen", starts_at=START, place="Kreishaus, Saal 3")

    [seat] = sign_up(event)

    text = mail("confirmed", seat).text_body
    assert f"Guten Tag {seat.full_name}," in text
    assert "Dienstag, 2. März 2027, 14:00 bis 17:00 Uhr" in text
    assert "Kreishaus, Saal 3" in text
    assert "bis zum 1. März 2027" in text
    assert dates(mail("confirmed", seat)) == [("REQUEST", "Gespräche führen", START)]


def test_each_session_is_a_date_of_its_own():
    event = make_training(title="Kurs", starts_at=START)
    Session.objects.create(event=event, title="Teil 2", starts_at=START + 7 * DAY, ends_at=START + 7 * DAY + HOUR)

    [seat] = sign_up(event)

    assert "Dienstag, 9. März 2027, 14:00 bis 15:00 Uhr: Teil 2" in mail("confirmed", seat).text_body
    assert dates(mail("confirmed", seat)) == [("REQUEST", "Kurs", START), ("REQUEST", "Kurs: Teil 2", START + 7 * DAY)]


def test_link_of_the_mail_opens_the_seat(client):
    [seat] = sign_up(make_training())
    address = re.search(r"https?://\S+/platz/\S+", mail("confirmed", seat).text_body).group()

    response = client.get("/" + address.split("/", 3)[3])

    assert seat.check_in_code in response.content.decode()


def test_who_was_booked_reads_by_whom():
    user = make_user(full_name="Maren Tiemann")
    applicants = [make_applicant(), make_applicant()]

    rows = register(event=make_training(maximum=1), applicants=applicants, source=RegistrationSource.COLLEAGUE, by=user)

    assert "Maren Tiemann hat Sie angemeldet" in mail("confirmed", rows[0]).text_body
    assert "Maren Tiemann hat Sie angemeldet" in mail("waiting", rows[1]).text_body


def test_place_on_the_list_and_deadline_of_the_offer_are_named():
    event = make_training(maximum=1, offer_hours=24)
    first, _second, third = sign_up(event, None, None, None)
    assert "an Stelle 2" in mail("waiting", third).text_body

    give_back(registration=first)

    offer = mail("offered", _second)
    until = timezone.localtime(Registration.objects.get(pk=_second.pk).offered_until)
    assert f"{until:%H:%M} Uhr" in offer.text_body
    assert f"{until:%H:%M} Uhr" in offer.subject
    assert offer.give_up_at <= until
    assert dates(offer) == []


def test_dates_leave_the_calendar_with_the_seat_and_only_then():
    event = make_training(maximum=1)
    first, second, third = sign_up(event, None, None, None)
    give_back(registration=first)
    give_back(registration=third)
    accept_offer(registration=second)

    assert [dates(mail("returned", row))[:1] != [] for row in (first, third)] == [True, False]
    assert dates(mail("returned", first))[0][0] == "CANCEL"
    assert dates(mail("confirmed", second))[0][0] == "REQUEST"
    assert "abgemeldet" in mail("returned", first).subject
    assert "Warteliste" in mail("returned", third).subject


def test_both_sides_hear_of_a_substitute():
    event, house = make_training(), make_organisation()
    [seat] = register(
        event=event, applicants=[make_applicant(make_category(), organisation=house)], source=RegistrationSource.SELF
    )

    row = substitute(registration=seat, applicant=make_applicant(first_name="Ole", last_name="Ersatz"))

    assert "kommt Ole Ersatz" in mail("replaced", seat).text_body
    assert seat.full_name in mail("substitute", row).text_body
    assert [dates(mail(*each))[0][0] for each in (("replaced", seat), ("substitute", row))] == ["CANCEL", "REQUEST"]


def test_no_mail_names_who_else_takes_part():
    event = make_training(maximum=1)
    rows = sign_up(event, None, None, None)
    give_back(registration=rows[0])

    for message in OutgoingMail.objects.all():
        others = [row.last_name for row in rows if row.email != message.to]
        assert [name for name in others if name in message.text_body + message.subject] == []


def test_clock_expires_passes_on_and_forgets_needs_however_often():
    event = make_training(maximum=1)
    make_registration(event=event, state=OFFERED, offered_until=timezone.now() - HOUR, needs="vegan")
    make_registration(event=event, state="waiting", needs="Gebärdensprache")
    over = make_registration(event=make_training(starts_at=timezone.now() - 9 * DAY), needs="vegan")
    off = make_registration(event=make_training(status=EventStatus.CANCELLED), needs="vegan")

    look_after_seats()
    look_after_seats()

    over.refresh_from_db()
    off.refresh_from_db()
    assert states(event) == [EXPIRED, OFFERED]
    assert [row.needs for row in (over, off)] == ["", ""]
    assert list(event.registrations.values_list("needs", flat=True)) == ["", "Gebärdensprache"]
    assert OutgoingMail.objects.count() == 2


def test_an_offer_replaces_the_mails_that_still_wait():
    event = make_training(maximum=1)
    first, second = sign_up(event, None, None)
    sent = {"state": OutgoingMail.State.SENT, "sent_at": timezone.now()}
    OutgoingMail.objects.filter(key=f"training-confirmed:{first.pk}").update(**sent)

    give_back(registration=first)

    assert mails_to(first) == ["confirmed", "returned"]
    assert mails_to(second) == ["offered"]


def test_nobody_is_written_to_once_the_event_has_begun():
    event = make_training(starts_at=timezone.now() - HOUR)

    book(event, make_applicant(), source=RegistrationSource.WALK_IN, force=True, overbook=True)

    assert states(event) == [CONFIRMED]
    assert not OutgoingMail.objects.exists()


def test_people_without_an_address_get_no_mail():
    event = make_training()

    book(event, make_applicant(email=""), make_applicant(email=""), source=RegistrationSource.COORDINATION, force=True)

    assert states(event) == [CONFIRMED, CONFIRMED]
    assert not OutgoingMail.objects.exists()
