"""Issue 5 as it is lived: a training from the plan over seats and the door to the certificate and the count."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from members.enums import Role
from members.models import ActorCategory, Membership, Organisation, Person, User
from netzwerk.models import CalendarItem, OutgoingMail
from netzwerk.reminders.tasks import send_reminders
from tests.browser.conftest import rows_taken_back, session_cookie
from tests.browser.test_accounts import press
from tests.browser.test_planning import fill_row
from tests.browser.test_trainings import code_for
from tests.browser.test_trainings import press as click
from tests.factories import make_membership, make_person, make_training, make_user
from tests.ground.calendars.makers import berlin
from trainings.enums import EventStatus, Presence, RegistrationSource, RegistrationState
from trainings.models import Certificate, Registration, Topic, TrainingEvent
from trainings.registrations.actions import Applicant, register
from trainings.registrations.seats import check_in_url
from trainings.tasks import issue_certificates

PHONE, DESK = 390, 1280
PLANNED_AT, BEGINS, OVER, DAY_AFTER = (2029, 2, 6, 10), (2029, 3, 14, 9), (2029, 3, 14, 13), (2029, 3, 15, 10)
TITLE = "Zuhören und handeln"
STORED = (Certificate, Registration, TrainingEvent, OutgoingMail, CalendarItem, Membership, Person, Organisation, User)
State = RegistrationState


@pytest.fixture(autouse=True)
def _february(portal, coordinator, clock):
    """Five weeks before the training; what the story adds goes afterwards."""
    with rows_taken_back(STORED):
        clock(*PLANNED_AT)
        yield


@pytest.fixture
def enter(visit, portal):
    """Opens „Mein Bereich“ as `user`; a session lasts ten hours of the clock."""

    def open_window(user, width=PHONE):
        window = visit(width=width, cookie=session_cookie(portal, user))
        window.open("/mein/")
        return window

    return open_window


@pytest.fixture
def member():
    user = make_user(full_name="Maren Tiemann", email="tiemann@kita.example")
    make_membership(person=make_person(first_name="Maren", last_name="Tiemann", email=user.email, user=user))
    return user


def fits(window, width=PHONE):
    """Nothing of this page is wider than a phone; afterwards it is `width` again."""
    window.resize(PHONE)
    assert window.overflow() <= 0, window.page.url
    window.resize(width)


def follow(window, name):
    with window.page.expect_navigation():
        window.page.get_by_role("main").get_by_role("link", name=name, exact=True).click()


def says(window, text):
    """Whether the reader finds `text` in the page's own part."""
    return text in window.page.get_by_role("main").inner_text()


def mail_to(email, kind_of_link):
    """The address below `kind_of_link` in the newest mail to `email`, as one clicks it."""
    mail = OutgoingMail.objects.filter(to=email, text_body__contains=kind_of_link).latest("pk")
    return re.search(rf"https?://[^/\s]+({kind_of_link}\S+)", mail.text_body)[1]


def state_of(email):
    return Registration.objects.filter(email=email).latest("pk").state


# Planning, signing up, the waiting list ------------------------------------------------------------------------------


def test_from_the_plan_to_the_seat_that_was_given_back(enter, visit, member):
    plan_and_publish(enter(make_user(role=Role.COORDINATOR), DESK))
    member_signs_up_with_two_colleagues(enter(member))

    assert guest_signs_up(visit(width=PHONE), "Pia", "pia@haus.example") == "Pia Ostermann ist angemeldet"
    assert guest_signs_up(visit(width=PHONE), "Jo", "jo@haus.example") == "Jo Ostermann: Platz 1 auf der Warteliste"
    assert guest_signs_up(visit(width=PHONE), "Ada", "ada@haus.example") == "Ada Ostermann: Platz 2 auf der Warteliste"

    seat_is_given_back_and_offered(visit(width=PHONE), visit(width=PHONE))
    coordinator_sees_who_comes(enter(make_user(role=Role.COORDINATOR), DESK))


