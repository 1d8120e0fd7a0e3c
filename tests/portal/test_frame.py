"""Header, emergency strip and footer are shared by all readers of a worker; who reads never shows in them."""

import re

import pytest

from members.enums import Role
from netzwerk.models import Network
from netzwerk.pagecache import middleware
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint
from tests.contacts.makers import make_contact
from tests.factories import make_member, make_network, make_person, make_user

DIRECTORY, HOME = "/intern/verzeichnis/", "/"
FIRST, SECOND = "030 23125-401", "030 23125-402"


def menu_of(client, address):
    nav = client.get(address).content.decode().split('id="hauptmenue"')[1].split("</nav>")[0]
    return re.findall(r"<li><a [^>]*>([^<]+)</a>", nav)


@pytest.fixture
def frame(db):
    make_network(short_name="Erstort")
    make_contact(kind=Kind.COORDINATION, youth_welfare_office=None, phone=FIRST)


@pytest.mark.usefixtures("frame")
def test_each_reader_of_one_worker_has_their_own_menu(client):
    """One client stands for one worker: what it keeps, the next reader may get."""
    coordinator = make_person(user=make_user(role=Role.COORDINATOR)).user
    menus = {}
    for name, user in {"coordinator": coordinator, "member": make_member(), "again": coordinator}.items():
        client.force_login(user)
        menus[name] = menu_of(client, DIRECTORY)
    client.logout()

    assert {"Personen", "Einrichtungen"} <= set(menus["coordinator"])
    assert not {"Personen", "Einrichtungen"} & set(menus["member"])
    assert menus["again"] == menus["coordinator"]
    assert "Verzeichnis" not in menu_of(client, HOME)


@pytest.mark.usefixtures("frame")
def test_guest_after_a_member_is_asked_to_sign_in(client):
    client.force_login(make_member())
    signed_in = client.get("/?x=1").content.decode()
    client.logout()
    guest = client.get("/?x=1").content.decode()

    assert ("Mein Bereich" in signed_in, "Anmelden" in signed_in) == (True, False)
    assert ("Mein Bereich" in guest, "Anmelden" in guest) == (False, True)


@pytest.mark.usefixtures("frame")
def test_current_page_is_marked_on_every_page_anew(client):
    client.force_login(make_member())
    pages = [client.get(address).content.decode() for address in (DIRECTORY, "/mein/", DIRECTORY)]

    current = [re.findall(r'<a href="([^"]+)" aria-current="page">', page.split("</header>")[0]) for page in pages]
    assert current == [[DIRECTORY], ["/mein/"], [DIRECTORY]]


@pytest.mark.usefixtures("frame")
def test_name_and_address_of_a_reader_stay_on_their_own_page(client):
    pages = []
    for name in ("Ada Erste", "Eva Zweite"):
        client.force_login(make_user(full_name=name, email=f"{name.split()[0].lower()}@amt.example"))
        pages.append(client.get("/mein/").content.decode())

    assert ["Ada Erste" in page for page in pages] == [True, False]
    assert ["Eva Zweite" in page for page in pages] == [False, True]
    assert ["ada@amt.example" in page for page in pages] == [True, False]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", [DIRECTORY, HOME])
@pytest.mark.parametrize(
    ("change", "old", "new"),
    [
        (lambda: ContactPoint.objects.update(phone=SECOND), FIRST, SECOND),
        (lambda: Network.objects.update(short_name="Zweitort"), "Erstort", "Zweitort"),
    ],
    ids=["footer", "header"],
)
def test_signed_in_reader_sees_a_committed_change(client, frame, monkeypatch, address, change, old, new):
    """At once on public pages, where whoever changed them is led; elsewhere within the second of all readers."""
    monkeypatch.setattr(middleware, "STAMP_SECONDS", 60 if address == HOME else 0)
    client.force_login(make_member())
    assert old in client.get(address).content.decode()
    change()
    page = client.get(address).content.decode()

    assert new in page
    assert old not in page


@pytest.mark.usefixtures("frame")
def test_second_page_of_a_reader_asks_for_nothing_of_the_frame(client, django_assert_num_queries):
    client.force_login(make_user())
    client.get("/mein/")
    with django_assert_num_queries(6):  # session, user, roles, seats, person, offered seats
        client.get("/mein/")
