"""Profiles: the three examples load, twice alike; every mistake is named with file and key and changes nothing."""

import pytest
from django.core.cache import cache
from django.core.management import CommandError

from members.models import ActorCategory, Organisation
from netzwerk.models import AuditEvent, Municipality, Network, PostalCode, YouthWelfareOffice
from netzwerk.pagecache import stamp_key
from reporting_paths.contacts.models import Closure, ContactPoint, Helpline, WeeklyHours
from reporting_paths.paths.models import LocalDeadline
from tests.factories import make_network, make_town
from tests.portal.makers import GROUPS, NETWORKS, load, load_example

pytestmark = pytest.mark.django_db
EXAMPLES = ["minden-luebbecke", "bergisch-gladbach", "erkrath"]
MODELS = (
    Network,
    YouthWelfareOffice,
    Municipality,
    PostalCode,
    ContactPoint,
    WeeklyHours,
    Closure,
    Helpline,
    ActorCategory,
    Organisation,
    LocalDeadline,
)


def all_rows():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def refusal_of(path):
    """What the command says; nothing may be loaded."""
    with pytest.raises(CommandError) as refused:
        load(path)
    assert not any(model.objects.exists() for model in MODELS)
    return str(refused.value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example_loads_and_a_second_run_changes_nothing(name):
    load_example(name)
    first = all_rows()

    load(NETWORKS / f"{name}.toml")

    assert all_rows() == first
    assert all(rows for model, rows in first.items() if model is not LocalDeadline)
    assert Network.objects.get().is_example


def test_examples_have_their_jugendaemter_and_towns():
    load_example("minden-luebbecke")

    assert YouthWelfareOffice.objects.count() == 4
    assert Municipality.objects.covered().count() == 11
    assert len(Network.objects.get().attitude) == 6
    empty = ActorCategory.objects.filter(organisations=None).values_list("code", flat=True)
    assert set(empty) == {"9", "10"}


def test_erkrath_has_all_thirteen_groups():
    load(NETWORKS / "erkrath.toml")

    assert ActorCategory.objects.filter(organisations__isnull=False).distinct().count() == 13


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_use_numbers_and_addresses_of_fiction(name):
    load_example(name)

    for contact in ContactPoint.objects.all():
        assert contact.is_via_police or contact.phone.startswith("0221 4710-"), contact.phone
        assert not contact.email or contact.email.endswith(".example")


def test_good_profile_loads_with_its_relations(profile):
    load(profile())

    contact = ContactPoint.objects.get(key="tag")
    assert contact.fallback.key == "nacht"
    assert contact.hours_text == "Mo–Do 8:30–17 Uhr, Fr 8:30–12 Uhr"
    assert set(Municipality.objects.filter(postal_codes__code="50009").values_list("slug", flat=True)) == {
        "oben",
        "unten",
    }
    organisation = Organisation.objects.get()
    assert (organisation.key, organisation.municipality.slug, organisation.actor_category.code) == (
        "kita-sonnenhof",
        "oben",
        "2",
    )
    assert AuditEvent.objects.get().kind == "portal.network_loaded"


def test_changed_profile_replaces_hours_and_postal_codes(profile):
    load(profile())
    load(
        profile(
            ('opens = "8:30", closes = "17:00"', 'opens = "9:00", closes = "16:00"'),
            ('["50001", "50009"]', '["50003"]'),
        )
    )

    assert ContactPoint.objects.get(key="tag").hours_text == "Mo–Do 9–16 Uhr, Fr 8:30–12 Uhr"
    assert set(PostalCode.objects.values_list("code", flat=True)) == {"50003", "50002", "50009"}


def test_rows_the_file_does_not_know_stay_and_are_named(profile, capsys):
    make_town(name="Dazwischen")

    load(profile())

    assert Municipality.objects.filter(name="Dazwischen").exists()
    assert "Steht nicht in der Datei und bleibt: Stadt oder Gemeinde: Dazwischen" in capsys.readouterr().out


def test_check_changes_nothing(profile, capsys):
    load(profile(), check=True)

    assert "keine Fehler gefunden" in capsys.readouterr().out
    assert not any(model.objects.exists() for model in MODELS)


@pytest.mark.django_db(transaction=True)
def test_loading_drops_cached_pages(profile):
    cache.set(stamp_key(), "before")

    load(profile())

    assert cache.get(stamp_key()) != "before"


MISTAKES = {
    "duplicate postal code in a town": (
        ('["50001", "50009"]', '["50001", "50001"]'),
        "muster.toml: towns[1].postal_codes[2]: 50001 steht bei Oben doppelt.",
    ),
    "duplicate postal code in two towns": (
        ('["50002", "50009"]', '["50001"]'),
        "muster.toml: towns[2].postal_codes[1]: 50001 gehört schon zu „oben“",
    ),
    "shared postal code twice in a town": (
        ('["50002", "50009"]', '["50009", "50009"]'),
        "muster.toml: towns[2].postal_codes[2]: 50009 steht bei Unten doppelt.",
    ),
    "postal code too short": (('"50001"', '"5001"'), "muster.toml: towns[1].postal_codes[1]: muss eine Postleitzahl"),
    "postal code as number": (('"50001"', "50001"), "muster.toml: towns[1].postal_codes[1]: muss eine Postleitzahl"),
    "end before start": (
        ('closes = "17:00"', 'closes = "8:00"'),
        "muster.toml: contacts[2].hours[1]: Ende liegt vor dem Beginn.",
    ),
    "overlapping hours": (
        ('days = "Fr", opens = "8:30"', 'days = "Do-Fr", opens = "8:30"'),
        "muster.toml: contacts[2].hours[2]: überschneidet sich am Do mit einer anderen Zeit.",
    ),
    "no clock": (('"8:30"', '"halb neun"'), "muster.toml: contacts[2].hours[1].opens: muss eine Uhrzeit sein"),
    "impossible clock": (('"17:00"', '"25:00"'), "muster.toml: contacts[2].hours[1].closes: muss eine Uhrzeit sein"),
    "unknown weekday": (('"Mo-Do"', '"Montag"'), "muster.toml: contacts[2].hours[1].days: muss Wochentage nennen"),
    "weekdays backwards": (('"Mo-Do"', '"Do-Mo"'), "muster.toml: contacts[2].hours[1].days: Der letzte Wochentag"),
    "unknown kind": (('"on_call"', '"pizza"'), "muster.toml: contacts[1].kind: „pizza“ gibt es nicht"),
    "unknown category": (
        ('category = "2"', 'category = "99"'),
        "muster.toml: organisations[1].category: „99“ steht nicht in actor_categories.",
    ),
    "unknown office": (('office = "amt"', 'office = "atm"'), "muster.toml: organisations[1].office: „atm“ steht nicht"),
    "unknown town": (
        ('town = "oben"', 'town = "weg"'),
        "muster.toml: organisations[1].town: „weg“ steht nicht in towns.",
    ),
    "unknown substitute": (
        ('"nacht"\nhours', '"tag2"\nhours'),
        "muster.toml: contacts[2].fallback: „tag2“ steht nicht",
    ),
    "own substitute": (
        ('"nacht"\nhours', '"tag"\nhours'),
        "muster.toml: contacts[2].fallback: Diese Vertretung führt im Kreis.",
    ),
    "unknown key": (
        ('short_name = "Muster"', 'short_name = "Muster"\nfarbe = "rot"'),
        "muster.toml: network.farbe: Diesen Schlüssel",
    ),
    "missing key": (('operator = "Jugendamt Muster"\n', ""), "muster.toml: network.operator: fehlt."),
    "duplicate key": (('key = "tag"', 'key = "nacht"'), "muster.toml: contacts[2].key: „nacht“ kommt doppelt vor."),
    "bad slug": (('slug = "oben"', 'slug = "Oben & mehr"'), "muster.toml: towns[1].slug: "),
    "name too long": (('name = "Bereitschaft"', f'name = "{"x" * 200}"'), "muster.toml: contacts[1].name: "),
    "bad mail": (
        ('phone = "0221 4710-100"', 'phone = "0221 4710-100"\nemail = "keine"'),
        "muster.toml: contacts[2].email: ",
    ),
    "bad phone": (('"0221 4710-100"', '"ruf an"'), "muster.toml: contacts[2].phone: muss eine Telefonnummer sein"),
    "yes instead of true": (
        ("is_always_open = true", 'is_always_open = "ja"'),
        "contacts[1].is_always_open: muss true oder false",
    ),
    "hours although always open": (
        ("is_always_open = true", 'is_always_open = true\nhours = [{ days = "Mo", opens = "8:00", closes = "9:00" }]'),
        "muster.toml: contacts[1].hours: passt nicht zu is_always_open.",
    ),
    "no Rufbereitschaft": (
        ('kind = "on_call"', 'kind = "other"'),
        "muster.toml: offices[1]: Für Jugendamt Muster fehlt eine Ruf",
    ),
    "closure with one year": (('from = "12-24"', "from = 2026-12-24"), "muster.toml: closures[1]: Nennen Sie bei"),
    "closure on no day": (('"12-24"', '"13-24"'), "muster.toml: closures[1].from: muss ein Datum sein"),
    "town of another office": (
        ('phone = "0221 4710-110"', 'phone = "0221 4710-110"\ntowns = ["oben"]'),
        "muster.toml: contacts[1].towns[1]: „oben“ gehört nicht zum Jugendamt dieser Stelle.",
    ),
    "no TOML": (("[network]", "[network"), "muster.toml: Das ist kein gültiges TOML"),
    "missing file included": (('"gruppen.toml"', '"fehlt.toml"'), "fehlt.toml: Diese Datei lässt sich nicht lesen."),
    "file of another folder included": (
        ('"gruppen.toml"', '"../gruppen.toml"'),
        "muster.toml: include: nennt nur Dateien",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_is_named_with_file_and_key(profile, mistake):
    replacement, sentence = MISTAKES[mistake]

    assert sentence in refusal_of(profile(replacement))


def test_every_mistake_is_named_at_once(profile):
    said = refusal_of(profile(('"Mo-Do"', '"Mi-Mo"'), ('"on_call"', '"pizza"'), ('slug = "unten"', 'slugg = "unten"')))

    named = ("hours[1].days", "contacts[1].kind", "towns[2].slug: fehlt", "towns[2].slugg")
    assert [key for key in named if key not in said] == []


def test_mistake_in_an_included_file_names_that_file(profile):
    assert "gruppen.toml: actor_categories[1].code: " in refusal_of(profile(groups=GROUPS.replace('"2"', '"zwei"')))
    assert "gruppen.toml: actor_categories[1].titel: " in refusal_of(
        profile(groups=GROUPS.replace("\ntitle", "\ntitel"))
    )


def test_wrong_encoding_is_named(profile, tmp_path):
    path = profile()
    path.write_bytes("# für\n".encode("latin-1") + path.read_bytes())

    assert "muster.toml: Die Datei ist nicht in UTF-8 geschrieben (Byte 4)." in refusal_of(path)


def test_unreadable_file_is_named(tmp_path):
    assert "fehlt.toml: Diese Datei lässt sich nicht lesen." in refusal_of(tmp_path / "fehlt.toml")


def test_another_network_is_refused(profile):
    make_network(key="anderes")

    with pytest.raises(CommandError, match=r"muster.toml: network.key: .* „anderes“ geladen"):
        load(profile())

    assert not YouthWelfareOffice.objects.exists()
