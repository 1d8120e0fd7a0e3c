"""Issue 5 as it is lived: the day of a training and what comes after it, from the door to the count."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from members.enums import Role
from members.models import ActorCategory
from netzwerk.models import OutgoingMail
from netzwerk.reminders.tasks import send_reminders
from tests.browser.steps import DESK, PHONE, click, fits, follow, follow_first, link_in_mail, says
from tests.browser.training import BEGINS, DAY_AFTER, OVER, TITLE
from tests.factories import make_training, make_user
from tests.ground.calendars.makers import berlin
from trainings.enums import EventStatus, Presence, RegistrationSource
from trainings.models import Certificate, Registration, Topic, TrainingEvent
from trainings.registrations.actions import Applicant, register
from trainings.registrations.seats import check_in_url
from trainings.tasks import issue_certificates

pytestmark = pytest.mark.usefixtures("february")


@pytest.fixture
def event(tiemann):
    """A training with two seats taken, as signing up leaves it: of a member, and of somebody without access."""
    topic = Topic.objects.get(name="Gespräche mit Eltern")
    event = make_training(
        title=TITLE, starts_at=berlin(*BEGINS), topics=[topic], is_qualification_offer=True, place="Rathaus"
    )
    group = ActorCategory.objects.first()
    for first, last, email, user in (
        ("Maren", "Tiemann", tiemann.email, tiemann),
        ("Jo", "Ostermann", "jo@haus.example", None),
    ):
        person = Applicant(first_name=first, last_name=last, email=email, actor_category=group, user=user)
        register(event=event, applicants=[person], source=RegistrationSource.SELF, by=user)
    return event


def test_from_the_door_to_the_certificate_and_the_count(enter, visit, clock, event, tiemann):
    coordinator = make_user(role=Role.COORDINATOR)
    clock(*BEGINS)
    check_in_by_code(enter(coordinator), visit(width=PHONE), "jo@haus.example")
    check_in_by_name_and_without_a_seat(enter(coordinator), event)

    clock(*OVER)
    mark_as_held(enter(coordinator, DESK), event)
    issue_certificates()
    member_fetches_the_certificate(enter(tiemann))

    clock(*DAY_AFTER)
    send_reminders()
    guest = visit(width=PHONE)
    number = certificate_by_the_mail(guest, "jo@haus.example")
    check_certificate(visit(width=PHONE), number)
    evaluate(visit(width=PHONE), "jo@haus.example")
    presence_is_withdrawn(enter(coordinator, DESK), guest, event, number)
    year_counts(enter(coordinator, DESK))


def check_in_by_code(window, guest, email):
    """The phone of the coordination opens what the code on the guest's phone says."""
    registration = Registration.objects.get(email=email)
    guest.open(link_in_mail(email, "/platz/"))
    says(guest, registration.check_in_code)
    fits(guest)
    window.open("/" + check_in_url(registration).split("/", 3)[3])
    expect(window.page.get_by_role("heading", name="Jo Ostermann")).to_be_visible()
    fits(window)
    assert Registration.objects.get(email=email).presence == ""
    click(window.page, "Anwesend")
    says(window, "Jo Ostermann ist anwesend.")
    follow(window, "Andere Person suchen")
    says(window, "1 von 2 sind da.")


def check_in_by_name_and_without_a_seat(window, event):
    page = window.page
    window.open(f"/koordination/fortbildungen/{event.pk}/")
    follow(window, "Teilnahme")
    fits(window)
    follow(window, "Einchecken")
    fits(window)
    page.get_by_label("Name, Einrichtung oder Code").fill("tiemann")
    click(page, "Suchen")
    click(page, re.compile("Anwesend.*Maren Tiemann"))
    follow(window, "Ohne Anmeldung gekommen")
    fits(window)
    page.get_by_label("Vorname").fill("Kim")
    page.get_by_label("Nachname").fill("Vogt")
    page.get_by_label("Einrichtung").fill("Schule am Anger")
    page.get_by_label("Akteursgruppe").select_option(index=2)
    click(page, "Als anwesend aufnehmen")
    says(window, "Kim Vogt ist aufgenommen und anwesend.")
    assert Registration.objects.get(last_name="Vogt").source == RegistrationSource.WALK_IN
    fits(window)


