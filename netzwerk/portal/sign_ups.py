"""What signing up for a training costs: at any number of registrations, by the second, and by 64 people at once."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import count, cycle
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.models import ActorCategory, User
from netzwerk.bench.load import fetch, post
from netzwerk.models import AuditEvent, CalendarItem, OutgoingMail
from netzwerk.portal.growth import cost, rolled_back
from trainings.dates import publish_dates
from trainings.enums import EventStatus, RegistrationSource, RegistrationState
from trainings.models import Registration, Session, TrainingEvent
from trainings.seats import recount

SIZES = (10, 1_000, 10_000)
SEATS = 2_000  # as many as one training may have; the other registrations belong to past ones
AN_EVENT = 40
PEOPLE, LAST_SEATS = 64, 5
BOOKERS = 16  # nobody may send a form more than some dozen times an hour
ADDRESS = "anmeldung{}@bench.example"
_numbers = count(1)


def sign_up_growth():
    """Yields (name, size, seconds, length, queries) of the list, a page, its form and sending that, at each of SIZES.

    See `growth.cost`.
    """
    with rolled_back():
        event, guest = make_event("messung", maximum=SEATS), Client(headers={"host": "127.0.0.1"})
        members = [_signed_in(make_user()) for _ in range(BOOKERS)]
        form = reverse("trainings:event-register", args=[event.slug])
        for size in SIZES:
            fill_to(event, size)
            for name, client, address in (
                ("list", guest, reverse("trainings:event-list") + "?bench=1"),
                ("page", guest, event.get_absolute_url() + "?bench=1"),
                ("sign-up form", guest, form + "?bench=1"),
                ("sign-up form, signed in", members[0], form),
            ):
                client.get(address)  # what pages share is kept from here on
                yield name, size, *cost(client, address)
            yield "signing up", size, *cost(Booking(members, form), form)


def _signed_in(user):
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


class Booking:
    """Sends the form at `address` for people signed in, in turns; what it wrote is taken back."""

    def __init__(self, clients, address):
        self.clients, self.address = cycle(clients), address

    def get(self, address):
        """As if the sent form were a page, for `cost`; any other page is got."""
        client = next(self.clients)
        if address != self.address:
            return client.get(address)
        with transaction.atomic():
            response = client.post(address, form_data())
            transaction.set_rollback(True)
        if response.status_code != 302:
            raise RuntimeError(f"signing up answers {response.status_code}")
        response.status_code = 200
        return response


def fill_to(event, size):
    """Registrations up to `size`: those of `event` up to three quarters of its seats, the others at past trainings."""
    here = min(size, SEATS * 3 // 4)
    categories = list(ActorCategory.objects.filter(is_active=True))
    missing = here - event.registrations.count()
    rows = [_row(event, number, categories) for number in range(event.last_number + 1, event.last_number + 1 + missing)]
    event.last_number += missing
    event.save(update_fields=["last_number"])
    others = size - here - Registration.objects.exclude(event=event).filter(email__endswith="@bench.example").count()
    for _ in range(max(0, others) // AN_EVENT):
        past = make_event(f"messung-{next(_numbers)}", starts_at=timezone.now() - timedelta(days=30))
        rows += [_row(past, number, categories) for number in range(1, AN_EVENT + 1)]
    Registration.objects.bulk_create(rows, batch_size=2_000)
    recount(event)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE trainings_registration, trainings_trainingevent, trainings_session")


def _row(event, number, categories):
    return Registration(
        event=event,
        number=number,
        state=RegistrationState.CONFIRMED,
        source=RegistrationSource.SELF,
        first_name="Vorname",
        last_name=f"Nachname{number}",
        email=ADDRESS.format(f"-{event.pk}-{number}"),
        organisation_name="Haus",
        actor_category=categories[number % len(categories)],
        confirmed_at=timezone.now(),
    )


def make_event(slug, *, starts_at=None, **fields):
    """A published training without reservations, ahead unless said otherwise."""
    starts_at = starts_at or timezone.now() + timedelta(days=60)
    ends_at = starts_at + timedelta(hours=3)
    times = {"starts_at": starts_at, "ends_at": ends_at}
    event = TrainingEvent.objects.create(
        title="Messung", slug=f"bench-{slug}", status=EventStatus.PUBLISHED, **times, **fields
    )
    Session.objects.create(event=event, **times)
    publish_dates(event)
    recount(event)
    return event


def make_user():
    return User.objects.create_user(ADDRESS.format(next(_numbers)), is_email_verified=True, full_name="Mira Messung")


def form_data(token=""):
    """The form of somebody who signs up one other person."""
    category = ActorCategory.objects.filter(is_active=True).values_list("pk", flat=True)[0]
    return {
        "csrfmiddlewaretoken": token,
        "organisation_name": "Haus",
        "actor_category": category,
        "kollegin-TOTAL_FORMS": 1,
        "kollegin-INITIAL_FORMS": 0,
        "kollegin-0-first_name": "Mona",
        "kollegin-0-last_name": "Messung",
        "kollegin-0-email": ADDRESS.format(f"-{next(_numbers)}"),
        "send": 1,
    }


@contextmanager
def real_event(port, *, bookers, **fields):
    """(address of the form, what `bookers` people send to it) of a training that is there for others too, for a while.

    What they send is a list of functions, each of which gives the headers and the body of one more form.
    """
    event = make_event("wirklich", **fields)
    address = reverse("trainings:event-register", args=[event.slug])
    users = [make_user() for _ in range(bookers)]
    try:
        yield address, [_sender(port, address, user) for user in users]
    finally:
        _forget(event)


def _sender(port, address, user):
    client = _signed_in(user)
    session = f"{settings.SESSION_COOKIE_NAME}={client.session.session_key}"
    answer = fetch(port, address, {"Cookie": session})
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body).group(1).decode()
    cookie = f"{session}; {answer.headers['set-cookie'].partition(';')[0]}"
    return lambda: ({"Cookie": cookie, "Referer": "http://127.0.0.1/"}, urlencode(form_data(token)).encode())


def _forget(event):
    """The event and all that came of it."""
    rows = [str(pk) for pk in event.registrations.values_list("pk", flat=True)]
    AuditEvent.objects.filter(target_type=Registration._meta.label_lower, target_id__in=rows).delete()
    OutgoingMail.objects.filter(to__endswith="@bench.example").delete()
    CalendarItem.objects.filter(key__startswith=event.calendar_key).delete()
    event.delete()
    User.objects.filter(email__endswith="@bench.example").delete()


def last_seats(port):
    """(seconds until all of PEOPLE have their answer, seats taken, places on the waiting list) for LAST_SEATS seats."""
    with real_event(port, bookers=PEOPLE, maximum=LAST_SEATS, waiting_list_cap=PEOPLE) as (address, senders):
        forms = [send() for send in senders]
        with ThreadPoolExecutor(PEOPLE) as pool:
            started = time.perf_counter()
            answers = list(pool.map(lambda form: post(port, address, *form), forms))
            seconds = time.perf_counter() - started
        if {answer.status for answer in answers} != {302}:
            raise RuntimeError(f"signing up answers {sorted({answer.status for answer in answers})}")
        event = TrainingEvent.objects.get(slug="bench-wirklich")
        return seconds, event.taken_count, event.waiting_count
