"""„Meine Nachrichten“ and one-click unsubscribing, as people use them."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.messages.actions import IsDuty, change_choice
from members.messages.wishes import unsubscribe_path
from members.models import MessageChoice
from members.owndata.mails import mails_to
from members.personal_data import erase_data_of, open_data_of, subject_of
from netzwerk.mail import queue_mail
from netzwerk.mail.kinds import kinds_for_people
from netzwerk.models import AuditEvent, DigestItem
from tests.factories import make_member, make_person, make_user
from tests.members.upkeep.makers import make_confirmation

pytestmark = pytest.mark.django_db
PAGE = reverse("members:message-list")
KIND = "upkeep-reminder"


def queue_reminder(person, key="k"):
    context = {
        "confirmation": make_confirmation(person=person, round=f"20{len(key)}"),
        "link": "http://localhost:8000/x/",
    }
    return queue_mail("upkeep/email/confirmation_reminder", to=person.email, key=key, kind=KIND, context=context)


def form_with(choice):
    """What the form sends where only `KIND` is changed."""
    optional, _duties = kinds_for_people()
    return {kind: "at-once" for kind, _label in optional} | {KIND: choice}


def choices():
    return set(MessageChoice.objects.values_list("kind", "choice"))


def test_page_offers_what_is_no_duty_and_names_the_duties(client):
    client.force_login(make_member())

    response = client.get(PAGE)
    page, duties = response.content.decode(), dict(response.context["duties"])

    assert "Erinnerung an die Bestätigung der Angaben" in page
    assert {"account", "roles", "upkeep", "second-factor"} <= duties.keys()
    assert all(f"<li>{label}</li>" in page for label in duties.values())
    assert page.count("Pflicht") == 1
    assert "Einladung" not in page


def test_choice_is_saved_for_the_person_and_recorded(client):
    user = make_member()
    client.force_login(user)

    response = client.post(PAGE, form_with("weekly"), follow=True)

    assert "Ihre Auswahl ist gespeichert." in response.content.decode()
    assert MessageChoice.objects.get().person == user.person
    assert AuditEvent.objects.get(kind="members.message_choice_changed").actor_id == user.pk
    assert response.context["form"][KIND].initial == "weekly"


def test_access_without_a_person_chooses_too(client):
    user = make_user()
    client.force_login(user)

    client.post(PAGE, form_with("off"))

    assert MessageChoice.objects.get().user == user


@pytest.mark.parametrize("data", [{}, {KIND: "sometimes"}, {"roles": "off"}])
def test_bad_choice_changes_nothing(client, data):
    client.force_login(make_member())

    response = client.post(PAGE, data)

    assert response.status_code == 200
    assert choices() == set()


def test_duty_cannot_be_off():
    with pytest.raises(IsDuty):
        change_choice(owner=make_person(), kind="roles", choice="off")


def test_one_click_of_a_mail_program_ends_it_without_sign_in():
    person = make_person()
    address = queue_reminder(person).headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    mail_program = Client(enforce_csrf_checks=True)

    assert mail_program.get(address).status_code == 200
    assert choices() == set()  # a scanner's GET
    for _click in range(2):
        response = mail_program.post(address, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
    assert "bekommen Sie nicht mehr" in response.content.decode()
    assert choices() == {(KIND, "off")}
    assert queue_reminder(person, key="later") is None

    mail_program.post(address, {"wieder": "1"})
    assert choices() == {(KIND, "at-once")}


@pytest.mark.parametrize("broken", ["abc", "", "role"])
def test_link_that_is_broken_or_for_a_duty_opens_nothing(client, broken):
    person = make_person()
    path = unsubscribe_path("person", person.pk, "roles" if broken == "role" else KIND)
    address = path if broken == "role" else path.rstrip("/")[:-3] + f"{broken}/"

    response = client.post(address)

    assert response.status_code == 404
    assert choices() == set()


def test_link_of_a_deleted_person_says_so(client):
    person = make_person()
    address = unsubscribe_path("person", person.pk, KIND)
    person.delete()

    assert client.get(address).status_code == 404


def test_unsubscribing_from_the_digest_ends_what_was_in_it(client):
    person = make_person()
    change_choice(owner=person, kind=KIND, choice="weekly")

    client.post(unsubscribe_path("person", person.pk, "digest"))

    assert choices() == {(KIND, "off")}


def test_own_data_show_and_erase_choices_and_what_waits():
    user = make_member()
    subject = subject_of(user)
    change_choice(owner=user.person, kind=KIND, choice="weekly", by=user)
    queue_reminder(user.person)

    part = next(part for part in open_data_of(subject) if part.key == "message_choices")
    assert [row[1] for row in part.rows] == [
        "einmal in der Woche",
        "wartet auf die Wochenübersicht: Erinnerung: Stimmen Ihre Angaben noch?",
    ]

    erase_data_of(subject)

    assert choices() == set()
    item = DigestItem.objects.get()
    assert (item.to, item.text, item.done_at is None) == ("", "", False)
    assert not mails_to(subject).exists()


def test_link_stays_good_for_years(client, monkeypatch):
    address = unsubscribe_path("person", make_person().pk, KIND)
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now.replace(year=now.year + 3))

    assert client.post(address).status_code == 200