def plan_and_publish(window):
    page = window.page
    follow(window, "Fortbildungen planen")
    fits(window, DESK)
    follow(window, "Neue Fortbildung")
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Kurzbeschreibung").fill("Wie Kinder erzählen und was danach zu tun ist.")
    page.get_by_label("Gespräche mit Eltern", exact=True).check()
    fill_row(page, 0, "2029-03-14", "09:00", "12:00")
    page.get_by_label("Ort (optional)").fill("Rathaus, Saal 1")
    page.get_by_label("Plätze", exact=True).fill("4")
    fits(window, DESK)
    click(page, "Entwurf speichern")
    follow(window, "Veröffentlichen")
    click(page, "Veröffentlichen")
    assert says(window, "Die Fortbildung ist veröffentlicht.")
    fits(window, DESK)
    follow(window, "Öffentliche Seite ansehen")
    assert says(window, "0 von 4 Plätzen belegt")


def member_signs_up_with_two_colleagues(window):
    """By keyboard alone."""
    page = window.page
    press(window, "Fortbildungen: suchen und anmelden")
    page.wait_for_url("**/fortbildungen/")
    fits(window)
    reach(window, page.get_by_role("link", name=TITLE))
    page.keyboard.press("Enter")
    page.wait_for_url("**/zuhoeren-und-handeln/")
    fits(window)
    press(window, "Jetzt anmelden")
    page.wait_for_url("**/anmelden/")
    press(window, "Weitere Person mit anmelden")
    write_colleague(window, 1, "Bo", "Aydin")
    press(window, "Noch eine Person")
    write_colleague(window, 2, "Ida", "Brandt")
    assert page.get_by_role("group", name="Weitere Person 1").get_by_label("Vorname").input_value() == "Bo"
    fits(window)
    press(window, "Verbindlich anmelden")
    page.wait_for_url("**/anmelden/fertig/")
    for name in ("Maren Tiemann", "Bo Aydin", "Ida Brandt"):
        assert page.get_by_role("heading", name=f"{name} ist angemeldet").is_visible()
    fits(window)

    window.open("/mein/fortbildungen/")
    assert says(window, "für Bo Aydin")
    fits(window)
    follow_first(window, TITLE)
    assert page.get_by_alt_text("QR-Code zum Einchecken").is_visible()


def write_colleague(window, number, first, last):
    row = window.page.get_by_role("group", name=f"Weitere Person {number}")
    row.wait_for()
    for label, text in {"Vorname": first, "Nachname": last, "E-Mail-Adresse": f"{first.lower()}@kita.example"}.items():
        type_into(window, row.get_by_label(label), text)


def reach(window, element):
    while not element.evaluate("(element) => element === document.activeElement"):
        window.page.keyboard.press("Tab")


def type_into(window, field, text):
    reach(window, field)
    window.page.keyboard.type(text)


def follow_first(window, name):
    with window.page.expect_navigation():
        window.page.get_by_role("main").get_by_role("link", name=name).first.click()


def guest_signs_up(window, first_name, email):
    """From the public list on, with the code of the mail; what the last page has for a heading."""
    page = window.page
    window.open("/fortbildungen/")
    follow_first(window, TITLE)
    with page.expect_navigation():
        page.get_by_role("link", name="Jetzt anmelden").or_(page.get_by_role("link", name="Auf die Warteliste")).click()
    page.get_by_label("Vorname").fill(first_name)
    page.get_by_label("Nachname").fill("Ostermann")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Einrichtung").fill("Haus am Wehr")
    page.get_by_label("Akteursgruppe").select_option(index=2)
    fits(window)
    click(page, "Weiter zur Bestätigung")
    fits(window)
    page.get_by_label("Code").fill(code_for(email))
    click(page, "Verbindlich anmelden")
    fits(window)
    return page.get_by_role("status").get_by_role("heading").inner_text()


