"""A training from the draft to the cancellation, as its coordinator meets it; with and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import click, fill_row, follow, shows_mistakes
from trainings.enums import EventStatus
from trainings.models import TrainingEvent

FORM = "/koordination/fortbildungen/neu/"
DAY, LATER = "2031-03-04", "2031-03-18"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_training_is_planned_published_and_cancelled(visit, coordinator_cookie, scripts):
    title = f"Kinder stärken, {'mit' if scripts else 'ohne'} Skript"
    window = visit(cookie=coordinator_cookie, scripts=scripts)
    page = window.page
    window.open(FORM)
    page.get_by_label("Titel").fill(title)
    fill_row(page, 0, DAY, "09:00", "12:00")
    page.get_by_role("button", name="Weiteren Termin hinzufügen").click()
    page.locator("[name=termine-1-day]").wait_for()
    expect(page.get_by_label("Titel")).to_have_value(title)
    fill_row(page, 1, LATER, "09:00", "12:00")
    page.get_by_role("button", name="Plätze reservieren").click()
    page.locator("[name=plaetze-0-seats]").wait_for()
    page.locator("[name=plaetze-0-seats]").fill("4")
    click(page, "Entwurf speichern")
    shows_mistakes(page)  # a row is half filled in
    page.locator("[name=plaetze-0-actor_category]").select_option(index=1)
    page.locator("[name=plaetze-0-release_on]").fill(DAY)
    click(page, "Entwurf speichern")
    event = TrainingEvent.objects.get(title=title)
    assert (event.sessions.count(), event.open_seats) == (2, 16)

    follow(window, "Veröffentlichen")
    expect(page.get_by_text("Beschreiben Sie in zwei Sätzen").first, "what is missing, at its field").to_be_visible()
    page.get_by_label("Kurzbeschreibung").fill("Was Kinder brauchen.")
    page.get_by_label("Ort (optional)").fill("Rathaus, Saal 1")
    page.get_by_label("Gespräche mit Eltern", exact=True).check()
    click(page, "Entwurf speichern")
    follow(window, "Veröffentlichen")
    click(page, "Veröffentlichen")
    expect(page.get_by_text("Die Fortbildung ist veröffentlicht.")).to_be_visible()

    follow(window, "Absagen")
    page.get_by_label("Grund").fill("Der Saal ist gesperrt.")
    click(page, "Fortbildung absagen")
    expect(page.get_by_text("Der Saal ist gesperrt.")).to_be_visible()
    follow(window, "Absage zurücknehmen")
    click(page, "Zurücknehmen")
    event.refresh_from_db()
    assert event.status == EventStatus.PUBLISHED


def test_enter_saves_and_asks_for_no_further_row(visit, coordinator_cookie):
    window = visit(cookie=coordinator_cookie)
    page = window.page
    window.open(FORM)
    page.get_by_label("Titel").fill("Mit der Eingabetaste gespeichert")
    with page.expect_navigation():
        page.get_by_label("Titel").press("Enter")
    expect(page.get_by_text("Der Entwurf ist gespeichert.")).to_be_visible()
