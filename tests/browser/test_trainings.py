"""Signing up for a training: without access and with it, with and without scripts, forth and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.access_rows import OFFER
from tests.browser.conftest import session_cookie
from tests.browser.steps import click, code_for, shows_mistakes
from tests.browser.test_pages import WIDTHS, at_width
from tests.factories import make_member, make_training
from trainings.models import Registration

FORM = f"/fortbildungen/{OFFER['slug']}/anmelden/"


def fill_in(page, email):
    page.get_by_label("Vorname").fill("Katarzyna")
    page.get_by_label("Nachname").fill("Łuczak")
    page.get_by_label("E-Mail-Adresse").fill(email)
    page.get_by_label("Einrichtung").fill("Kita Sonnenweg")
    page.get_by_label("Akteursgruppe").select_option(index=1)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_guest_signs_up_from_the_list_on(visit, scripts):
    email = f"gast-{scripts}@kita.example"
    window = visit(width=390, height=844, scripts=scripts)
    page = window.page
    window.open("/fortbildungen/")
    page.get_by_role("link", name="Wenn Kinder Zeugen werden").click()
    page.get_by_role("link", name="Jetzt anmelden").click()
    fill_in(page, email)
    click(page, "Weiter zur Bestätigung")
    page.get_by_label("Code").fill("FALSCH")
    click(page, "Verbindlich anmelden")
    shows_mistakes(page)
    page.get_by_label("Code").fill(code_for(email))
    click(page, "Verbindlich anmelden")
    expect(page.get_by_role("heading", name="Katarzyna Łuczak ist angemeldet")).to_be_visible()


def test_way_back_and_reload_change_nothing(visit):
    email = "zurueck@kita.example"
    window = visit()
    page = window.page
    window.open(FORM)
    fill_in(page, email)
    click(page, "Weiter zur Bestätigung")
    page.get_by_label("Code").fill(code_for(email))
    click(page, "Verbindlich anmelden")
    for move in (page.reload, page.go_back, page.go_forward):
        move()
        expect(page).to_have_url(re.compile("/anmelden/fertig/$"))
        expect(page.locator("main")).to_contain_text("ist angemeldet", use_inner_text=True)
    assert Registration.objects.filter(email=email).count() == 1


def test_steps_of_a_guest_are_accessible(visit):
    email = "barrierefrei@kita.example"
    window = visit(bypass_csp=True, watches=False)
    page, found = window.page, {}

    def look(step):
        found[step] = [finding for width in WIDTHS for finding in at_width(window, width)]
        window.resize(320)
        found[step] += [f"{window.overflow()} px too wide"] if window.overflow() > 0 else []

    window.open(FORM)
    fill_in(page, email)
    click(page, "Weiter zur Bestätigung")
    look("code")
    for step in ("wrong code", "wrong again", "code used up"):
        page.get_by_label("Code").fill("FALSCH")
        click(page, "Verbindlich anmelden")
        look(step)
    click(page, "Neuen Code senden")
    page.get_by_label("Code").fill(code_for(email))
    click(page, "Verbindlich anmelden")
    look("result")
    assert found == dict.fromkeys(("code", "wrong code", "wrong again", "code used up", "result"), [])


def test_member_signs_up_with_a_colleague_by_keyboard_and_without_scripts(visit, portal):
    member, event = make_member(full_name="Maren Tiemann"), make_training(title="Gemeinsam lernen", slug="gemeinsam")
    window = visit(scripts=False, cookie=session_cookie(portal, member))
    page = window.page
    window.open(event.get_absolute_url())
    page.get_by_role("link", name="Jetzt anmelden").click()
    page.get_by_label("Akteursgruppe").select_option(index=1)
    click(page, "Weitere Person mit anmelden")
    row = page.get_by_role("group", name="Weitere Person 1")
    row.get_by_label("Vorname").fill("Bo")
    row.get_by_label("E-Mail-Adresse").fill("bo@kita.example")
    click(page, "Verbindlich anmelden")
    expect(page.locator(".nk-error-summary")).to_contain_text(
        "Weitere Person 1: Geben Sie den Nachnamen ein.", use_inner_text=True
    )
    row.get_by_label("Nachname").fill("Aydin")
    with page.expect_navigation():
        row.get_by_label("Nachname").press("Enter")
    expect(page.get_by_role("heading", name="Bo Aydin ist angemeldet")).to_be_visible()
    assert Registration.objects.filter(event=event).count() == 2


def test_form_of_a_member_with_mistakes_is_accessible(visit, portal):
    member = make_member()
    window = visit(bypass_csp=True, watches=False, cookie=session_cookie(portal, member))
    page = window.page
    window.open(FORM)
    page.get_by_label("Nachname").fill("")
    click(page, "Weitere Person mit anmelden")
    click(page, "Verbindlich anmelden")
    shows_mistakes(page)
    assert [finding for width in WIDTHS for finding in at_width(window, width)] == []
    window.resize(320)
    assert window.overflow() <= 0


def test_printed_offer_shows_what_paper_can_use(visit):
    window = visit()
    window.open(f"/fortbildungen/{OFFER['slug']}/")
    window.page.emulate_media(media="print")
    expect(window.page.locator("h1")).to_be_visible()
    expect(window.page.locator("main")).to_contain_text("Stadthaus", use_inner_text=True)
    expect(window.page.get_by_role("link", name="Jetzt anmelden")).to_be_hidden()
