"""Certificates: for people who were there alone, withdrawn and valid again with the same code, due to be refreshed."""

import io
import re
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from members.enums import Role
from members.personal_data import erase_data_of, open_data_of, subject_of
from netzwerk.models import OutgoingMail
from netzwerk.reminders.engine import send_reminders
from netzwerk.signed_links import make_token
from tests.factories import make_member, make_membership, make_organisation, make_person, make_registration, make_user
from tests.trainings.attendance.makers import make_coordinator, make_past, make_present, make_running, make_seat
from tests.trainings.registrations.makers import WAITING
from trainings.attendance.actions import set_presence
from trainings.certificates.actions import NoCertificate, issue, issue_all, months_later
from trainings.certificates.pdf import certificate_pdf
from trainings.enums import EventStatus, Presence
from trainings.models import Certificate, CourseKind
from trainings.models.certificates import duration_text

pytestmark = pytest.mark.django_db

LIST = reverse("trainings:own-certificate-list")


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return " ".join(response.content.decode().split())


def own_pdf(registration):
    return reverse("trainings:certificate-pdf", args=[registration.pk])


def linked_pdf(registration):
    token = make_token("seat", registration, days=9)
    return reverse("trainings:certificate-pdf-by-link", args=[token])


def text_of(content):
    return " ".join(" ".join(part.extract_text() for part in PdfReader(io.BytesIO(content)).pages).split())


@pytest.mark.parametrize("presence", ["", Presence.ABSENT, Presence.EXCUSED, Presence.SUBSTITUTE])
def test_who_was_not_there_has_none(client, presence):
    seat = make_seat(make_past(), presence)

    with pytest.raises(NoCertificate):
        issue(seat)
    assert client.get(linked_pdf(seat)).status_code == 404
    assert not Certificate.objects.exists()


def test_nobody_has_one_before_the_end_of_an_event_or_of_a_cancelled_one(client):
    running, cancelled = make_present(make_running()), make_present(make_past())
    Certificate.objects.all().delete()
    cancelled.event.status, cancelled.event.cancelled_at = EventStatus.CANCELLED, timezone.now()
    cancelled.event.save()

    for seat in (running, cancelled):
        assert client.get(linked_pdf(seat)).status_code == 404
    assert not Certificate.objects.exists()


def test_people_on_the_waiting_list_have_none(client):
    assert client.get(linked_pdf(make_registration(event=make_past(), state=WAITING))).status_code == 404


def test_presence_at_a_past_event_issues_one_that_says_what_it_was():
    kind = CourseKind.objects.create(name="Grundkurs", refresher_months=24)
    event = make_past(title="Gespräche führen", contents="Haltung\nÜbung", minutes=210, course_kind=kind)

    certificate = make_present(event).certificate

    first = timezone.localdate(event.starts_at)
    assert (certificate.title, certificate.contents, certificate.minutes) == ("Gespräche führen", "Haltung\nÜbung", 210)
    assert (certificate.starts_on, certificate.refresh_on) == (first, months_later(first, 24))
    assert re.fullmatch("[A-Z2-9]{16}", certificate.code)


def test_withdrawn_with_the_presence_and_valid_again_under_the_same_code():
    seat = make_present(make_past())
    code = seat.certificate.code

    set_presence(registration=seat, presence=Presence.ABSENT, by=None)
    assert not Certificate.objects.get(code=code).is_valid
    set_presence(registration=seat, presence=Presence.PRESENT, by=None)

    assert Certificate.objects.get().code == code
    assert Certificate.objects.get().is_valid


def test_clock_issues_what_is_missing_once():
    running = make_present(make_running())
    bare = make_registration(event=make_past(), presence=Presence.PRESENT)
    make_registration(event=make_past(), presence=Presence.ABSENT)

    issue_all()
    first = list(Certificate.objects.values_list("pk", "registration", "code"))
    issue_all()

    assert [row[1] for row in first] == [bare.pk]
    assert list(Certificate.objects.values_list("pk", "registration", "code")) == first
    assert running.presence == Presence.PRESENT


