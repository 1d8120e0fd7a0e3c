"""What people paste into the forms of people and organisations."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from members.models import Person
from members.people import views
from netzwerk.addresses import ascii_email
from tests.factories import make_person
from tests.members.makers import make_coordinator

pytestmark = pytest.mark.django_db

CREATE = reverse("members:person-create")
INVISIBLE = "Der Text enthält Zeichen, die man nicht sieht. Tippen Sie ihn neu ein, statt ihn einzufügen."
NO_PHONE = "Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0571 23125-100."
NO_MAIL = "Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@amt.example."
TAKEN = "Diese E-Mail-Adresse gehört schon einer anderen Person. Gemeinsame Postfächer stehen bei der Einrichtung."


@pytest.fixture(autouse=True)
def coordinator(client):
    client.force_login(make_coordinator())


def data(**changes):
    fields = {
        "last_name": "Tiemann",
        "name_visibility": "members",
        "email_visibility": "members",
        "phone_visibility": "members",
        "mobile_visibility": "coordinators",
        "version": 1,
    }
    return fields | changes


def errors_of(client, **changes):
    return client.post(CREATE, data(**changes)).context["form"].errors


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"last_name": ""}, "last_name", "Geben Sie den Nachnamen ein."),
        ({"last_name": "   "}, "last_name", "Geben Sie den Nachnamen ein."),
        ({"last_name": "x" * 81}, "last_name", "Kürzen Sie die Angabe auf höchstens 80 Zeichen."),
        ({"last_name": "x" * 10_240}, "last_name", "Kürzen Sie die Angabe auf höchstens 80 Zeichen."),
        ({"last_name": "Tie\u202emann"}, "last_name", INVISIBLE),
        ({"last_name": "Tie\x07mann"}, "last_name", INVISIBLE),
        ({"first_name": "Ma\u2066ren"}, "first_name", INVISIBLE),
        ({"name_visibility": "alle"}, "name_visibility", "Wählen Sie eine der Möglichkeiten aus."),
        (
            {"phone": "<b>0571</b>"},
            "phone",
            NO_PHONE,
        ),
        ({"email": "maren"}, "email", NO_MAIL),
        ({"email": "maren@"}, "email", NO_MAIL),
        ({"email": "a@b..example"}, "email", NO_MAIL),
        ({"email": "mären@amt.example"}, "email", NO_MAIL),
    ],
)
def test_it_is_explained_at_the_field(client, changes, field, text):
    assert errors_of(client, **changes)[field] == [text]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    "name", ["محمد الأمين", "שרה כהן", "Nguyễn Thị", "O’Brien", "von und zu Weißenstein-Müller", "<script>x</script>"]
)
def test_names_of_all_scripts_are_kept_and_shown_as_text(client, name):
    response = client.post(CREATE, data(last_name=name), follow=True)

    assert Person.objects.get().last_name == name
    html = response.content.decode()
    shown = name.replace("<", "&lt;").replace(">", "&gt;")
    assert f"<bdi>{shown}</bdi>" in html
    assert "<script>x" not in html


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Maren.Tiemann@Amt.Example ", "Maren.Tiemann@amt.example"),
        ("info@Müller-Straße.example", "info@müller-straße.example"),
        ("info@XN--MLLER-KVA.example", "info@müller.example"),
    ],
)
def test_addresses_are_kept_in_one_form(client, typed, kept):
    client.post(CREATE, data(email=typed))

    assert Person.objects.get().email == kept
    assert ascii_email(kept).isascii()


def test_address_of_a_domain_that_cannot_exist_is_refused(client):
    assert errors_of(client, email="info@amt♥.example")["email"] == [NO_MAIL]
    assert not Person.objects.exists()


@pytest.mark.parametrize("again", ["tiemann@müller.example", "TIEMANN@xn--mller-kva.example"])
def test_same_mail_twice_is_refused_at_the_field(client, again):
    client.post(CREATE, data(email="tiemann@müller.example"))

    assert errors_of(client, email=again)["email"] == [TAKEN]
    assert Person.objects.count() == 1


def test_same_mail_in_a_race_is_refused_at_the_field(client, monkeypatch):
    """The form saw nothing, the database did."""
    monkeypatch.setattr(views.PersonForm, "validate_unique", lambda form: None)
    monkeypatch.setattr(Person, "validate_constraints", lambda person, exclude=None: None)
    make_person(email="tiemann@amt.example")

    assert errors_of(client, email="tiemann@amt.example")["email"] == [TAKEN]
    assert Person.objects.count() == 1


def test_unknown_database_errors_are_not_hidden(client, monkeypatch):
    def fail(**_arguments):
        raise IntegrityError("something else")

    monkeypatch.setattr(views, "create_person", fail)

    with pytest.raises(IntegrityError):
        client.post(CREATE, data())
