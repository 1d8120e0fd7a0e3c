"""Coordinators in the browser: two of them at one person, and a seat that goes on."""

import pytest
from playwright.sync_api import expect

from members.models import Membership, Person
from tests.browser.steps import click
from tests.browser.test_pages import at_width
from tests.factories import make_body, make_membership, make_organisation, make_person


@pytest.fixture
def person(portal):
    return make_person(last_name="Vorher", phone="0571 23125-100")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_second_browser_is_shown_both_versions(visit, coordinator_cookie, person, scripts):
    address = f"/koordination/personen/{person.pk}/aendern/"
    first, second = (visit(cookie=coordinator_cookie, scripts=scripts, watches=False) for _ in range(2))
    for window in (first, second):
        window.open(address)
    first.page.get_by_label("Nachname").fill("Erste")
    second.page.get_by_label("Nachname").fill("Zweite")
    second.page.get_by_label("Telefon", exact=False).first.fill("0571 23125-200")
    click(first.page, "Person speichern")
    click(second.page, "Person speichern")

    page = second.page
    expect(page.get_by_role("heading", name="Welche Angaben sollen gelten?")).to_be_visible()
    surname = page.get_by_role("group", name="Nachname")
    expect(surname.get_by_label("Ihre Angabe: Zweite")).to_be_checked()
    surname.get_by_label("Gespeichert: Erste").check()
    click(page, "So speichern")

    person.refresh_from_db()
    assert (person.last_name, person.phone) == ("Erste", "0571 23125-200")


def test_page_of_both_versions_is_accessible(visit, coordinator_cookie, person):
    window = visit(cookie=coordinator_cookie, bypass_csp=True, watches=False)
    window.open(f"/koordination/personen/{person.pk}/aendern/")
    Person.objects.filter(pk=person.pk).update(last_name="Zwischendurch", version=2)
    window.page.get_by_label("Nachname").fill("Donaudampfschifffahrtsgesellschaftskapitänswitwe-Müllerin")
    click(window.page, "Person speichern")

    expect(window.page.get_by_text("Jemand hat inzwischen gespeichert")).to_be_visible()
    assert [finding for width in (1280, 390) for finding in at_width(window, width)] == []
    window.resize(320)
    assert window.overflow() <= 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_seat_goes_to_a_successor_and_comes_back(visit, coordinator_cookie, scripts):
    seat = make_membership(organisation=make_organisation(name="Kita Sonnenweg"), since_on="2026-01-01")
    body = make_body(chair=seat)
    heir = make_person(first_name="Aylin", last_name="Mit" if scripts else "Ohne")
    window = visit(cookie=coordinator_cookie, scripts=scripts)
    page = window.page
    window.open(seat.person.get_absolute_url())

    page.get_by_role("link", name="Beenden").click()
    expect(page.get_by_text(f"{body} (Leitung)")).to_be_visible()
    page.get_by_label("Vor- oder Nachname").fill(str(heir))
    page.get_by_role("button", name="Suchen").click()
    page.get_by_label(f"{heir} (ohne Sitz)").check()
    page.get_by_role("button", name="Sitz beenden").click()
    page.get_by_text("Der Sitz ist beendet.").wait_for()
    made = Membership.objects.get(person=heir)
    assert body.seats.get().membership == made

    page.get_by_role("link", name="Ende zurücknehmen").click()
    page.get_by_role("button", name="Ende zurücknehmen").click()
    page.get_by_text("Der Sitz gilt wieder.").wait_for()
    assert body.seats.get().membership == seat
    assert not Membership.objects.filter(person=heir).exists()