def test_deleted_people_get_none_anew():
    user = make_user()
    seat = make_present(make_past(), user=user, email=user.email)

    erase_data_of(subject_of(user))
    issue_all()

    assert list(Certificate.objects.values_list("registration", "name_hash")) == [(None, "")]
    assert seat.certificate


def test_file_says_all_on_one_tagged_page():
    event = make_past(title="Gespräche führen", contents="Haltung klären\nEltern beteiligen", minutes=210)
    seat = make_present(event, first_name="Jörg", last_name="Çelik", organisation_name="Kita am Wall")

    content = certificate_pdf(seat.certificate)

    reader, text = PdfReader(io.BytesIO(content)), text_of(content)
    assert (len(reader.pages), reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) == (1, True)
    for part in ("Jörg Çelik", "Kita am Wall", "Gespräche führen", "3 Stunden 30 Minuten", "Haltung klären"):
        assert part in text
    assert seat.certificate.number in text
    assert reverse("trainings:certificate-check", args=[seat.certificate.code]) in text.replace(" ", "")


def test_longest_names_and_contents_stay_on_the_page():
    contents = "\n".join(f"Inhalt {number}: Gespräche mit Eltern und Kindern" for number in range(24))
    seat = make_present(
        make_past(title="Gefährdung " * 14, contents=contents), first_name="Eva " * 20, last_name="O" * 80
    )

    reader = PdfReader(io.BytesIO(certificate_pdf(seat.certificate)))

    assert len(reader.pages) == 1


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(60, "1 Stunde"), (210, "3 Stunden 30 Minuten"), (45, "45 Minuten"), (61, "1 Stunde 1 Minute"), (0, "0 Minuten")],
)
def test_duration_in_words(minutes, text):
    assert duration_text(minutes) == text


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 11, 22), 24, date(2028, 11, 22)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_later(day, months, later):
    assert months_later(day, months) == later


def test_own_page_lists_own_ones_alone(client):
    user, event = make_user(), make_past(title="Gespräche führen")
    seat = make_present(event, user=user, email=user.email)
    foreign = make_present(make_past(title="Fremde Fortbildung"))
    client.force_login(user)

    text = page(client, LIST)

    assert "Gespräche führen" in text
    assert own_pdf(seat) in text
    assert "Fremde Fortbildung" not in text
    assert client.get(own_pdf(seat))["Content-Type"] == "application/pdf"
    assert client.get(own_pdf(foreign)).status_code == 404


