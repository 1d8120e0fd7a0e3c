"""Loading the standard paths: what is refused, what makes a new version, what never changes."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from reporting_paths.paths import files
from reporting_paths.paths.enums import VersionStatus
from reporting_paths.paths.models import PathVersion, PublishedText, ReportingPath, ReportingStep, SearchWord
from reporting_paths.paths.standard import STANDARD_FOLDER, load_standard_paths
from tests.paths.makers import choice, step, write

DECISION = {"kind": "decision", "next": ""}
FAULTS = {
    "dead end": ([step("1", **DECISION, choices=[choice("ende")])], "Schritt 1: Sackgasse"),
    "decision without answers": ([step("1", **DECISION)], "Schritt 1: Sackgasse"),
    "unreachable": ([step("1"), step("2")], "Schritt 2: kein Weg führt hierher"),
    "circle": ([step("1", next="2"), step("2", next="1")], "der Weg führt im Kreis"),
    "own circle": ([step("1", next="1")], "der Weg führt im Kreis"),
    "circle by an answer": (
        [step("1", next="2"), step("2", **DECISION, choices=[choice("1"), choice("ende")])],
        "der Weg führt im Kreis",
    ),
    "unknown goto": (
        [step("1", **DECISION, choices=[choice("7"), choice("ende")])],
        "Schritt 1: führt zu unbekanntem Schritt „7“",
    ),
    "unknown next": ([step("1", next="9")], "Schritt 1: führt zu unbekanntem Schritt „9“"),
    "unknown placeholder": ([step("1", text="Rufen Sie {telefon} an.")], "steps[1].text: unbekannter Platzhalter"),
    "placeholder in a point": ([step("1", points=["{leitung}"])], "steps[1].points: unbekannter Platzhalter"),
    "unknown law": ([step("1", laws=["§ 5 XYZ"])], "steps[1].laws: „§ 5 XYZ“ ist keine Fundstelle"),
    "law without name": ([step("1", laws=["§ 8a Abs. 4"])], "steps[1].laws: „§ 8a Abs. 4“ ist keine Fundstelle"),
    "unknown contact": ([step("1", contact="feuerwehr")], "steps[1].contact: unbekannter Kontakt"),
    "unknown kind": ([step("1", kind="sprung")], "steps[1].kind: „sprung“ ist nicht erlaubt"),
    "unknown key": ([step("1", farbe="rot")], "steps[1].farbe: unbekannter Schlüssel"),
    "wrong type": ([step("1", text=5)], "steps[1].text: muss Text sein"),
    "empty text": ([step("1", text="")], "steps[1].text: darf nicht leer sein"),
    "number twice": ([step("1"), step("1")], "steps: eine Nummer kommt zweimal vor"),
    "answers at a step": ([step("1", choices=[choice("ende")])], "Schritt 1: Antworten gehören nur zu"),
    "no step": ([], "steps: der Weg hat keinen Schritt"),
    "title too long": ([step("1", title="x" * 200)], "Schritt 1, title"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_named_and_nothing_is_loaded(name, db, tmp_path):
    steps, reason = FAULTS[name]
    write(tmp_path, "01-gut.toml", slug="gut", number=1)
    write(tmp_path, steps=steps)

    with pytest.raises(files.StandardPathsInvalid) as refusal, transaction.atomic():
        load_standard_paths(tmp_path)

    assert reason in str(refusal.value)
    assert "probe" in str(refusal.value)
    assert ReportingPath.objects.count() == 0


def test_every_fault_of_every_file_is_named(db, tmp_path):
    write(tmp_path, "01-a.toml", slug="a", number=1, legal_basis=["§ 5 XYZ"], address="ihr")
    write(tmp_path, "02-b.toml", slug="a", number=2)
    (tmp_path / "03-c.toml").write_bytes(b'title = "\xff"')
    (tmp_path / "04-d.toml").write_text("title =", encoding="utf-8")

    with pytest.raises(files.StandardPathsInvalid) as refusal:
        load_standard_paths(tmp_path)

    assert [(fault.file, fault.key) for fault in refusal.value.faults] == [
        ("01-a.toml", "address"),
        ("03-c.toml", "Datei"),
        ("04-d.toml", "Datei"),
        ("02-b.toml", "slug"),
    ]


def test_the_standard_paths_load_and_again_without_change(db):
    first = load_standard_paths()

    assert {version.path.number for version in first} == set(range(12))
    assert load_standard_paths() == []
    assert PathVersion.objects.count() == 12


def test_every_standard_path_cites_the_law_and_names_contacts(db):
    load_standard_paths()

    for version in PathVersion.objects.published():
        steps = list(version.steps.all())
        assert any(row.contact for row in steps), version
        if not version.is_informal:
            assert version.legal_basis.exists(), version
    assert ReportingStep.objects.filter(version__path__number=1, laws__citation="§ 4 Abs. 4 KKG").exists()


def test_changed_text_makes_a_new_version_and_leaves_the_old_one(db, tmp_path):
    content = write(tmp_path)
    (old,) = load_standard_paths(tmp_path, on=date(2026, 3, 31))
    content["steps"][2]["text"] = "Handeln Sie anders."
    write(tmp_path, **content)

    (new,) = load_standard_paths(tmp_path, on=date(2026, 11, 22))

    old.refresh_from_db()
    assert (old.status, old.number, new.status, new.number) == ("superseded", 1, "published", 2)
    assert old.steps.get(key="3").text == "Handeln Sie."
    assert new.change_note == "Geändert: Schritt 3"
    assert (new.published_on, new.review_due_on) == (date(2026, 11, 22), date(2027, 11, 22))


def test_order_and_search_words_change_without_a_new_version(db, tmp_path):
    write(tmp_path)
    load_standard_paths(tmp_path)
    write(tmp_path, order=7, search_words=["Erzieher", "Kita"])

    assert load_standard_paths(tmp_path) == []
    assert ReportingPath.objects.get().sort == 7
    assert set(SearchWord.objects.values_list("word", flat=True)) == {"Erzieher", "Kita"}


def test_published_steps_and_answers_never_change(db, tmp_path):
    write(tmp_path)
    (version,) = load_standard_paths(tmp_path)
    row = version.steps.get(key="2")

    for change in (row.save, row.delete, row.choices.first().save, version.publish):
        with pytest.raises(PublishedText):
            change()


def test_a_path_has_one_published_version(db, tmp_path):
    write(tmp_path)
    (version,) = load_standard_paths(tmp_path)
    version.pk, version.number = None, 2

    with pytest.raises(IntegrityError, match="path_one_published_version"):
        version.save()


def test_command_says_what_is_new(db, capsys):
    call_command("load_paths")
    call_command("load_paths")

    said = capsys.readouterr().out
    assert "Schule, Fassung 1: Erste Fassung" in said
    assert said.endswith("Alle Meldewege sind schon auf diesem Stand.\n")


def test_published_is_the_only_state_readers_see(db, tmp_path):
    write(tmp_path)
    load_standard_paths(tmp_path)
    PathVersion.objects.update(status=VersionStatus.SUPERSEDED)

    assert list(PathVersion.objects.published()) == []


def test_standard_folder_holds_twelve_paths():
    assert len(files.read_path_files(STANDARD_FOLDER)) == 12