def seat_is_given_back_and_offered(seated, waiting):
    """Both by the links of their mails, without access; a link that is only opened changes nothing."""
    waiting.open(mail_to("jo@haus.example", "/platz/"))
    assert says(waiting, "Sie stehen auf der Warteliste an Stelle 1.")
    fits(waiting)

    seated.open(mail_to("pia@haus.example", "/platz/"))
    fits(seated)
    follow(seated, "Platz zurückgeben")
    fits(seated)
    assert state_of("pia@haus.example") == State.CONFIRMED
    click(seated.page, "Platz zurückgeben")
    assert says(seated, "Sie sind abgemeldet. Danke, dass Sie den Platz freigeben.")
    assert OutgoingMail.objects.filter(to="pia@haus.example", subject__startswith="Sie sind abgemeldet").exists()

    waiting.open(mail_to("jo@haus.example", "/platz/"))
    assert says(
        waiting, "Ein Platz ist frei geworden. Wir halten ihn für Sie bis Donnerstag, 8. Februar 2029, 10:00 Uhr."
    )
    fits(waiting)
    assert state_of("jo@haus.example") == State.OFFERED
    click(waiting.page, "Platz annehmen")
    assert says(waiting, "Der Platz ist bestätigt.")
    assert state_of("jo@haus.example") == State.CONFIRMED

    waiting.open(mail_to("ada@haus.example", "/platz/"))
    assert says(waiting, "Sie stehen auf der Warteliste an Stelle 1."), "one has moved up"


def coordinator_sees_who_comes(window):
    window.open(f"/koordination/fortbildungen/{TrainingEvent.objects.get(title=TITLE).pk}/")
    follow(window, "Anmeldungen")
    rows = window.page.get_by_role("row")
    assert rows.filter(has_text="Jo").filter(has_text="bestätigt").count() == 1
    assert rows.filter(has_text="Ada").filter(has_text="Warteliste").count() == 1
    fits(window, DESK)


def test_public_part_works_without_javascript(visit):
    make_training(title=TITLE, starts_at=berlin(*BEGINS), maximum=1)
    window = visit(width=PHONE, scripts=False)
    assert guest_signs_up(window, "Pia", "pia@haus.example") == "Pia Ostermann ist angemeldet"
    other = visit(width=PHONE, scripts=False)
    assert guest_signs_up(other, "Jo", "jo@haus.example") == "Jo Ostermann: Platz 1 auf der Warteliste"
    assert guest_signs_up(other, "Ada", "ada@haus.example") == "Ada Ostermann: Platz 2 auf der Warteliste"
    seat_is_given_back_and_offered(window, other)


# The day and what comes after it -------------------------------------------------------------------------------------


@pytest.fixture
def event(member):
    """A training with two seats taken, as signing up leaves it: of a member, and of somebody without access."""
    topic = Topic.objects.get(name="Gespräche mit Eltern")
    event = make_training(
        title=TITLE, starts_at=berlin(*BEGINS), topics=[topic], is_qualification_offer=True, place="Rathaus"
    )
    group = ActorCategory.objects.first()
    for first, last, email, user in (
        ("Maren", "Tiemann", member.email, member),
        ("Jo", "Ostermann", "jo@haus.example", None),
    ):
        person = Applicant(first_name=first, last_name=last, email=email, actor_category=group, user=user)
        register(event=event, applicants=[person], source=RegistrationSource.SELF, by=user)
    return event