def test_own_page_without_any_says_when_there_will_be(client):
    client.force_login(make_user())

    assert "Noch liegt keine Bescheinigung vor" in page(client, LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_own_page_costs_the_same(client, django_assert_num_queries, count):
    house = make_organisation()
    user = make_member(organisation=house, role=None)
    kind = CourseKind.objects.create(name="Grundkurs", refresher_months=1)
    for _ in range(count):
        make_present(make_past(days=20, course_kind=kind), user=user, email=user.email, organisation=house)
    client.force_login(user)

    with django_assert_num_queries(9):
        response = client.get(LIST)

    assert len(response.context["own"]) == count


def test_link_of_a_mail_opens_the_file_and_anothers_does_not(client):
    seat = make_present(make_past(), first_name="Ina", last_name="Weser")

    assert "Ina Weser" in text_of(client.get(linked_pdf(seat)).content)
    assert client.get(reverse("trainings:certificate-pdf-by-link", args=["falsch"])).status_code == 404


def test_registration_page_offers_the_file(client):
    there, away = make_present(make_past()), make_seat(make_past(), Presence.ABSENT)
    detail = [reverse("trainings:seat-detail", args=[make_token("seat", seat, days=9)]) for seat in (there, away)]

    assert "Teilnahmebescheinigung (PDF)" in page(client, detail[0])
    assert "Teilnahmebescheinigung (PDF)" not in page(client, detail[1])


def test_coordination_prints_for_people_without_address(client):
    seat = make_present(make_past(), email="", first_name="Ina", last_name="Weser")
    client.force_login(make_coordinator())

    response = client.get(reverse("trainings:certificate-pdf-for", args=[seat.event_id, seat.pk]))

    assert "Ina Weser" in text_of(response.content)


def make_due(days_left, months=12, **fields):
    """A certificate to be refreshed in `days_left` days."""
    kind, _new = CourseKind.objects.get_or_create(name="Grundkurs", defaults={"refresher_months": months})
    seat = make_present(make_past(days=30, course_kind=kind), **fields)
    Certificate.objects.filter(registration=seat).update(refresh_on=timezone.localdate() + timedelta(days=days_left))
    return seat


@pytest.mark.parametrize(("days", "word"), [(-3, "abgelaufen"), (40, "bald fällig"), (300, None)])
def test_own_page_says_what_is_due(client, days, word):
    user = make_user()
    make_due(days, user=user, email=user.email)
    client.force_login(user)

    text = page(client, LIST)

    assert f"bis {timezone.localdate() + timedelta(days=days):%d.%m.%Y}" in text
    assert [each for each in ("abgelaufen", "bald fällig") if each in text] == ([word] if word else [])


def test_later_course_of_the_kind_refreshes(client):
    user = make_user()
    make_due(-3, user=user, email=user.email)
    make_present(make_past(days=5, course_kind=CourseKind.objects.get()), user=user, email=user.email)
    client.force_login(user)

    text = page(client, LIST)

    assert "schon aufgefrischt" in text
    assert "abgelaufen" not in text


def test_administrator_sees_what_is_due_in_the_own_house_alone(client):
    house, other = make_organisation(), make_organisation()
    admin = make_member(organisation=house)
    admin.role_assignments.create(role=Role.ORGANISATION_ADMIN, organisation=house)
    for name, where, days in [("Weser", house, 40), ("Aller", house, 300), ("Leine", other, 40)]:
        make_due(days, organisation=where, last_name=name)
    colleague = make_member(organisation=house)

    client.force_login(admin)
    text = page(client, LIST)
    assert ["Weser" in text, "Aller" in text, "Leine" in text] == [True, False, False]
    client.force_login(colleague)
    text = page(client, LIST)

    assert "Weser" not in text
    assert "Auffrischungen in Ihrer Einrichtung" not in text


def remind(days_before, refresh_on):
    """What goes out at ten o'clock so many days before."""
    moment = datetime.combine(
        refresh_on - timedelta(days=days_before), datetime.min.time(), timezone.get_default_timezone()
    )
    with patch("netzwerk.reminders.engine.is_quiet", return_value=False):
        send_reminders(moment.replace(hour=10))
    found = OutgoingMail.objects.filter(kind="training-refresher").order_by("pk")
    return [(mail.to, mail.subject) for mail in found]


def test_mail_before_it_ends_goes_out_once_each_time():
    seat = make_due(200, email="ina@amt.example")
    ends = Certificate.objects.get().refresh_on

    assert remind(91, ends) == []
    assert [mail[0] for mail in remind(90, ends)] == ["ina@amt.example"]
    assert len(remind(89, ends)) == 1
    mails = remind(30, ends)

    assert len(mails) == 2
    assert mails[0][1] == f"Auffrischung fällig: {seat.event.title}"


def test_no_mail_where_it_is_withdrawn_or_refreshed():
    seat = make_due(200, email="ina@amt.example")
    ends = Certificate.objects.get().refresh_on
    set_presence(registration=seat, presence=Presence.ABSENT, by=None)

    assert remind(90, ends) == []


def test_own_data_names_certificates_and_deleting_cuts_them_off():
    person = make_person(user=make_user())
    make_membership(person=person)
    seat = make_present(make_past(title="Gespräche führen"), person=person, user=person.user)

    parts = {part.key: part for part in open_data_of(subject_of(person.user))}
    assert [row[0] for row in parts["certificates"].rows] == ["Gespräche führen"]
    assert parts["certificates"].rows[0][3] == seat.certificate.number
