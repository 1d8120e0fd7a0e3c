"""Issue 4 as it is lived: a member chooses, reads and ends messages; a coordinator looks after mails and reminders."""

import re
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from django.core import mail as django_mail
from playwright.sync_api import expect

from members.enums import Role
from members.models import Membership, MessageChoice, Organisation, Person, User
from members.upkeep.models import Confirmation
from netzwerk.calendars import cancel_item
from netzwerk.calendars.scopes import user_scope
from netzwerk.mail import queue_mail
from netzwerk.mail.delivery import deliver_waiting
from netzwerk.mail.tasks import send_weekly_digests
from netzwerk.models import CalendarFeed, CalendarItem, DigestItem, OutgoingMail, ReminderRule
from netzwerk.reminders.tasks import send_reminders
from tests.browser.conftest import rows_taken_back
from tests.browser.steps import DESK, PHONE, click, fits, follow, press
from tests.factories import make_membership, make_person, make_user
from tests.ground.calendars.makers import berlin, make_item, read_twice
from tests.members.upkeep.makers import make_confirmation

KIND, LABEL = "upkeep-reminder", "Erinnerung an die Bestätigung der Angaben"
TUESDAY, NEXT_MONDAY = (2026, 11, 24, 10), (2026, 11, 30, 7, 5)
STORED = (
    OutgoingMail, DigestItem, MessageChoice, CalendarFeed, CalendarItem, Confirmation, ReminderRule,
    Membership, Person, Organisation, User,
)  # fmt: skip
ways = pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])


@pytest.fixture(autouse=True)
def _tuesday(portal, coordinator, clock):
    """It is Tuesday, 10 o'clock; what the story adds goes afterwards."""
    with rows_taken_back(STORED):
        clock(*TUESDAY)
        yield


@pytest.fixture
def member():
    """A member who was asked for the own data and has not answered."""
    user = make_user(email="insa.uferkamp@uferweg.example", full_name="Insa Uferkamp")
    person = make_person(first_name="Insa", last_name="Uferkamp", email=user.email, user=user)
    make_membership(person=person)
    make_confirmation(person=person, due_in=-4, times_sent=1)
    return user


def ask(address, *, data=None, **headers):
    """(status, headers, text) as a mail program or calendar gets them: no cookie, no browser."""
    try:
        with urlopen(Request(address, data=data, headers=headers)) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.headers, refusal.read().decode()


def arrived(user):
    """The one mail that the worker now delivers to `user`."""
    django_mail.outbox.clear()
    deliver_waiting()
    (mail,) = [mail for mail in django_mail.outbox if mail.to == [user.email]]
    return mail


def at_portal(portal, text):
    """The link to unsubscribe in `text`, on the address of the live server."""
    return portal + re.search(r"https?://[^/\s]+(/abmelden/[^\s>]+)", text)[1]


def shows_choice(window, choice):
    """„Meine Nachrichten“ shows `choice` for KIND."""
    group = window.page.get_by_role("group", name=LABEL)
    label = group.locator("label", has=window.page.locator("input:checked"))
    expect(label.or_(group.locator("input:checked + label"))).to_have_text(choice, use_inner_text=True)


# The member ----------------------------------------------------------------------------------------------------------


@ways
def test_member_chooses_weekly_reads_the_digest_and_ends_it_with_one_click(enter, member, clock, portal, scripts):
    window = enter(member, scripts=scripts)
    choose_weekly(window)
    send_reminders()
    assert not OutgoingMail.objects.filter(to=member.email).exists()

    clock(*NEXT_MONDAY)
    for _hour in range(2):
        send_weekly_digests()
    mail = arrived(member)
    assert mail.subject == "Ihre Wochenübersicht: 1 Nachricht"
    assert "Stimmen Ihre Angaben noch?" in mail.body

    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = at_portal(portal, mail.extra_headers["List-Unsubscribe"])
    assert ask(address)[0] == 200
    assert MessageChoice.objects.get().choice == "weekly", "a scanner's look changes nothing"
    assert ask(address, data=b"List-Unsubscribe=One-Click")[0] == 200

    window = enter(member, scripts=scripts)
    press(window, "Meine Nachrichten")
    window.page.wait_for_url("**/mein/nachrichten/")
    shows_choice(window, "gar nicht")


