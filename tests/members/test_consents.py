"""Consents: only with them anything of a person is public, and withdrawing takes effect at once."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from members.consents import give_consent, has_consent, refuse_public, withdraw_consent
from members.enums import ConsentKind, Visibility
from members.models import Consent, Person
from netzwerk.models import AuditEvent
from tests.factories import make_member, make_network, make_person, make_user

pytestmark = pytest.mark.django_db
PUBLIC = ConsentKind.PUBLIC_DISPLAY


def test_public_is_refused_without_consent_at_each_field():
    values = {"name_visibility": "public", "phone_visibility": "public", "email_visibility": "members"}

    with pytest.raises(ValidationError) as refusal:
        refuse_public(make_person(), values)

    assert set(refusal.value.message_dict) == {"name_visibility", "phone_visibility"}


def test_person_not_saved_yet_has_agreed_to_nothing():
    with pytest.raises(ValidationError):
        refuse_public(Person(), {"name_visibility": "public"})


def test_public_is_taken_with_consent():
    person = make_person()
    give_consent(person=person, kind=PUBLIC, by=make_user())

    refuse_public(person, {"name_visibility": "public"})


def test_other_consent_does_not_make_public():
    person = make_person()
    give_consent(person=person, kind=ConsentKind.NEWS, by=make_user())

    with pytest.raises(ValidationError):
        refuse_public(person, {"name_visibility": "public"})


def test_withdrawing_hides_what_was_public_at_once():
    person = make_person(name_visibility="public", phone_visibility="public", mobile_visibility="coordinators")
    give_consent(person=person, kind=PUBLIC, by=make_user())

    withdraw_consent(person=person, kind=PUBLIC, by=make_user())

    person.refresh_from_db()
    shown = (person.name_visibility, person.phone_visibility, person.mobile_visibility)
    assert shown == (Visibility.MEMBERS, Visibility.MEMBERS, Visibility.COORDINATORS)
    assert person.version == 2
    assert not has_consent(person, PUBLIC)
    event = AuditEvent.objects.get(kind="members.consent_withdrawn")
    assert event.details["fields"] == ["name_visibility", "phone_visibility"]


def test_withdrawing_news_leaves_visibility():
    person = make_person(name_visibility="public")
    give_consent(person=person, kind=ConsentKind.NEWS, by=make_user())

    withdraw_consent(person=person, kind=ConsentKind.NEWS, by=make_user())

    person.refresh_from_db()
    assert person.name_visibility == Visibility.PUBLIC


def test_giving_twice_is_one_consent_and_giving_again_another():
    person, user = make_person(), make_user()
    assert give_consent(person=person, kind=PUBLIC, by=user) == give_consent(person=person, kind=PUBLIC, by=user)
    withdraw_consent(person=person, kind=PUBLIC, by=user)
    assert withdraw_consent(person=person, kind=PUBLIC, by=user) is None

    give_consent(person=person, kind=PUBLIC, by=user)

    assert (Consent.objects.count(), Consent.objects.current().count()) == (2, 1)


def visibilities(person, **chosen):
    return {f"{name}_visibility": chosen.get(name, "members") for name in ("name", "email", "phone", "mobile")}


def test_own_form_makes_public_only_with_consent(client):
    make_network()
    user = make_member()
    client.force_login(user)
    address = reverse("directory:own-visibility")

    refused = client.post(address, visibilities(user.person, phone="public"))
    give_consent(person=user.person, kind=PUBLIC, by=user)
    client.post(address, visibilities(user.person, phone="public"))

    user.person.refresh_from_db()
    assert list(refused.context["form"].errors) == ["phone_visibility"]
    assert user.person.phone_visibility == Visibility.PUBLIC


def test_coordinator_makes_nobody_public_without_consent(client):
    make_network()
    person = make_person()
    client.force_login(make_user(role="coordinator", is_superuser=True))
    data = visibilities(person, name="public") | {"last_name": "Neu", "email": person.email, "version": 1}

    response = client.post(reverse("members:person-update", args=[person.pk]), data)

    assert list(response.context["form"].errors) == ["name_visibility"]
    assert Person.objects.get(pk=person.pk).name_visibility == Visibility.MEMBERS
