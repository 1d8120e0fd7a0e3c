"""Issue 5 as it is lived: a training from the plan to the seats and the waiting list; the day itself is a story too."""

import pytest
from playwright.sync_api import expect

from members.enums import Role
from netzwerk.models import OutgoingMail
from tests.browser.steps import (
    DESK,
    PHONE,
    click,
    code_for,
    fill_row,
    fits,
    follow,
    follow_first,
    link_in_mail,
    press,
    says,
)
from tests.browser.training import BEGINS, TITLE
from tests.factories import make_training, make_user
from tests.ground.calendars.makers import berlin
from trainings.enums import RegistrationState
from trainings.models import Registration, TrainingEvent

pytestmark = pytest.mark.usefixtures("february")
State = RegistrationState


def state_of(email):
    return Registration.objects.filter(email=email).latest("pk").state


def test_from_the_plan_to_the_seat_that_was_given_back(enter, visit, tiemann):
    plan_and_publish(enter(make_user(role=Role.COORDINATOR), DESK))
    member_signs_up_with_two_colleagues(enter(tiemann))

    guest_signs_up(visit(width=PHONE), "Pia", "Pia Ostermann ist angemeldet")
    guest_signs_up(visit(width=PHONE), "Jo", "Jo Ostermann: Platz 1 auf der Warteliste")
    guest_signs_up(visit(width=PHONE), "Ada", "Ada Ostermann: Platz 2 auf der Warteliste")

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
    says(window, "Die Fortbildung ist veröffentlicht.")
    fits(window, DESK)
    follow(window, "Öffentliche Seite ansehen")
    says(window, "0 von 4 Plätzen belegt")


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
    expect(page.get_by_role("group", name="Weitere Person 1").get_by_label("Vorname")).to_have_value("Bo")
    fits(window)
    press(window, "Verbindlich anmelden")
    page.wait_for_url("**/anmelden/fertig/*")
    for name in ("Maren Tiemann", "Bo Aydin", "Ida Brandt"):
        expect(page.get_by_role("heading", name=f"{name} ist angemeldet")).to_be_visible()
    fits(window)

    window.open("/mein/fortbildungen/")
    says(window, "für Bo Aydin")
    fits(window)
    follow_first(window, TITLE)
    expect(page.get_by_alt_text("QR-Code zum Einchecken")).to_be_visible()


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


def guest_signs_up(window, first_name, heading):
    """From the public list on, with the code of the mail, to the last page and its `heading`."""
    page, email = window.page, f"{first_name.lower()}@haus.example"
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
    expect(page.get_by_role("status").get_by_role("heading")).to_have_text(heading)
    fits(window)


def seat_is_given_back_and_offered(seated, waiting):
    """Both by the links of their mails, without access; a link that is only opened changes nothing."""
    waiting.open(link_in_mail("jo@haus.example", "/platz/"))
    says(waiting, "Sie stehen auf der Warteliste an Stelle 1.")
    fits(waiting)

    seated.open(link_in_mail("pia@haus.example", "/platz/"))
    fits(seated)
    follow(seated, "Platz zurückgeben")
    fits(seated)
    assert state_of("pia@haus.example") == State.CONFIRMED
    click(seated.page, "Platz zurückgeben")
    says(seated, "Sie sind abgemeldet. Danke, dass Sie den Platz freigeben.")
    assert OutgoingMail.objects.filter(to="pia@haus.example", subject__startswith="Sie sind abgemeldet").exists()

    waiting.open(link_in_mail("jo@haus.example", "/platz/"))
    says(waiting, "Ein Platz ist frei geworden. Wir halten ihn für Sie bis Donnerstag, 8. Februar 2029, 10:00 Uhr.")
    fits(waiting)
    assert state_of("jo@haus.example") == State.OFFERED
    click(waiting.page, "Platz annehmen")
    says(waiting, "Der Platz ist bestätigt.")
    assert state_of("jo@haus.example") == State.CONFIRMED

    waiting.open(link_in_mail("ada@haus.example", "/platz/"))
    says(waiting, "Sie stehen auf der Warteliste an Stelle 1.")  # one has moved up


def coordinator_sees_who_comes(window):
    window.open(f"/koordination/fortbildungen/{TrainingEvent.objects.get(title=TITLE).pk}/")
    follow(window, "Anmeldungen")
    rows = window.page.get_by_role("row")
    expect(rows.filter(has_text="Jo").filter(has_text="bestätigt")).to_have_count(1)
    expect(rows.filter(has_text="Ada").filter(has_text="Warteliste")).to_have_count(1)
    fits(window, DESK)


def test_public_part_works_without_javascript(visit):
    make_training(title=TITLE, starts_at=berlin(*BEGINS), maximum=1)
    window = visit(width=PHONE, scripts=False)
    guest_signs_up(window, "Pia", "Pia Ostermann ist angemeldet")
    other = visit(width=PHONE, scripts=False)
    guest_signs_up(other, "Jo", "Jo Ostermann: Platz 1 auf der Warteliste")
    guest_signs_up(other, "Ada", "Ada Ostermann: Platz 2 auf der Warteliste")
    seat_is_given_back_and_offered(window, other)
