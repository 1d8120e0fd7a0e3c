"""What people see and do with their own registration, signed in or by the link of a mail."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from netzwerk.signed_links import make_token
from tests.factories import make_organisation, make_registration, make_training, make_user
from tests.trainings.registrations.makers import CONFIRMED, EXPIRED, OFFERED, REPLACED, RETURNED, WAITING, sign_up
from trainings.dates import publish_dates
from trainings.enums import EventMode, EventStatus, MaterialTime, RegistrationSource
from trainings.models import Material, Registration

pytestmark = pytest.mark.django_db

LIST = reverse("trainings:own-registration-list")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def link(registration, step="detail", **kwargs):
    token = make_token("seat", registration, days=9)
    return reverse(f"trainings:seat-{step}", kwargs={"token": token} | kwargs)


def own(registration, step="detail", **kwargs):
    return reverse(f"trainings:own-registration-{step}", kwargs={"pk": registration.pk} | kwargs)


def page(client, url, **options):
    response = client.get(url, **options)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def state_of(registration):
    registration.refresh_from_db()
    return registration.state


def make_offer(event=None):
    """A seat that is offered for two days."""
    event = event or make_training(maximum=1)
    return make_registration(event=event, state=OFFERED, offered_until=timezone.now() + 2 * DAY)


def test_link_shows_where_the_registration_stands(client):
    event = make_training(title="Gespräche führen", maximum=1, place="Kreishaus, Saal 3")
    seated, waiting, second = sign_up(event, None, None, None)

    assert "Ihr Platz" not in page(client, link(waiting))
    assert "an Stelle 2" in page(client, link(second))
    text = page(client, link(seated))
    assert "Gespräche führen" in text
    assert "Kreishaus, Saal 3" in text
    assert "bestätigt" in text
    assert seated.check_in_code in text
    assert waiting.full_name not in text


def test_opening_links_changes_nothing(client):
    seat, offer = make_registration(), make_offer()

    for step in ("detail", "return", "substitute", "calendar"):
        client.get(link(seat, step))
        client.head(link(seat, step))
    for step in ("detail", "return", "accept"):
        client.get(link(offer, step))
        client.head(link(offer, step))

    assert [state_of(seat), state_of(offer)] == [CONFIRMED, OFFERED]


def test_seat_is_given_back_from_the_mail(client):
    event = make_training(maximum=1)
    seat, waiting = sign_up(event, None, None)
    assert "Platz zurückgeben?" in page(client, link(seat, "return"))

    answer = client.post(link(seat, "return"), follow=True)
    again = client.post(link(seat, "return"), follow=True)

    assert [state_of(seat), state_of(waiting)] == [RETURNED, OFFERED]
    assert "Sie sind abgemeldet" in answer.content.decode()
    assert again.status_code == 200
    assert "Platz zurückgeben" not in page(client, link(seat))


def test_offer_is_accepted_and_declined_from_the_mail(client):
    taken, declined = make_offer(), make_offer()
    assert "Platz annehmen" in page(client, link(taken))

    answer = client.post(link(taken, "accept"), follow=True)
    client.post(link(taken, "accept"))
    client.post(link(declined, "return"))

    assert "Der Platz ist bestätigt" in answer.content.decode()
    assert [state_of(taken), state_of(declined)] == [CONFIRMED, RETURNED]


def test_offer_that_ran_out_says_so(client):
    offer = make_offer()
    Registration.objects.update(offered_until=timezone.now() - HOUR)

    answer = client.post(link(offer, "accept"), follow=True)

    assert "Das Angebot gilt nicht mehr" in answer.content.decode()
    assert state_of(offer) == OFFERED  # ends with the clock


def test_seat_is_not_given_back_after_the_last_day(client):
    seat = make_registration(event=make_training(return_until_on=timezone.localdate() - DAY))

    text = page(client, link(seat))
    client.post(link(seat, "return"), follow=True)

    assert "Die Frist zum Abmelden ist abgelaufen" in text
    assert "Platz zurückgeben" not in text
    assert state_of(seat) == CONFIRMED
    assert client.get(link(seat, "return")).status_code == 302


def test_substitute_is_named_from_the_mail(client):
    house = make_organisation(name="Kita Weserbogen")
    seat = make_registration(organisation=house, organisation_name=house.name)
    assert "Kita Weserbogen" in page(client, link(seat, "substitute"))

    client.post(
        link(seat, "substitute"), {"first_name": "Ole", "last_name": "Ersatz", "email": "Ole@Kita.example"}, follow=True
    )

    row = Registration.objects.get(replaces=seat)
    assert (row.full_name, row.email, row.organisation, row.state) == (
        "Ole Ersatz",
        "ole@kita.example",
        house,
        CONFIRMED,
    )
    assert state_of(seat) == REPLACED
    assert "weitergegeben an Ole Ersatz" in page(client, link(seat))


def test_substitute_form_names_what_is_wrong(client):
    event = make_training()
    seat, other = make_registration(event=event), make_registration(event=event)
    good = {"first_name": "Ole", "last_name": "Ersatz", "email": other.email}

    texts = [
        client.post(link(seat, "substitute"), good | wrong).content.decode()
        for wrong in ({}, {"email": "ole"}, {"first_name": ""}, {"last_name": "x" * 10_000}, {"needs": "x" * 400})
    ]

    assert "ist für diese Veranstaltung schon angemeldet" in texts[0]
    assert "Geben Sie den Vornamen an." in texts[2]
    assert all("Kürzen Sie die Angabe" in text for text in texts[3:])
    assert all("Fehler:" in text for text in texts)
    assert Registration.objects.count() == 2


def test_link_of_another_registration_or_a_shortened_one_opens_nothing(client):
    seat = make_registration()
    token = make_token("seat", seat, days=9)
    foreign = make_token("advice", seat, days=9)
    addresses = [reverse("trainings:seat-detail", args=[wrong]) for wrong in (token[:-1], foreign, "x")]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]


def test_link_ends_with_a_new_secret(client):
    seat = make_registration()
    address = link(seat, "return")
    seat.renew_secret()

    assert client.post(address).status_code == 410
    assert state_of(seat) == CONFIRMED


def test_own_registration_is_nobody_elses(client):
    seat = make_registration(user=make_user())
    steps = ("detail", "return", "accept", "substitute", "calendar")
    client.force_login(make_user(role="coordinator"))

    assert {client.get(own(seat, step)).status_code for step in steps} == {404}
    assert client.post(own(seat, "return")).status_code == 404
    assert state_of(seat) == CONFIRMED


def test_own_ones_are_found_by_access_person_and_confirmed_address(client):
    user = make_user(email="ina@amt.example")
    user.emailaddress_set.create(email="fremd@amt.example", verified=False)
    rows = [
        make_registration(event=make_training(title="Eins"), user=user),
        make_registration(event=make_training(title="Zwei"), email="INA@amt.example"),
        make_registration(event=make_training(title="Fremd"), email="fremd@amt.example"),
    ]
    client.force_login(user)

    text = page(client, LIST)

    assert ["Eins" in text, "Zwei" in text, "Fremd" in text] == [True, True, False]
    assert [client.get(own(row)).status_code for row in rows] == [200, 200, 404]


def test_list_shows_what_lies_ahead_what_was_booked_and_what_is_over(client):
    user = make_user()
    make_registration(event=make_training(title="Bald"), user=user)
    make_registration(event=make_training(title="Warten", maximum=1), state=WAITING, user=user)
    make_registration(event=make_training(title="Gewesen", starts_at=timezone.now() - 9 * DAY), user=user)
    make_registration(event=make_training(title="Zurück"), state=RETURNED, user=user)
    make_registration(
        event=make_training(title="Gebucht"), booked_by=user, source=RegistrationSource.COLLEAGUE, last_name="Kollege"
    )
    client.force_login(user)

    ahead, rest = page(client, LIST).split("Für andere gebucht")
    booked, past = rest.split("Vorbei")

    assert [title for title in ("Bald", "Warten", "Gebucht", "Gewesen", "Zurück") if title in ahead] == [
        "Bald",
        "Warten",
    ]
    assert "Warteliste, Stelle 1" in ahead
    assert ["Gebucht" in booked, "Kollege" in booked] == [True, True]
    assert ["Gewesen" in past, "Zurück" in past] == [True, True]


def test_empty_list_shows_the_way_to_the_offers(client):
    client.force_login(make_user())

    assert "für keine Fortbildung angemeldet" in page(client, LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, django_assert_num_queries, count):
    user = make_user()
    for _ in range(count):
        make_registration(user=user, state=WAITING)
        make_registration(booked_by=user)
        make_registration(user=user, state=RETURNED)
    client.force_login(user)
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count_stays(client, django_assert_num_queries, count):
    event = make_training()
    seats = [make_registration(event=event) for _ in range(count)]
    for _ in range(count):
        Material.objects.create(event=event, title="Handout", url="https://amt.example/handout")

    with django_assert_num_queries(7):
        client.get(link(seats[0]))


def test_who_booked_gives_back_but_sees_neither_needs_nor_files(client):
    user = make_user()
    event = make_training(mode=EventMode.HYBRID, online_url="https://treffen.example/raum")
    Material.objects.create(event=event, title="Handout", url="https://amt.example/handout")
    seat = make_registration(event=event, booked_by=user, needs="vegan", last_name="Kollege")
    client.force_login(user)

    text = page(client, own(seat))

    assert "Kollege" in text
    assert [word for word in ("vegan", "Handout", "treffen.example", "Zum Einchecken") if word in text] == []
    client.post(own(seat, "return"))
    assert state_of(seat) == RETURNED


@pytest.mark.parametrize("state", [CONFIRMED, WAITING, OFFERED, EXPIRED, RETURNED])
def test_online_link_and_material_are_for_confirmed_people_alone(client, state, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    event = make_training(mode=EventMode.ONLINE, online_url="https://treffen.example/raum")
    material = Material.objects.create(event=event, title="Ablauf", file=ContentFile(b"%PDF-1.7", name="ablauf.pdf"))
    seat = make_registration(event=event, state=state, offered_until=timezone.now() + DAY)

    text, file = page(client, link(seat)), client.get(link(seat, "material", material=material.pk))

    is_confirmed = state == CONFIRMED
    assert ("treffen.example" in text, "Ablauf" in text) == (is_confirmed, is_confirmed)
    assert file.status_code == (200 if is_confirmed else 404)
    if is_confirmed:
        assert b"".join(file) == b"%PDF-1.7"
        assert file["Content-Disposition"] == 'attachment; filename="ablauf.pdf"'


def test_material_for_afterwards_comes_afterwards_and_none_of_another_event(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    seat, other = make_registration(), make_training()
    later = Material.objects.create(
        event=seat.event, title="Folien", time=MaterialTime.AFTER, file=ContentFile(b"Folien", name="a.pdf")
    )
    foreign = Material.objects.create(event=other, title="Fremd", file=ContentFile(b"Fremd", name="b.pdf"))

    before = client.get(link(seat, "material", material=later.pk)).status_code
    seat.event.starts_at, seat.event.ends_at = timezone.now() - 3 * HOUR, timezone.now() - HOUR
    seat.event.save()

    assert before == 404
    assert b"".join(client.get(link(seat, "material", material=later.pk))) == b"Folien"
    assert "Folien" in page(client, link(seat))
    assert client.get(link(seat, "material", material=foreign.pk)).status_code == 404


def test_material_whose_file_is_gone_is_not_found(client):
    seat = make_registration()
    row = Material.objects.create(event=seat.event, title="Weg", file="trainings/materials/weg.pdf")

    assert client.get(link(seat, "material", material=row.pk)).status_code == 404


def test_dates_come_as_calendar_file(client):
    seat = make_registration(event=make_training(title="Gespräche führen"))
    publish_dates(seat.event)

    response = client.get(link(seat, "calendar"))

    assert response["Content-Type"].startswith("text/calendar")
    assert "SUMMARY:Gespräche führen" in response.content.decode()


def test_cancelled_event_says_so_and_offers_nothing_to_do(client):
    event = make_training(status=EventStatus.CANCELLED, cancel_reason="Die Referentin ist krank.")
    seat = make_registration(event=event)

    text = page(client, link(seat))

    assert "Die Referentin ist krank." in text
    assert "Platz zurückgeben" not in text
    assert client.post(link(seat, "return")).status_code == 302
    assert state_of(seat) == CONFIRMED