def test_from_the_door_to_the_certificate_and_the_count(enter, visit, clock, event, member):
    coordinator = make_user(role=Role.COORDINATOR)
    clock(*BEGINS)
    check_in_by_code(enter(coordinator), visit(width=PHONE), "jo@haus.example")
    check_in_by_name_and_without_a_seat(enter(coordinator), event)

    clock(*OVER)
    mark_as_held(enter(coordinator, DESK), event)
    issue_certificates()
    member_fetches_the_certificate(enter(member))

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
    guest.open(mail_to(email, "/platz/"))
    assert says(guest, registration.check_in_code)
    fits(guest)
    window.open("/" + check_in_url(registration).split("/", 3)[3])
    assert window.page.get_by_role("heading", name="Jo Ostermann").is_visible()
    fits(window)
    assert Registration.objects.get(email=email).presence == ""
    click(window.page, "Anwesend")
    assert says(window, "Jo Ostermann ist anwesend.")
    follow(window, "Andere Person suchen")
    assert says(window, "1 von 2 sind da.")


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
    assert says(window, "Kim Vogt ist aufgenommen und anwesend.")
    assert Registration.objects.get(last_name="Vogt").source == RegistrationSource.WALK_IN
    fits(window)


def mark_as_held(window, event):
    """From the own pages on: the portal says what is still to be entered."""
    follow_first(window, "Fortbildungen planen")
    follow(window, TITLE)
    follow(window, "Als durchgeführt eintragen")
    assert says(window, "Sie zählt dann zu den Qualifizierungsangeboten 2029 nach § 9 Abs. 5.")
    fits(window, DESK)
    click(window.page, "Ja, als durchgeführt eintragen")
    assert TrainingEvent.objects.get(pk=event.pk).status == EventStatus.HELD
    assert says(window, "Zählt 2029 nach § 9 Abs. 5.")


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
    assert page.get_by_role("heading", name="Diese Bescheinigung gilt").is_visible()
    assert TITLE in page.content()
    assert "Ostermann" not in page.content()
    fits(window)
    for name, answer in {
        "Jo Ostermann": "Der Name stimmt überein.",
        "Jo Aydin": "Der Name stimmt nicht überein.",
    }.items():
        page.get_by_label("Name auf der Bescheinigung").fill(name)
        click(page, "Namen vergleichen")
        assert says(window, answer)
    fits(window)


def evaluate(window, email):
    page = window.page
    link = mail_to(email, "/rueckmeldung/nachher/")
    window.open(link)
    fits(window)
    for group in page.get_by_role("main").get_by_role("group").all():
        group.get_by_label("trifft eher zu", exact=True).check()
    click(page, "Rückmeldung senden")
    assert page.get_by_role("heading", name="Danke für Ihre Rückmeldung").is_visible()
    fits(window)
    window.watches = False  # Chromium notes a 410 in its console
    assert window.open(link).status == 410
    assert says(window, "Der Link wurde schon benutzt")


def presence_is_withdrawn(window, guest, event, number):
    page = window.page
    window.open(f"/koordination/fortbildungen/{event.pk}/teilnahme/")
    page.get_by_role("group", name="Teilnahme von Jo Ostermann").get_by_label("abwesend", exact=True).check()
    click(page, "Teilnahme speichern")
    assert says(window, "Ein Eintrag ist gespeichert.")
    assert Registration.objects.get(email="jo@haus.example").presence == Presence.ABSENT
    guest.page.reload()
    assert not says(guest, "Teilnahmebescheinigung (PDF)")
    guest.open(f"/bescheinigung/{number}/")
    assert guest.page.get_by_role("heading", name="Diese Bescheinigung ist zurückgezogen").is_visible()
    fits(guest)
    follow_to_feedback(window, event)


def follow_to_feedback(window, event):
    window.open(f"/koordination/fortbildungen/{event.pk}/")
    follow(window, "Rückmeldungen der Teilnehmenden")
    assert says(window, "2 Personen waren da.")
    assert says(window, "Ergebnisse erscheinen ab 5 Antworten.")
    assert says(window, "Noch zu wenige Antworten (1 von 5).")
    fits(window, DESK)


def year_counts(window):
    follow_first(window, "Fortbildungen planen")
    follow(window, "Was 2029 zählt und was nicht")
    goal = window.page.get_by_role("article").filter(has_text="Qualifizierungsangebote 2029")
    assert "1 von 3" in " ".join(goal.inner_text().split())
    fits(window, DESK)
