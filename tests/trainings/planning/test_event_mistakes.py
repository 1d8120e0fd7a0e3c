"""Everything that can be wrong in the form of an event, at its field."""

import pytest

from tests.factories import make_category
from tests.trainings.planning.makers import BASE, errors_of, event_data, in_days
from trainings.models import TrainingEvent

pytestmark = pytest.mark.django_db
LONG = "x" * 10_240


def _reserved(category=None, seats=5, day=None):
    return [(category or make_category(), seats, day or in_days(20))]


# what is wrong: (what was sent, the field with the error, its text)
WRONG = {
    "no title": (lambda: {"title": " "}, "title", "Geben Sie der Fortbildung einen Titel."),
    "title of 10 kB": (lambda: {"title": LONG}, "title", "Kürzen Sie die Angabe auf höchstens 160 Zeichen."),
    "lead of 10 kB": (lambda: {"lead": LONG}, "lead", "Kürzen Sie die Angabe auf höchstens 600 Zeichen."),
    "speakers of 10 kB": (lambda: {"speakers": LONG}, "speakers", "Kürzen Sie die Angabe auf höchstens 600 Zeichen."),
    "letters turned around": (lambda: {"title": "Kurs \u202eabc"}, "title", "Zeichen, die man nicht sieht"),
    "no such mode": (lambda: {"mode": "mars"}, "mode", "Wählen Sie eine der Möglichkeiten aus."),
    "maximum 0": (lambda: {"maximum": 0, "minimum": 0}, "maximum", "Geben Sie 1 bis 2000 Plätze an."),
    "maximum huge": (lambda: {"maximum": 30_000}, "maximum", "Geben Sie 1 bis 2000 Plätze an."),
    "maximum no number": (lambda: {"maximum": "viele"}, "maximum", "Geben Sie eine ganze Zahl ein."),
    "minimum beyond": (lambda: {"minimum": 21}, "minimum", "Die Mindestzahl ist höher als die Zahl der Plätze."),
    "minimum negative": (lambda: {"minimum": -1}, "minimum", "Geben Sie eine ganze Zahl ein."),
    "list far too long": (lambda: {"waiting_list_cap": 99_999}, "waiting_list_cap", "Diese Zahl ist zu groß."),
    "offer of no hours": (lambda: {"offer_hours": 0}, "offer_hours", "Die Frist dauert mindestens eine Stunde."),
    "opens no day": (lambda: {"opens_at": "bald"}, "opens_at", "Geben Sie Tag und Uhrzeit ein"),
    "closes before it opens": (
        lambda: {"opens_at": f"{in_days(9)}T09:00", "closes_at": f"{in_days(8)}T09:00"},
        "closes_at",
        "Die Anmeldung muss nach ihrem Beginn enden.",
    ),
    "closes after the start": (
        lambda: {"closes_at": f"{in_days(30)}T09:01"},
        "closes_at",
        "Die Fortbildung hat dann schon begonnen.",
    ),
    "opens after the start": (
        lambda: {"opens_at": f"{in_days(31)}T09:00"},
        "opens_at",
        "Die Fortbildung hat dann schon begonnen.",
    ),
    "returned after the start": (
        lambda: {"return_until_on": str(in_days(31))},
        "return_until_on",
        "Die Fortbildung hat dann schon begonnen.",
    ),
    "link no address": (lambda: {"online_url": "kein link"}, "online_url", "Geben Sie die ganze Adresse ein"),
    "session ends before it starts": (
        lambda: {"sessions": [(in_days(30), "16:00", "09:00")]},
        "termine-0-ends",
        "Das Ende muss nach dem Beginn liegen.",
    ),
    "session without an end": (
        lambda: {"sessions": [(in_days(30), "16:00", "")]},
        "termine-0-ends",
        "Geben Sie das Ende ein.",
    ),
    "session on no day": (
        lambda: {"sessions": [("morgen", "9:00", "10:00")]},
        "termine-0-day",
        "Geben Sie ein Datum ein",
    ),
    "session in the year 206": (
        lambda: {"sessions": [("0206-12-03", "9:00", "10:00")]},
        "termine-0-day",
        "Geben Sie ein Datum ein",
    ),
    "sessions overlap": (
        lambda: {"sessions": [(in_days(30), "09:00", "12:00"), (in_days(30), "11:59", "13:00")]},
        "termine-1-starts",
        "Dieser Termin überschneidet sich mit einem anderen.",
    ),
    "same session twice": (
        lambda: {"sessions": [(in_days(30), "09:00", "12:00"), (in_days(30), "09:00", "12:00")]},
        "termine-0-starts",
        "Dieser Termin überschneidet sich mit einem anderen.",
    ),
    "more reserved than there are": (
        lambda: {"reservations": _reserved(seats=15) + _reserved(seats=6)},
        "plaetze-1-seats",
        "Zusammen sind 21 Plätze reserviert, es gibt aber nur 20.",
    ),
    "released after the event": (
        lambda: {"reservations": _reserved(day=in_days(31))},
        "plaetze-0-release_on",
        "Die Fortbildung hat dann schon begonnen.",
    ),
    "reserved for nobody": (
        lambda: {"reservations": _reserved(seats=0)},
        "plaetze-0-seats",
        "Reservieren Sie mindestens einen Platz.",
    ),
    "reserved for an uninvited group": (
        lambda: {"reservations": _reserved(), "target_categories": [make_category().pk]},
        "plaetze-0-actor_category",
        "Diese Gruppe gehört nicht zu den Zielgruppen.",
    ),
    "no such topic": (lambda: {"topics": [10**9]}, "topics", "Wählen Sie Themen aus der Liste."),
}


@pytest.mark.parametrize("name", WRONG)
def test_mistake_stands_at_its_field_and_what_was_typed_stays(name, client):
    fields, field, text = WRONG[name]

    response = client.post(f"{BASE}neu/", event_data(**fields() | {"fee": "kostenfrei für alle"}))

    found = errors_of(response)
    assert any(text in error for error in found.get(field, [])), found
    assert 'value="kostenfrei für alle"' in response.content.decode()
    assert "Fehler:" in response.content.decode()
    assert not TrainingEvent.objects.exists()


def test_group_reserved_twice_is_refused_at_the_second(client):
    schools = make_category()

    response = client.post(f"{BASE}neu/", event_data(reservations=_reserved(schools, 2) + _reserved(schools, 3)))

    assert errors_of(response)["plaetze-1-actor_category"] == ["Für diese Akteursgruppe sind schon Plätze reserviert."]


def test_more_sessions_than_allowed_are_refused(client):
    rows = [(in_days(30 + number), "09:00", "10:00") for number in range(41)]

    response = client.post(f"{BASE}neu/", event_data(sessions=rows))

    assert errors_of(response)["__all__"] == ["Prüfen Sie weiter unten die Termine."]


@pytest.mark.parametrize("count", ["", "viele", "-1", "9" * 40])
def test_broken_number_of_rows_is_no_fault(count, client):
    data = event_data() | {"termine-TOTAL_FORMS": count}

    for more in ({}, {"termine-mehr": "1"}):
        assert client.post(f"{BASE}neu/", data | more).status_code in (200, 302)
