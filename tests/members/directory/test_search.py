"""Names are found however an umlaut is typed, and sorted as German readers expect."""

import pytest

from members.enums import Role
from members.models import Organisation, Person
from members.models.search import fold
from tests.factories import make_member, make_membership, make_organisation, make_person, make_user
from tests.members.directory.makers import make_seated, rows_of

pytestmark = pytest.mark.django_db


def found(text):
    return sorted(person.last_name for person in Person.objects.named_like(text))


@pytest.mark.parametrize("typed", ["Müller", "müller", "mueller", "muller", "MÜLL", "mül", "Mu\u0308ller"])
def test_umlaut_is_found_however_it_is_typed(typed):
    for name in ("Müller", "Mueller", "Muller", "Maler"):
        make_person(last_name=name)

    assert found(typed) == ["Mueller", "Muller", "Müller"]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Groß", "gross"),
        ("Gross", "groß"),
        ("GROẞ", "gros"),
        ("Łuczak", "luczak"),
        ("Yıldırım", "yildirim"),
        ("Şahin", "sahin"),
        ("Đorđević", "dordevic"),
        ("Kærsgård", "kaersgard"),
        ("Müller-Lüdenscheidt", "lüdenscheidt"),
        ("Meyer zu Bexten", "bexten"),
        ("O’Brien", "brien"),
        ("Иванова", "иван"),
        ("د. سعاد", "سعاد"),
    ],
)
def test_name_is_found_without_its_accents_and_by_each_of_its_words(name, typed):
    make_person(last_name=name)
    make_person(last_name="Zander")

    assert found(typed) == [name]


def test_every_word_typed_begins_a_word_of_the_name():
    make_person(first_name="Jörg", last_name="Weßling")
    make_person(first_name="Jörg", last_name="Kuhn")

    assert found("joerg wess") == found("wess jörg") == ["Weßling"]
    assert found("ling") == []


@pytest.mark.parametrize("typed", ["- ' &", "& | !", ":*", "%", "\\", "()"])
def test_signs_alone_find_nobody(typed):
    make_person()

    assert found(typed) == []


def test_nothing_typed_leaves_everybody():
    make_person(last_name="Zander")

    assert found("  ") == ["Zander"]


def test_beginning_of_a_word_folds_to_the_beginning_of_its_fold():
    for name in ("Müller", "Mueller", "Strauß", "Strauss", "Bauer", "Michael", "Aeekssso", "Œuvre"):
        for end in range(1, len(name)):
            assert fold(name).startswith(fold(name[:end]))


def test_database_folds_as_the_search_does():
    names = ["Müller", "Strauß", "Łuczak", "Çelik", "Æbelø", "Ñandú", "Ægir", "Aue", "Zoë", "Ước", "O'Neill", "Maße"]
    Person.objects.bulk_create(Person(last_name=name) for name in names)

    for name in names:
        assert found(name) == [name]


def test_umlauts_stand_beside_their_vowels():
    names = ["Özdemir", "Ohm", "Otto", "Äpfel", "Apel", "Zander", "de Boer", "Neuer", "Nestler", "Nitz"]
    Person.objects.bulk_create(Person(last_name=name) for name in names)

    sorted_names = list(Person.objects.order_by("sort_name").values_list("last_name", flat=True))
    assert sorted_names == [
        "Apel", "Äpfel", "de Boer", "Nestler", "Neuer", "Nitz", "Ohm", "Otto", "Özdemir", "Zander",
    ]  # fmt: skip


def test_changed_name_is_found_without_anybody_caring():
    make_person(last_name="Alt")
    Person.objects.update(last_name="Grün")

    assert found("gruen") == ["Grün"]
    assert found("alt") == []


def test_organisations_and_functions_are_found_alike():
    school = make_organisation(name="Grundschule Süd")
    make_organisation(name="Kita Nord")
    seat = make_membership(organisation=school, function="Stellvertretende Schulleitung")

    assert list(Organisation.objects.named_like("sued")) == [school]
    assert list(type(seat).objects.with_function_like("schul")) == [seat]
    assert list(type(seat).objects.with_function_like("leitung")) == []


def test_single_letter_opens_the_register_of_last_names(client):
    make_seated(first_name="Anna", last_name="Öhm")
    make_seated(first_name="Otto", last_name="Albers")
    client.force_login(make_user(role=Role.EDITOR))

    assert rows_of(client.get("/intern/verzeichnis/", {"name": "ö"})) == ["Öhm, Anna"]
    assert rows_of(client.get("/intern/verzeichnis/", {"name": "a "})) == ["Albers, Otto"]
    assert rows_of(client.get("/intern/verzeichnis/", {"name": "an"})) == ["Öhm, Anna"]


def test_names_cannot_bring_markup_into_the_list(client):
    make_seated(first_name="{name}", last_name="<b>Lang</b>", seat={"function": "<i>{url}</i>"})
    client.force_login(make_member())

    page = client.get("/intern/verzeichnis/").content.decode()

    assert "&lt;b&gt;Lang&lt;/b&gt;, {name}" in page
    assert "<small>&lt;i&gt;{url}&lt;/i&gt;</small>" in page


@pytest.mark.parametrize("typed", ["  ", "Geheim\x00", "Geheim"])
@pytest.mark.parametrize("address", ["/intern/verzeichnis/", "/intern/einrichtungen/"])
def test_what_one_reader_types_stands_in_no_other_readers_form(client, address, typed):
    """The empty filter is shared by all readers of a worker; one client stands for a worker."""
    client.force_login(make_member())
    first = client.get(address, {"name": typed, "gruppe": "unbekannt"}).content.decode()
    client.force_login(make_member())
    second = client.get(address).content.decode()

    assert f'value="{typed}"' in first
    assert ("Geheim" in second, 'value="  "' in second) == (False, False)
