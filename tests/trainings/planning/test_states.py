"""Publish, cancel, held, and back: who hears of it how often, and what calendars say."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from netzwerk.models import OutgoingMail
from tests.factories import make_mail, make_registration, make_user
from tests.trainings.planning.makers import (
    BASE,
    errors_of,
    expected,
    item_of,
    mails,
    make_draft,
    make_planned,
    nine,
    published,
    stored,
)
from trainings.enums import EventStatus, RegistrationState
from trainings.models import Certificate, CourseKind, TrainingEvent
from trainings.planning.actions import cancel_event, hold_event, publish_event, undo_state
from trainings.planning.refusals import EventRefused

pytestmark = pytest.mark.django_db
CONFIRMED, WAITING, OFFERED = RegistrationState.CONFIRMED, RegistrationState.WAITING, RegistrationState.OFFERED


# Publishing


def test_published_event_is_public_and_in_the_public_calendar(client):
    event = make_draft()

    response = client.post(f"{BASE}{event.pk}/veroeffentlichen/", follow=True)

    event = stored(event)
    assert "Die Fortbildung ist veröffentlicht." in response.content.decode()
    assert (event.status, event.published_at is not None) == (EventStatus.PUBLISHED, True)
    assert (item_of(event).is_public, item_of(event).starts_at) == (True, event.starts_at)


def test_online_link_is_in_no_calendar():
    event = published(mode="online", place="", online_url="https://video.example/raum")

    assert "video.example" not in f"{item_of(event).location}{item_of(event).description}{item_of(event).url}"


MISSING = {
    "lead": ({"lead": ""}, "lead", "Beschreiben Sie in zwei Sätzen, worum es geht."),
    "topics": ({"topics": []}, "topics", "Wählen Sie mindestens ein Thema."),
    "place": ({"place": ""}, "place", "Sagen Sie, wo die Fortbildung stattfindet."),
    "link": ({"mode": "online"}, "online_url", "Tragen Sie den Zugang ein."),
    "organiser": ({"is_external": True}, "organiser", "Nennen Sie den Veranstalter."),
    "date past": ({"starts_at": nine(-3)}, "__all__", "Der erste Termin liegt schon zurück."),
}


@pytest.mark.parametrize("name", MISSING)
def test_incomplete_draft_says_at_the_field_what_is_missing(name, client):
    fields, field, text = MISSING[name]
    event = make_draft(**fields)

    response = client.post(f"{BASE}{event.pk}/veroeffentlichen/", follow=True)

    assert response.redirect_chain[-1][0] == f"{BASE}{event.pk}/aendern/?pruefen=1"
    assert any(text in error for error in errors_of(response).get(field, []))
    assert text in response.content.decode()
    assert stored(event).status == EventStatus.DRAFT


def test_draft_without_a_date_cannot_be_published():
    event = make_draft()
    event.sessions.all().delete()

    with pytest.raises(EventRefused):
        publish_event(event=event, by=make_user())


def test_publishing_twice_is_refused():
    event = published()

    with pytest.raises(EventRefused):
        publish_event(event=event, by=make_user())


# Cancelling


def test_cancelling_tells_everyone_expected_exactly_once(client):
    event = published()
    people = expected(event)

    for _ in range(2):  # a double click
        client.post(f"{BASE}{event.pk}/absagen/", {"reason": "Die Referentin ist erkrankt."})

    live = {people[state].email: 1 for state in (CONFIRMED, WAITING, OFFERED)}
    assert mails("cancelled") == live
    event = stored(event)
    assert (event.status, event.cancel_reason) == (EventStatus.CANCELLED, "Die Referentin ist erkrankt.")


@pytest.mark.parametrize("count", [1, 3])
def test_cancelling_costs_the_same_for_many(count, django_assert_num_queries):
    event, user = published(), make_user()
    for _ in range(count):
        make_registration(event=event)

    with django_assert_num_queries(23):
        cancel_event(event=event, reason="Die Referentin ist erkrankt.", by=user)


def test_cancellation_mail_says_why_and_names_other_dates(client):
    kind = CourseKind.objects.create(name="Grundkurs")
    event = published(title="Fällt aus", course_kind=kind)
    same_topic = published(title="Gleiches Thema", topics=event.topics.all(), starts_at=nine(60))
    same_kind = published(title="Gleicher Kurs", course_kind=kind, starts_at=nine(40))
    published(title="Ganz anderes")
    published(title="Vorbei mit der Anmeldung", course_kind=kind, closes_at=nine(-1), starts_at=nine(35))
    cancel_event(event=published(title="Auch abgesagt", course_kind=kind), reason="x", by=make_user())
    seat, waiting = make_registration(event=event), make_registration(event=event, state=WAITING)

    client.post(f"{BASE}{event.pk}/absagen/", {"reason": "Der Saal ist gesperrt."})

    texts = {mail.to: mail.text_body for mail in OutgoingMail.objects.filter(key__startswith="training-cancelled")}
    for text in texts.values():
        assert "Grund: Der Saal ist gesperrt." in text
        listed = [line.partition(": ")[2].partition(",")[0] for line in text.splitlines() if "/fortbildungen/" in line]
        assert listed == ["Gleicher Kurs", "Gleiches Thema"]
        assert same_kind.url in text
        assert same_topic.url in text
    assert "Mit dem Anhang streicht Ihr Kalender den Termin" in texts[seat.email]
    assert "Sie standen auf der Warteliste" in texts[waiting.email]


def test_cancelled_date_keeps_its_uid_and_tells_calendars():
    event = published()
    before = item_of(event)
    seat = make_registration(event=event)

    cancel_event(event=event, reason="Krank", by=make_user())

    after = item_of(event)
    assert (after.uid, after.sequence, after.status) == (before.uid, before.sequence + 1, "cancelled")
    (part,) = OutgoingMail.objects.get(to=seat.email, key__startswith="training-cancelled").attachments
    assert part["mimetype"] == "text/calendar; method=CANCEL"
    assert f"UID:{before.uid}" in part["content"].replace("\r\n ", "")
    assert f"SEQUENCE:{after.sequence}" in part["content"]


def test_mails_and_reminders_that_wait_are_withdrawn():
    event, other = published(), published()
    seat, elsewhere = make_registration(event=event), make_registration(event=other)
    waiting_keys = {
        f"training-confirmed:{seat.pk}",
        f"training-offered:{seat.pk}",
        f"reminder:training-reminder:{seat.pk}:rule:week",
        f"reminder:training-joining:{seat.pk}:rule:days",
    }
    others = {f"training-confirmed:{elsewhere.pk}", f"training-confirmed:{seat.pk}0", f"person:{seat.pk}"}
    for key in waiting_keys | others:
        make_mail(key=key)

    cancel_event(event=event, reason="Krank", by=make_user())

    stopped = OutgoingMail.objects.filter(state=OutgoingMail.State.CANCELLED)
    assert {key.partition(":back:")[0] for key in stopped.values_list("key", flat=True)} == waiting_keys


def test_whoever_has_no_address_is_counted_on_the_page(client):
    event = published()
    make_registration(event=event, email="")
    make_registration(event=event)

    page = client.get(f"{BASE}{event.pk}/absagen/").content.decode()

    assert "2 Personen sind angemeldet oder warten" in page
    assert "1 Person hat keine E-Mail-Adresse" in page


def test_cancelling_needs_a_reason_and_refuses_10_kb(client):
    event = published()

    without = client.post(f"{BASE}{event.pk}/absagen/", {"reason": "  "})
    long = client.post(f"{BASE}{event.pk}/absagen/", {"reason": "x" * 10_240})

    assert errors_of(without)["reason"] == ["Nennen Sie den Grund in einem Satz."]
    assert errors_of(long)["reason"] == ["Kürzen Sie die Angabe auf höchstens 500 Zeichen."]
    assert stored(event).status == EventStatus.PUBLISHED


def test_what_is_over_cannot_be_cancelled():
    event = make_planned(starts_at=nine(-3))

    with pytest.raises(EventRefused, match="schon vorbei"):
        cancel_event(event=event, reason="Zu spät", by=make_user())


def test_cancellation_taken_back_tells_everyone_and_revives_the_date(client):
    event = published()
    seat = make_registration(event=event)
    cancel_event(event=event, reason="Krank", by=make_user())
    uid, sequence = item_of(event).uid, item_of(event).sequence

    client.post(f"{BASE}{event.pk}/zuruecknehmen/")

    event, item = stored(event), item_of(event)
    assert (event.status, event.cancel_reason, event.cancelled_at) == (EventStatus.PUBLISHED, "", None)
    assert (item.uid, item.sequence, item.status) == (uid, sequence + 1, "confirmed")
    assert mails("reopened") == {seat.email: 1}
    assert mails("cancelled") == {}, "the cancellation had not left yet, and would be wrong"


def test_cancelled_again_tells_again():
    event = published()
    seat = make_registration(event=event)
    for _ in range(2):
        cancel_event(event=event, reason="Krank", by=make_user())
        OutgoingMail.objects.update(state=OutgoingMail.State.SENT, sent_at=timezone.now())
        undo_state(event=event, by=make_user())
    sent = OutgoingMail.objects.filter(key__startswith=f"training-cancelled:{seat.pk}:")

    assert sent.count() == 2


def test_cancellation_of_what_has_begun_stays():
    event = published()
    cancel_event(event=event, reason="Krank", by=make_user())
    TrainingEvent.objects.filter(pk=event.pk).update(starts_at=nine(-1))

    with pytest.raises(EventRefused, match="schon begonnen"):
        undo_state(event=event, by=make_user())


# Held


def test_held_only_once_it_has_begun(client):
    coming, over = published(), make_planned(starts_at=nine(-3))

    for event in (coming, over):
        client.post(f"{BASE}{event.pk}/durchgefuehrt/")

    assert (stored(coming).status, stored(over).status) == (EventStatus.PUBLISHED, EventStatus.HELD)


def test_past_draft_can_be_entered_as_held():
    event = hold_event(event=make_draft(starts_at=nine(-3)), by=make_user())

    assert event.status == EventStatus.HELD
    assert undo_state(event=event, by=make_user()).status == EventStatus.DRAFT


def test_held_is_taken_back_unless_there_are_certificates(client):
    event = hold_event(event=make_planned(starts_at=nine(-3)), by=make_user())
    day = timezone.localdate(event.starts_at)
    certificate = Certificate.objects.create(event=event, title="x", starts_on=day, ends_on=day, minutes=90)

    refused = client.post(f"{BASE}{event.pk}/zuruecknehmen/", follow=True)
    certificate.withdrawn_at = timezone.now()
    certificate.save()
    client.post(f"{BASE}{event.pk}/zuruecknehmen/")

    assert "Es gibt schon Bescheinigungen." in refused.content.decode()
    assert (stored(event).status, stored(event).held_at) == (EventStatus.PUBLISHED, None)


def test_publishing_is_taken_back_while_nobody_is_registered(client):
    event, booked = published(), published()
    make_registration(event=booked)

    for each in (event, booked):
        client.post(f"{BASE}{each.pk}/zuruecknehmen/")

    assert (stored(event).status, stored(booked).status) == (EventStatus.DRAFT, EventStatus.PUBLISHED)
    assert not item_of(event).is_public


def test_page_of_each_verb_answers_for_each_state(client):
    for status in EventStatus:
        event = make_planned(status=status)
        for verb in ("aendern", "absagen", "verschieben", "durchgefuehrt", "zuruecknehmen", "kopieren", "loeschen"):
            assert client.get(f"{BASE}{event.pk}/{verb}/").status_code in (200, 302)


def test_database_refuses_what_forms_let_through():
    event = make_planned()
    event.maximum = 0

    with pytest.raises(ValidationError, match="1 bis 2000"):
        event.full_clean()
