"""A small network with contacts, and a guide of three chapters."""

import pytest

from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint, Helpline, WeeklyHours
from reporting_paths.guide.standard import load_standard_guide
from tests.factories import make_network, make_town

CHAPTERS = {
    "01-anfang.html": """<!-- titel: Anfang -->
<h2>Worum es geht</h2>
<p>Das Netzwerk {netzwerk} stützt sich auf § 8a Abs. 4 SGB VIII &amp; mehr.</p>
<!-- block: emergency -->
""",
    "02-wege.html": """<!-- titel: Wege und Kontakte -->
<h2>Wen Sie anrufen</h2>
<p>Tagsüber: {asd}. {bereitschaft}</p>
<!-- block: contacts -->
<h2>Hilfetelefone</h2>
<!-- block: helplines -->
""",
    "03-anlagen.html": """<!-- titel: Anlagen -->
<h2>Änderungen</h2>
<!-- block: versions -->
<table><caption>Übersicht</caption><thead><tr><th scope="col">Frage</th><th scope="col">Antwort</th></tr></thead>
<tbody><tr><th scope="row">Wer?</th><td>Alle</td></tr></tbody></table>
""",
}


@pytest.fixture
def network(db):
    """Network with one Jugendamt, its contacts and one helpline."""
    network = make_network(name="Netzwerk <Kinderschutz> Musterkreis")
    town = make_town(name="Musterstadt")
    office = town.youth_welfare_office
    asd = ContactPoint.objects.create(
        key="asd", kind=Kind.ASD, name="Sozialer Dienst", youth_welfare_office=office, phone="030 23125 101"
    )
    WeeklyHours.objects.create(contact=asd, weekday=0, opens="08:30", closes="16:00")
    ContactPoint.objects.create(
        key="nachts",
        kind=Kind.ON_CALL,
        name="Rufbereitschaft",
        youth_welfare_office=office,
        phone="030 23125 102",
        is_always_open=True,
    )
    Helpline.objects.create(key="hilfe", name="Nummer gegen Kummer", phone="116 111", times="Mo–Sa 14–20 Uhr")
    return network


@pytest.fixture
def folder(tmp_path):
    """A folder with CHAPTERS; tests change files in it."""
    for name, text in CHAPTERS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


@pytest.fixture
def edition(network, folder):
    """The first edition, published, without a PDF."""
    return load_standard_guide(folder, publish=True)
