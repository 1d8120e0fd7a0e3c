"""How lists grow: the same pages at 60, 6,000 and 60,000 people, all of whom go again with the transaction.

Beside them stand at every size ALIKE people who fit every search and every filter, so that each page has as many rows
at 60 as at 60,000: what grows is what lies behind the page.
"""

import random
import time
from contextlib import contextmanager
from statistics import median

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.enums import MembershipKind
from members.models import ActorCategory, Membership, Organisation, Person, RoleAssignment, User
from netzwerk.models import Municipality, YouthWelfareOffice

SIZES = (60, 6_000, 60_000)
ROUNDS = 25
ALIKE = 30  # more than a page shows
PEOPLE_A_HOUSE = 10
BENCH_EMAIL = "bench@netzwerk.example"
BEGINNINGS = [
    "Mül",
    "Schmi",
    "Wes",
    "Kö",
    "Bran",
    "Hu",
    "Ot",
    "Lu",
    "Stein",
    "Vo",
    "Nie",
    "Ör",
    "Ä",
    "Frie",
    "Zan",
    "Gro",
    "Rie",
    "Ti",
    "Ha",
    "Be",
    "Do",
    "Kra",
    "Eng",
    "Pa",
    "Sü",
]
ENDS = [
    "ler",
    "dt",
    "ling",
    "nig",
    "des",
    "mann",
    "tersdorf",
    "czak",
    "kamp",
    "gel",
    "haus",
    "tmann",
    "pel",
    "drichs",
    "der",
    "ß",
    "chmann",
    "emann",
    "gemeier",
    "cker",
]
FUNCTIONS = ("Leitung", "Schulleitung", "Fachberatung", "Beratungslehrerin", "Sozialarbeit", "")


def directory_addresses():
    """{name: address} of the directory's pages; the last page follows the person 20 places before the end."""
    people = reverse("directory:person-list")
    near_the_end = Person.objects.seated().order_by("-sort_name", "-pk").values_list("pk", flat=True)[20]
    group, office = _filtered_by()
    return {
        "first page": people,
        "last page": f"{people}?nach={near_the_end}",
        "search, one letter": f"{people}?name=m",
        "search": f"{people}?name=mueller",
        "search, two words": f"{people}?name=br an",
        "filter": f"{people}?gruppe={group.code}",
        "filter and search": f"{people}?gruppe={group.code}&jugendamt={office.key}&funktion=schul&name=mue",
        "organisations": reverse("directory:organisation-list"),
    }


def directory_growth():
    """Yields (name of the page, size, seconds, length, queries) for each of SIZES, see `cost`; nothing of it stays."""
    with rolled_back():
        client = member_client()
        make_alike()
        client.get(reverse("directory:person-list"))  # what a worker keeps for all sizes
        for size in SIZES:
            fill_to(size)
            for name, address in directory_addresses().items():
                yield name, size, *cost(client, address)


@contextmanager
def rolled_back():
    with transaction.atomic():
        try:
            yield
        finally:
            transaction.set_rollback(True)


@contextmanager
def member_session(role=None):
    """Request headers of a member, with `role` if one is given; user, person and session are gone afterwards."""
    client = member_client(role)
    try:
        yield {"Cookie": f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"}
    finally:
        client.session.delete()
        Person.objects.filter(user__email=BENCH_EMAIL).delete()
        User.objects.filter(email=BENCH_EMAIL).delete()


def member_client(role=None):
    """A client signed in as a member with `role` in the whole network, by default without any."""
    user = User.objects.create_user(BENCH_EMAIL)
    person = Person.objects.create(user=user, last_name="Messung")
    Membership.objects.create(person=person, organisation=Organisation.objects.active().first())
    if role:
        RoleAssignment.objects.create(user=user, role=role)
        TOTP.activate(user, generate_totp_secret())  # without a second factor they would get no further
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def cost(client, address):
    """Seconds of the fastest answer, its length in a page that does not grow, and the queries of one answer.

    What else the machine does changes from minute to minute: the two pages take turns, and the median pair counts.
    """
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address} answers {response.status_code}")
    asked, steady = len(queries), reverse("portal:overview")
    pairs = [(_seconds(lambda: client.get(address)), _seconds(lambda: client.get(steady))) for _ in range(ROUNDS)]
    return min(seconds for seconds, _beside in pairs), median(page / beside for page, beside in pairs), asked


def _seconds(work):
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def make_alike():
    """ALIKE people whom every search of `directory_addresses` finds and every filter lets through."""
    house = _houses(1, random.Random(0))[0]  # noqa: S311 - the same every time
    house.actor_category, house.youth_welfare_office = _filtered_by()
    house.save()
    people = Person.objects.bulk_create(
        Person(first_name="Anna Sofie", last_name="Müller-Brandt", phone="030 23125-100") for _ in range(ALIKE)
    )
    Membership.objects.bulk_create(
        Membership(person=person, organisation=house, function="Schulleitung") for person in people
    )


def _filtered_by():
    return ActorCategory.objects.get(code="5"), YouthWelfareOffice.objects.first()


def fill_to(size):
    """Seated people up to `size` beside the ALIKE, a house for every ten, over groups, Jugendämter and towns."""
    missing = size + ALIKE - Person.objects.seated().count()
    if missing > 0:
        chance = random.Random(size)  # noqa: S311 - the same people every time
        houses = _houses(missing // PEOPLE_A_HOUSE + 1, chance)
        people = Person.objects.bulk_create([_person(chance) for _ in range(missing)], batch_size=5_000)
        Membership.objects.bulk_create(
            [_seat(person, chance.choice(houses), chance) for person in people], batch_size=5_000
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE members_person, members_membership, members_organisation")


def _houses(count, chance):
    categories = list(ActorCategory.objects.filter(is_active=True))
    offices = [*YouthWelfareOffice.objects.all(), None]
    towns = list(Municipality.objects.covered())
    first = Organisation.objects.count()
    return Organisation.objects.bulk_create(
        Organisation(
            key=f"bench-{first + number}",
            name=f"{chance.choice(BEGINNINGS)}{chance.choice(ENDS)}haus {first + number}",
            actor_category=chance.choice(categories),
            youth_welfare_office=chance.choice(offices),
            municipality=chance.choice(towns),
        )
        for number in range(count)
    )


def _person(chance):
    name = chance.choice(BEGINNINGS) + chance.choice(ENDS)
    first_name = (chance.choice(BEGINNINGS) + chance.choice(ENDS)).title()
    return Person(first_name=first_name, last_name=name, phone=f"030 23125-{chance.randrange(1000):03}")


def _seat(person, house, chance):
    kind = chance.choice((MembershipKind.HOLDER, MembershipKind.HOLDER, MembershipKind.DEPUTY))
    return Membership(person=person, organisation=house, kind=kind, function=chance.choice(FUNCTIONS))
