"""Professionals without a seat give themselves access."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from members.models import User
from tests.factories import make_category, make_town, make_user
from tests.members.accounts.test_codes import code_in_mail

pytestmark = pytest.mark.django_db
CONFIRM = "account_email_verification_sent"


def sign_up(client, **data):
    return client.post(
        reverse("account_signup"), {"full_name": "Nora Neu", "email": "nora@praxis.example"} | data, follow=True
    )


def test_professional_signs_up_with_a_confirmed_address(client):
    group, town = make_category(), make_town()

    response = sign_up(client, actor_category=group.pk, municipality=town.pk)
    assert response.redirect_chain[-1][0] == reverse(CONFIRM)
    assert not response.context["user"].is_authenticated
    response = client.post(reverse(CONFIRM), {"code": code_in_mail()}, follow=True)

    user = User.objects.get()
    assert response.redirect_chain[-1][0] == reverse("portal:overview")
    assert response.context["user"] == user
    assert (user.full_name, user.email, user.actor_category, user.municipality) == (
        "Nora Neu", "nora@praxis.example", group, town,
    )  # fmt: skip
    assert not user.has_usable_password()
    assert [(address.email, address.verified) for address in user.emailaddress_set.all()] == [(user.email, True)]
    assert list(user.role_assignments.all()) == []


def test_group_and_town_may_be_left_out(client):
    sign_up(client)

    assert (User.objects.get().actor_category, User.objects.get().municipality) == (None, None)


def test_nobody_gets_in_before_the_address_is_confirmed(client):
    sign_up(client)

    assert client.get(reverse("portal:overview")).status_code == 302


def test_taken_address_is_answered_like_a_new_one(client):
    taken = make_user(email="vergeben@praxis.example")
    answers = []
    for address in (taken.email, "frei@praxis.example"):
        client.cookies.clear()
        response = sign_up(client, email=address)
        text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text).replace(address, "ADRESSE")
        wrong = client.post(reverse(CONFIRM), {"code": "XXXX-XXXX"}).context["form"].errors
        answers.append((response.redirect_chain, response.status_code, text, wrong))

    assert answers[0] == answers[1]
    subjects = {message.to[0]: message.subject for message in mail.outbox}
    assert subjects == {
        "vergeben@praxis.example": "Sie haben schon einen Zugang",
        "frei@praxis.example": "Bestätigen Sie Ihre E-Mail-Adresse",
    }
    assert User.objects.filter(email=taken.email).count() == 1


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"full_name": ""}, "full_name", "Geben Sie Ihren Namen ein."),
        ({"full_name": "x" * 10_240}, "full_name", "Kürzen Sie die Angabe auf höchstens"),
        ({"email": ""}, "email", "Geben Sie Ihre E-Mail-Adresse ein."),
        ({"email": "keine"}, "email", "Geben Sie eine E-Mail-Adresse ein, zum Beispiel"),
        ({"actor_category": "4711"}, "actor_category", "Wählen Sie eine Berufsgruppe aus der Liste."),
        ({"municipality": "x"}, "municipality", "Wählen Sie einen Ort aus der Liste."),
    ],
)
def test_mistakes_are_named_at_the_field(client, data, field, sentence):
    response = sign_up(client, **data)

    assert sentence in response.context["form"].errors[field][0]
    assert not User.objects.exists()


def test_umlaut_domain_and_right_to_left_name(client):
    sign_up(client, full_name="ליאת כהן", email="liat@xn--mller-kva.example")
    client.post(reverse(CONFIRM), {"code": code_in_mail()})

    user = User.objects.get()
    assert (user.full_name, user.email) == ("ליאת כהן", "liat@müller.example")


def test_address_changes_once_the_new_one_is_confirmed(client):
    user = make_user(email="alt@amt.example")
    client.post(reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"})
    mail.outbox.clear()

    client.post(reverse("account_email"), {"email": "neu@amt.example", "action_add": ""}, follow=True)
    user.refresh_from_db()
    assert (user.email, mail.outbox[0].to) == ("alt@amt.example", ["neu@amt.example"])
    client.post(reverse(CONFIRM), {"code": code_in_mail()}, follow=True)

    user.refresh_from_db()
    assert user.email == "neu@amt.example"
    assert [(each.to, each.subject) for each in mail.outbox[1:]] == [
        (["alt@amt.example"], "Ihre E-Mail-Adresse wurde geändert")
    ]


def test_address_of_somebody_else_cannot_be_taken_over(client):
    make_user(email="andere@amt.example")
    user = make_user(email="alt@amt.example")
    client.post(reverse("account_login"), {"login": user.email, "password": "ein langes Kennwort"})

    client.post(reverse("account_email"), {"email": "andere@amt.example", "action_add": ""})
    client.post(reverse(CONFIRM), {"code": code_in_mail()})

    user.refresh_from_db()
    assert user.email == "alt@amt.example"