def choose_weekly(window):
    """By keyboard alone."""
    press(window, "Meine Nachrichten")
    window.page.wait_for_url("**/mein/nachrichten/")
    shows_choice(window, "sofort")
    while window.focus()["text"] != KIND:
        window.page.keyboard.press("Tab")
    window.page.keyboard.press("ArrowDown")
    press(window, "Auswahl speichern")
    window.page.get_by_text("Ihre Auswahl ist gespeichert.").wait_for()
    shows_choice(window, "einmal in der Woche")
    fits(window)


@ways
def test_link_of_a_mail_asks_first_and_can_be_taken_back(visit, member, portal, scripts):
    send_reminders()
    path = at_portal("", arrived(member).body)
    window = visit(width=PHONE, scripts=scripts)
    window.open(path)
    expect(window.page.get_by_role("heading", name="Nachrichten abbestellen")).to_be_visible()
    assert not MessageChoice.objects.exists()

    press(window, "Abbestellen")
    window.page.get_by_text("bekommen Sie nicht mehr").wait_for()
    assert MessageChoice.objects.get().choice == "off"
    press(window, "Doch weiter bekommen")
    window.page.get_by_text("bekommen Sie wieder sofort").wait_for()
    assert MessageChoice.objects.get().choice == "at-once"
    fits(window)


@ways
def test_member_subscribes_sees_a_cancellation_and_renews_the_address(enter, visit, member, scripts):
    make_date = {"starts_at": berlin(2027, 3, 25, 14), "ends_at": berlin(2027, 3, 25, 16)}
    make_item("probe:1", summary="AG Uferweg", scopes=[user_scope(member.pk)], **make_date)
    window = enter(member, scripts=scripts)
    press(window, "Mein Kalender")
    window.page.wait_for_url("**/mein/kalender/")
    expect(window.page.get_by_text("AG Uferweg")).to_be_visible()
    press(window, "Adresse anlegen")
    first = feed_address(window)

    status, headers, text = ask(first)
    assert (status, shown(text)) == (200, [("CONFIRMED", "2027-03-25 14:00 +0100")])
    assert ask(first, **{"If-None-Match": headers["ETag"]})[0] == 304
    cancel_item("probe:1")
    status, _headers, text = ask(first, **{"If-None-Match": headers["ETag"]})
    assert (status, shown(text)) == (200, [("CANCELLED", "2027-03-25 14:00 +0100")])

    renew(window)
    second = feed_address(window)
    assert second != first
    assert (ask(first)[0], ask(second)[0]) == (404, 200)
    window = visit(width=PHONE, watches=False)  # Chromium notes a 404 in its console
    window.page.goto(first)
    expect(window.page.get_by_role("heading", name="Diese Kalenderadresse gilt nicht mehr")).to_be_visible()
    fits(window)


def shown(text):
    """State and beginning of the story's date in the feed, as two readers found them."""
    return [(event.status, event.starts) for event in read_twice(text) if event.summary.endswith("AG Uferweg")]


def renew(window):
    """By a question first."""
    press(window, "Adresse erneuern")
    window.page.get_by_role("heading", name="Adresse erneuern?").wait_for()
    press(window, "Adresse erneuern")
    window.page.get_by_text("Die neue Adresse steht bereit.").wait_for()


def feed_address(window):
    field = window.page.get_by_label("Ihre persönliche Adresse")
    field.wait_for()
    address = field.input_value()
    return window.portal + "/" + address.split("/", 3)[3]


# The coordinator -----------------------------------------------------------------------------------------------------


@pytest.fixture
def coordination(enter):
    """Opens „Mein Bereich“ as the coordination of the whole network."""
    return lambda width: enter(make_user(role=Role.COORDINATOR), width=width)


