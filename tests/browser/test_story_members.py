"""Issue 3 as it is lived: a coordinator brings the network in, a member gets in and finds others."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect

from members.enums import Role
from members.imports.models import MemberImport
from members.imports.tasks import apply_rows, check_rows
from members.invitations.actions import invite_person
from members.invitations.tasks import invite_everybody
from members.models import ActorCategory, Invitation, Membership, Organisation, Person, User
from members.upkeep.actions.asking import ask_everybody
from members.upkeep.models import Confirmation
from netzwerk.jobs import actions as jobs
from netzwerk.models import Job, OutgoingMail, YouthWelfareOffice
from tests.browser.conftest import rows_taken_back, session_cookie
from tests.browser.steps import PHONE, click, fits, link_in_mail, press
from tests.browser.test_accounts import Device
from tests.factories import make_membership, make_organisation, make_person, make_user
from tests.members.imports.samples import MESSY, TIDY, csv_file, long_rows

WORK = {"member-import-check": check_rows, "member-import-apply": apply_rows, "invitations": invite_everybody}
PROSECUTOR = "Staatsanwaltschaft am Wesertor"
ROWS = [
    *long_rows(5_999, organisations=[(f"Kindertageseinrichtung Nummer {n:03d}", "2") for n in range(300)]),
    ["", "Wiebke", "Lüth", "lueth@sta.example", "030 23125 800", "", PROSECUTOR, "Leitung", "Vertretung", "9", "", ""],
]
STORED = (Job, Invitation, OutgoingMail, Confirmation, MemberImport, Membership, Person, Organisation, User)


@pytest.fixture(autouse=True)
def _work_by_hand(portal, coordinator, monkeypatch):
    """No worker listens; what the story adds goes afterwards, as the other tests count on the example alone."""
    monkeypatch.setattr(jobs, "send_job", lambda job: None)
    with rows_taken_back(STORED):
        yield


@pytest.fixture
def coordination(visit, portal):
    """A window of a coordinator of the whole network with a second factor, and nothing more."""
    return visit(cookie=session_cookie(portal, make_user(role=Role.COORDINATOR)))


@pytest.fixture
def invited():
    """A person of an organisation of their own, who has got the mail."""
    house = make_organisation(
        name="Beratungsstelle Uferweg",
        actor_category=ActorCategory.objects.get(code="2"),
        youth_welfare_office=YouthWelfareOffice.objects.get(key="minden"),
    )
    person = make_person(first_name="Insa", last_name="Uferkamp", email="insa.uferkamp@uferweg.example")
    make_membership(person=person, organisation=house, function="Beratung")
    invite_person(person=person, by=make_user(role=Role.COORDINATOR))
    return person


# The coordinator -----------------------------------------------------------------------------------------------------


def wait_for_work(page):
    """The page shows the work; a worker does it, the page notices by itself and leads on."""
    page.get_by_text("Der Vorgang beginnt gleich.").wait_for()
    for job in Job.objects.active().filter(kind__in=WORK):
        WORK[job.kind](job.pk)
    page.get_by_role("link", name="Ergebnis öffnen").click()


def upload(window, name, content, *, office=""):
    """From the list to the preview."""
    page = window.page
    window.open("/mein/")
    page.get_by_role("main").get_by_role("link", name="Import", exact=True).click()
    page.get_by_label("Datei", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_label("Für welches Jugendamt?").select_option(label=office or "Das ganze Netzwerk")
    page.get_by_role("button", name="Hochladen und ansehen").click()


def preview(page):
    page.get_by_role("button", name="Prüfen und Vorschau zeigen").click()
    wait_for_work(page)
    page.get_by_role("heading", name="Vorschau").wait_for()


def take_over(page):
    page.get_by_role("link", name="Übernehmen …").click()
    page.get_by_role("button", name="Übernehmen", exact=True).click()
    wait_for_work(page)


def counts(page, label, number):
    """The result of the work says `number` at `label`."""
    value = page.locator(".kern-description-list-item", has_text=label).locator("dd")
    expect(value).to_have_text(re.compile(rf"^\s*{number}(\s|$)"))


def test_coordinator_brings_the_tidy_and_the_messy_list_in(coordination):
    page = coordination.page
    upload(coordination, TIDY.name, TIDY.read_bytes())
    preview(page)
    assert not Person.objects.filter(email="aylin.brinkhoff@haus1.example").exists()
    take_over(page)
    counts(page, "Neue Personen", 60)

    upload(coordination, MESSY.name, MESSY.read_bytes())
    expect(page.get_by_text("Die Spaltennamen stehen in Zeile 4.")).to_be_visible()
    since = page.get_by_label("Bedeutung der Spalte dabei seit")
    expect(since.locator("option:checked")).to_have_text("Seit")
    preview(page)
    resolve_duplicates(page)
    take_over(page)

    counts(page, "Neue Personen", 4)
    counts(page, "Nicht übernommene Zeilen", 6)
    osterkamp = Person.objects.get(email="jannik.osterkamp@haus2.example")
    assert osterkamp.phone == "030 23125 901"


def resolve_duplicates(page):
    """The man of row 7 is in the portal already, and row 18 repeats row 17."""
    with page.expect_navigation():
        page.get_by_role("navigation", name="Art der Zeilen").get_by_role("link", name=re.compile("Dublette")).click()
    expect(page.get_by_text("2 mögliche Dubletten warten auf Ihre Entscheidung.")).to_be_visible()
    for row in page.locator(".nk-duplicates > li").all():
        row.get_by_label("dieselbe Person wie").first.check()
    click(page, "Entscheidungen speichern")
    expect(page.get_by_role("heading", name="Vorschau")).to_be_visible()
    expect(page.get_by_text("warten auf Ihre Entscheidung")).to_have_count(0)


def tell_namesakes_apart(page):
    """Among six thousand some names are alike; one answer for all of them."""
    with page.expect_navigation():
        page.get_by_role("navigation", name="Art der Zeilen").get_by_role("link", name=re.compile("Dublette")).click()
    page.locator("select[name=decision]").select_option(value="create")
    click(page, "Für alle festlegen")
    expect(page.get_by_role("heading", name="Vorschau")).to_be_visible()
    expect(page.get_by_text("Ihre Entscheidung.")).to_have_count(0)


def test_coordinator_fills_a_gap_with_six_thousand_rows_and_invites_everyone(coordination, visit):
    page = coordination.page
    coordination.open("/koordination/abdeckung/9/minden/")
    expect(page.get_by_text("Hier ist noch keine Einrichtung dabei.")).to_be_visible()
    upload(coordination, "gross.csv", csv_file(ROWS), office="Jugendamt der Stadt Minden")
    preview(page)
    tell_namesakes_apart(page)
    take_over(page)
    counts(page, "Neue Personen", 6000)

    coordination.open("/koordination/abdeckung/")
    page.locator("a[href='/koordination/abdeckung/9/minden/']:visible").first.click()
    expect(page.get_by_role("link", name=PROSECUTOR)).to_be_visible()
    expect(page.get_by_role("link", name="Lüth")).to_be_visible()

    invite_everyone(coordination)
    check_invitation(visit(width=PHONE), Person.objects.get(email="lueth@sta.example"))


def invite_everyone(window):
    page = window.page
    window.open("/mein/")
    page.get_by_role("main").get_by_role("link", name="Einladungen").click()
    page.get_by_role("link", name="Personen ohne Zugang einladen").click()
    page.get_by_role("heading", name="Alle ohne Zugang einladen").wait_for()
    page.get_by_role("button", name="Einladungen senden").click()
    wait_for_work(page)
    page.get_by_role("heading", name="Einladungen", exact=True).wait_for()
    expect(page.get_by_role("link", name="Personen ohne Zugang einladen")).to_have_count(0)


def check_invitation(window, person):
    window.open(link_in_mail(person.email, "/einladung/"))
    expect(window.page.get_by_role("main").get_by_text(PROSECUTOR)).to_be_visible()


# The member ----------------------------------------------------------------------------------------------------------


def test_member_comes_in_by_phone_and_keyboard_and_signs_in_by_passkey(visit, invited):
    window = visit(width=PHONE)
    page = window.page
    with Device(window):
        window.open(link_in_mail(invited.email, "/einladung/"))
        press(window, "Einladung annehmen und anmelden")
        page.get_by_text("Willkommen").wait_for()
        set_passkey(window)
        window.open("/konto/")
        press(window, "Abmelden")
        page.wait_for_url("**/konto/abmelden/")
        press(window, "Abmelden")
        page.wait_for_url(lambda url: "abmelden" not in url)

        window.open("/konto/anmelden/")
        press(window, "Mit Passkey anmelden")
        page.get_by_role("heading", name="Guten Tag, Insa Uferkamp").wait_for()
        look_somebody_up(window)


def set_passkey(window):
    page = window.page
    press(window, "Passkeys verwalten")
    page.wait_for_url("**/konto/passkeys/")
    press(window, "Passkey einrichten")
    page.wait_for_url("**/konto/passkeys/neu/")
    press(window, "Passkey einrichten")
    page.wait_for_url("**/konto/ersatzcodes/")
    press(window, "Ich habe die Codes gesichert")
    page.wait_for_url("**/konto/")


def look_somebody_up(window):
    """Types a name; sees the phone for members, not the mobile number for the coordination."""
    page = window.page
    sought = make_person(
        last_name="Zumwinkel-Ost",
        first_name="Feline",
        phone="030 23125 777",
        mobile="0170 7770777",
        mobile_visibility="coordinators",
    )
    make_membership(person=sought)
    press(window, "Verzeichnis der Mitglieder")
    page.wait_for_url("**/intern/verzeichnis/")
    page.get_by_label("Vor- oder Nachname").focus()
    page.keyboard.type("zumwinkel")
    page.get_by_role("status").get_by_text("1 Person", exact=True).wait_for()
    press(window, "Zumwinkel-Ost, Feline")
    page.get_by_role("heading", name="Feline Zumwinkel-Ost").wait_for()
    expect(page.get_by_text("030 23125 777")).to_be_visible()
    expect(page.get_by_text("0170 7770777")).to_have_count(0)
    fits(window)


def test_member_confirms_by_the_link_of_a_mail_and_sees_the_own_data(visit, portal, invited):
    invited.user = make_user(email=invited.email)
    invited.save(update_fields=["user"])
    ask_everybody(now=datetime(2027, 3, 2, 9, tzinfo=UTC))
    window = visit(width=PHONE)
    window.open(link_in_mail(invited.email, "/bestaetigen/"))
    expect(window.page.get_by_text("Insa Uferkamp")).to_be_visible()
    press(window, "Stimmt so")
    window.page.get_by_text("sind bestätigt").wait_for()

    house = invited.memberships.get().organisation
    assert house.confirmed_at is not None
    mine = visit(width=PHONE, cookie=session_cookie(portal, invited.user))
    mine.open("/mein/daten/")
    data = mine.page.get_by_role("main")
    expect(data.get_by_text("insa.uferkamp@uferweg.example").first).to_be_visible()
    expect(data.get_by_text("Beratungsstelle Uferweg").first).to_be_visible()


def test_invitation_and_directory_work_without_javascript(visit, invited):
    window = visit(width=PHONE, scripts=False)
    page = window.page
    window.open(link_in_mail(invited.email, "/einladung/"))
    press_without_scripts(page, "Einladung annehmen und anmelden")
    expect(page.get_by_text("Willkommen")).to_be_visible()
    page.get_by_role("link", name="Mein Bereich", exact=True).first.click()
    page.get_by_role("link", name="Verzeichnis der Mitglieder").click()
    page.get_by_label("Vor- oder Nachname").fill("uferk")
    press_without_scripts(page, "Suchen")

    page.get_by_role("link", name="Uferkamp, Insa").click()
    expect(page.get_by_role("heading", name="Insa Uferkamp")).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Beratungsstelle Uferweg")).to_be_visible()


def press_without_scripts(page, name):
    """Enter on the button, as no mouse is at hand."""
    with page.expect_navigation():
        page.get_by_role("button", name=name).press("Enter")
