"""Agreed deadlines in a profile: checked, loaded, following the file, shown to the towns of their Jugendamt only."""

import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from reporting_paths.paths import files, standard
from reporting_paths.paths.models import LocalDeadline
from reporting_paths.paths.standard import load_standard_paths
from tests.factories import make_office
from tests.portal.makers import NETWORKS, load, load_example

pytestmark = pytest.mark.django_db
SLUG = "kita-jugendhilfe"
AGREED = """
[[deadlines]]
office = "amt"
path = "kita-jugendhilfe"
key = "vereinbarung-insofa"
text = "Innerhalb von fünf Werktagen"
"""
GROUND_FOR_MORE = '[[closures]]\nfrom = "12-24"'


@pytest.fixture
def agreed(profile):
    """Writes the good profile with `deadlines` and returns its path."""

    def write(deadlines=AGREED):
        return profile((GROUND_FOR_MORE, f"{deadlines}\n{GROUND_FOR_MORE}"))

    return write


def deadlines():
    return {(row.office.key, row.path.slug, row.deadline_key): row.text for row in LocalDeadline.objects.all()}


MISTAKES = {
    "unknown office": (('"amt"', '"atm"'), "deadlines[1].office: „atm“ steht nicht in offices."),
    "unknown path": (('"kita-jugendhilfe"', '"kita"'), "deadlines[1].path: Den Meldeweg „kita“ gibt es nicht."),
    "key of another path": (
        ('"vereinbarung-insofa"', '"bericht-polizei"'),
        "deadlines[1].key: „bericht-polizei“ gibt es in diesem Meldeweg nicht, erlaubt: anzeichen-festhalten, ",
    ),
    "empty key": (('"vereinbarung-insofa"', '""'), "deadlines[1].key: „“ gibt es in diesem Meldeweg nicht"),
    "path without such deadlines": (
        ('"kita-jugendhilfe"', '"privatperson"'),
        "deadlines[1].key: „vereinbarung-insofa“ gibt es in diesem Meldeweg nicht, erlaubt: keine.",
    ),
    "text too long": (("Innerhalb", "I" * 200), "deadlines[1].text: "),
    "no text": (("Innerhalb von fünf Werktagen", ""), "deadlines[1].text: "),
    "unknown part": (("text =", "wortlaut ="), "deadlines[1].wortlaut: Diesen Schlüssel gibt es nicht."),
    "missing part": (('key = "vereinbarung-insofa"\n', ""), "deadlines[1].key: fehlt."),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_named_before_paths_are_loaded(agreed, mistake):
    (old, new), sentence = MISTAKES[mistake]
    assert old in AGREED

    with pytest.raises(CommandError) as refused:
        load(agreed(AGREED.replace(old, new)), check=True)

    assert f"muster.toml: {sentence}" in str(refused.value)


def test_same_deadline_twice_is_refused(agreed):
    with pytest.raises(CommandError, match=r"deadlines\[2\].key: „vereinbarung-insofa“ kommt .* doppelt vor"):
        load(agreed(AGREED + AGREED))


def test_profile_is_checked_before_paths_are_loaded(agreed, capsys):
    load(agreed(), check=True)

    assert "keine Fehler gefunden" in capsys.readouterr().out


def test_load_network_alone_asks_for_the_paths_and_changes_nothing(agreed):
    with pytest.raises(CommandError) as refused:
        load(agreed())

    said = str(refused.value)
    assert "deadlines[1].path: Der Meldeweg „kita-jugendhilfe“ ist noch nicht geladen." in said
    assert "load_paths" in said
    assert not type(make_office()).objects.filter(key="amt").exists()


def test_broken_standard_path_is_named(agreed, tmp_path, monkeypatch):
    (tmp_path / "kaputt").mkdir()
    (tmp_path / "kaputt" / "01-weg.toml").write_text("number =", encoding="utf-8")
    monkeypatch.setattr("netzwerk.portal.profiles.checks.STANDARD_FOLDER", tmp_path / "kaputt")

    with pytest.raises(CommandError, match="01-weg.toml: Datei: nicht lesbar"):
        load(agreed())


def test_deadlines_follow_the_file(agreed):
    load_standard_paths()
    load(agreed())
    key = ("amt", SLUG, "vereinbarung-insofa")
    assert deadlines() == {key: "Innerhalb von fünf Werktagen"}
    first = LocalDeadline.objects.get().pk

    load(agreed())
    assert LocalDeadline.objects.get().pk == first

    load(agreed(AGREED.replace("fünf", "drei")))
    assert deadlines() == {key: "Innerhalb von drei Werktagen"}
    assert LocalDeadline.objects.get().pk == first

    load(agreed(AGREED.replace("vereinbarung-insofa", "vereinbarung-mitteilung")))
    assert list(deadlines()) == [("amt", SLUG, "vereinbarung-mitteilung")]

    load(agreed(""))
    assert deadlines() == {}


def test_deadline_of_a_jugendamt_the_file_does_not_know_stays(agreed):
    load_standard_paths()
    load(agreed())
    row = LocalDeadline.objects.get()
    other = LocalDeadline.objects.create(office=make_office(), path=row.path, deadline_key="x", text="Am selben Tag")

    load(agreed())

    assert set(LocalDeadline.objects.all()) == {row, other}


def test_set_up_loads_the_paths_first():
    call_command("set_up", str(NETWORKS / "bergisch-gladbach.toml"), verbosity=0)

    assert deadlines()[("stadt", SLUG, "vereinbarung-insofa")] == "Innerhalb von drei Werktagen"


def test_every_standard_key_is_known_to_profiles():
    keys = files.deadline_keys(files.read_path_files(standard.STANDARD_FOLDER))

    assert keys["polizei-ordnungsbehoerden"] == ["bericht-polizei", "nachbereitung-polizei"]
    assert keys["privatperson"] == []
    assert "vereinbarung-mitteilung" in keys[SLUG]


def page_of(client, name, *args, **query):
    return client.get(reverse(f"paths:{name}", args=args), query).content.decode().replace("\u00a0", " ")


def sheet_of(client, **query):
    pages = PdfReader(io.BytesIO(client.get(reverse("paths:path-pdf", args=[SLUG]), query).content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages)).replace("\u00a0", " ")


def test_pages_and_pdf_show_the_agreed_deadline_in_its_towns_only(client):
    load_example("minden-luebbecke")
    step = LocalDeadline.objects.get(office__key="minden", path__slug=SLUG).path.versions.get().steps
    key = step.get(deadline_key="vereinbarung-insofa").key
    agreed, general = "Innerhalb von fünf Werktagen", "Nach der Vereinbarung Ihres Trägers mit dem Jugendamt"

    read = {
        "page": lambda **query: page_of(client, "path-detail", SLUG, **query),
        "step": lambda **query: page_of(client, "step-detail", SLUG, key, **query),
        "print": lambda **query: page_of(client, "path-print", SLUG, **query),
        "pdf": lambda **query: sheet_of(client, **query),
        "pack": lambda **query: page_of(client, "path-pack", **query),
    }
    for name, text_of in read.items():
        local = text_of(ort="minden").replace("</b>", "")
        assert f"{agreed} (Absprache vor Ort)" in local, name
        for query in ({"ort": "espelkamp"}, {"ort": "porta-westfalica"}, {}):
            assert agreed not in text_of(**query), (name, query)
            assert general in text_of(**query), (name, query)
    assert "Am selben Tag telefonisch, schriftlich am nächsten Werktag" in sheet_of(client, ort="espelkamp")