def mark_as_held(window, event):
    """From the own pages on: the portal says what is still to be entered."""
    follow_first(window, "Fortbildungen planen")
    follow(window, TITLE)
    follow(window, "Als durchgeführt eintragen")
    says(window, "Sie zählt dann zu den Qualifizierungsangeboten 2029 nach § 9 Abs. 5.")
    fits(window, DESK)
    click(window.page, "Ja, als durchgeführt eintragen")
    assert TrainingEvent.objects.get(pk=event.pk).status == EventStatus.HELD
    says(window, "Zählt 2029 nach § 9 Abs. 5.")


def member_fetches_the_certificate(window):
    follow(window, "Meine Bescheinigungen")
    fits(window)
    text = pdf_behind(window, "Bescheinigung (PDF)")
    assert "Maren Tiemann" in text


def pdf_behind(window, name):
    """The text of the one page that the link `name` gives."""
    link = window.page.get_by_role("main").get_by_role("link", name=name)
    answer = window.page.request.get(window.portal + link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    (paper,) = PdfReader(BytesIO(answer.body())).pages
    return paper.extract_text()


def certificate_by_the_mail(window, email):
    """Fetches it by the link of the thanks; its number."""
    mail = OutgoingMail.objects.get(to=email, subject__startswith="Danke für Ihre Teilnahme")
    window.open(re.search(r"(/platz/\S+)", mail.text_body)[1])
    fits(window)
    text = pdf_behind(window, "Teilnahmebescheinigung (PDF)")
    number = Certificate.objects.get(registration__email=email).number
    assert "Jo Ostermann" in text
    assert number in text
    assert TITLE in text
    return number


def check_certificate(window, number):
    """Somebody to whom the paper was shown: valid, but whose it is says nobody."""
    page = window.page
    window.open("/bescheinigung/")
    fits(window)
    page.get_by_label("Nummer der Bescheinigung").fill(number)
    click(page, "Bescheinigung prüfen")
    expect(page.get_by_role("heading", name="Diese Bescheinigung gilt")).to_be_visible()
    assert TITLE in page.content()
    assert "Ostermann" not in page.content()
    fits(window)
    for name, answer in {
        "Jo Ostermann": "Der Name stimmt überein.",
        "Jo Aydin": "Der Name stimmt nicht überein.",
    }.items():
        page.get_by_label("Name auf der Bescheinigung").fill(name)
        click(page, "Namen vergleichen")
        says(window, answer)
    fits(window)


def evaluate(window, email):
    page = window.page
    link = link_in_mail(email, "/rueckmeldung/nachher/")
    window.open(link)
    fits(window)
    for group in page.get_by_role("main").get_by_role("group").all():
        group.get_by_label("trifft eher zu", exact=True).check()
    click(page, "Rückmeldung senden")
    expect(page.get_by_role("heading", name="Danke für Ihre Rückmeldung")).to_be_visible()
    fits(window)
    window.watches = False  # Chromium notes a 410 in its console
    assert window.open(link).status == 410
    says(window, "Der Link wurde schon benutzt")


def presence_is_withdrawn(window, guest, event, number):
    page = window.page
    window.open(f"/koordination/fortbildungen/{event.pk}/teilnahme/")
    page.get_by_role("group", name="Teilnahme von Jo Ostermann").get_by_label("abwesend", exact=True).check()
    click(page, "Teilnahme speichern")
    says(window, "Ein Eintrag ist gespeichert.")
    assert Registration.objects.get(email="jo@haus.example").presence == Presence.ABSENT
    guest.page.reload()
    says(guest, TITLE)
    expect(guest.page.get_by_role("main")).not_to_contain_text("Teilnahmebescheinigung (PDF)", use_inner_text=True)
    guest.open(f"/bescheinigung/{number}/")
    expect(guest.page.get_by_role("heading", name="Diese Bescheinigung ist zurückgezogen")).to_be_visible()
    fits(guest)
    follow_to_feedback(window, event)


def follow_to_feedback(window, event):
    window.open(f"/koordination/fortbildungen/{event.pk}/")
    follow(window, "Rückmeldungen der Teilnehmenden")
    says(window, "2 Personen waren da.")
    says(window, "Ergebnisse erscheinen ab 5 Antworten.")
    says(window, "Noch zu wenige Antworten (1 von 5).")
    fits(window, DESK)


def year_counts(window):
    follow_first(window, "Fortbildungen planen")
    follow(window, "Was 2029 zählt und was nicht")
    goal = window.page.get_by_role("article").filter(has_text="Qualifizierungsangebote 2029")
    expect(goal).to_contain_text("1 von 3", use_inner_text=True)
    fits(window, DESK)