def narrow(page, *, words, state, kind):
    """Filters the outbox; the subjects that are left."""
    page.get_by_label("Empfängerin oder Empfänger").fill(words)
    page.get_by_label("Stand").select_option(label=state)
    page.get_by_label("Art").select_option(label=kind)
    click(page, "Anzeigen")
    return page.get_by_role("main").locator("tbody th")


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_coordinator_finds_a_mail_reads_it_as_sent_and_sends_it_again(coordination, member, width):
    send_reminders()
    arrived(member)
    window = coordination(width)
    page = window.page
    follow(window, "Postausgang")
    none = narrow(page, words="Uferkamp", state="wartet", kind=LABEL)
    expect(page.get_by_text("Dazu gibt es keine E-Mail.")).to_be_visible()
    expect(none).to_have_count(0)
    found = narrow(page, words="Uferkamp", state="gesendet", kind=LABEL)
    expect(found).to_have_text([re.compile(r"Stimmen Ihre Angaben noch\?\s*$")])
    subject = found.inner_text()

    follow(window, subject)
    expect(page.get_by_text("Eine Antwort fehlt uns noch.")).to_be_visible()
    assert window.overflow() <= 0
    page.get_by_role("link", name="So sieht sie im Mailprogramm aus").click()
    expect(page.get_by_role("link", name="Angaben ansehen und bestätigen")).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Noch einmal senden").click()
    page.get_by_text("Die E-Mail wird noch einmal gesendet.").wait_for()
    assert arrived(member).subject == subject


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_coordinator_stops_a_mail_that_waits(coordination, member, width):
    send_reminders()
    window = coordination(width)
    page = window.page
    follow(window, "Postausgang")
    found = narrow(page, words="insa.uferkamp@", state="wartet", kind="alle")
    expect(found).to_have_count(1)
    follow(window, found.inner_text())
    page.get_by_role("button", name="Anhalten").click()
    page.get_by_text("Die E-Mail ist angehalten und wird nicht gesendet.").wait_for()

    deliver_waiting()
    assert [mail for mail in django_mail.outbox if mail.to == [member.email]] == []
    assert OutgoingMail.objects.get(to=member.email).state == "cancelled"
    send_reminders()
    assert OutgoingMail.objects.filter(to=member.email).count() == 1, "stopped, it does not come again"


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_coordinator_previews_changes_and_switches_off_a_rule(coordination, member, width):
    Confirmation.objects.filter(person__user=member).update(due_on=berlin(2026, 11, 18).date())  # six days ago
    window = coordination(width)
    page = window.page
    follow(window, "Erinnerungen")
    rule = rule_of(page, "3 Tage nach Ablauf der Frist")
    with page.expect_navigation():
        rule.get_by_role("link", name="Ändern").click()
    expect(page.get_by_role("cell", name="insa.uferkamp@uferweg.example")).to_be_visible()

    page.get_by_label("Tage nach Ablauf der Frist").fill("7")
    click(page, "Vorschau")
    expect(page.get_by_role("status").get_by_text("7 Tage nach Ablauf der Frist")).to_be_visible()
    expect(page.get_by_role("cell", name="insa.uferkamp@uferweg.example")).to_have_count(0)
    assert not ReminderRule.objects.exists()
    assert window.overflow() <= 0
    click(page, "Speichern")
    rule = rule_of(page, "7 Tage nach Ablauf der Frist")
    expect(rule.get_by_text("geändert")).to_be_visible()
    send_reminders()
    assert not OutgoingMail.objects.filter(to=member.email).exists()

    with page.expect_navigation():
        rule.get_by_role("button", name="Ausschalten").click()
    expect(page.get_by_text("Die Regel ist ausgeschaltet.")).to_be_visible()
    expect(rule_of(page, "7 Tage nach Ablauf der Frist").get_by_text("erinnert nicht")).to_be_visible()
    assert window.overflow() <= 0


def rule_of(page, text):
    row = page.get_by_role("row").filter(has_text=text)
    row.wait_for()
    return row


def test_coordinator_sees_at_the_person_what_came_back(coordination, member):
    context = {"path": "/mein/", "asked_at": None}
    mail = queue_mail("portal/email/test", to=member.email, key="story:1", kind="test", context=context)
    mail.fail("Der Mailserver nimmt die Adresse nicht an: 550 5.1.1 user unknown")
    window = coordination(PHONE)
    window.open(f"/koordination/personen/{member.person.pk}/")

    expect(window.page.get_by_text("550 5.1.1 user unknown")).to_be_visible()
    fits(window)
    follow(window, "Im Postausgang ansehen")
    expect(window.page.get_by_role("button", name="Noch einmal senden")).to_be_visible()
