"""What somebody sees of their own data: all of it, theirs only, as page and as files."""

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from members.models import Absence, Invitation, Membership, Person, User
from members.owndata import registry
from members.personal_data import OpenData, accounted_fields
from netzwerk.audit import record_event
from netzwerk.mail import queue_mail
from tests.factories import make_body, make_member, make_network, make_organisation, make_person, make_user
from tests.members.upkeep.makers import make_correction

pytestmark = pytest.mark.django_db
PAGE = reverse("owndata:data-detail")


@pytest.fixture(autouse=True)
def _network():
    make_network()


def personal_fields():
    """Every field of any app that leads to a person, an access or a seat."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.fields, *model._meta.local_many_to_many)
        if field.is_relation and field.related_model in (Person, User, Membership)
    }


# The access itself is shown as „Ihr Zugang“; Django's groups and permissions are not used.
OF_THE_ACCESS = {"members.User_groups.user", "members.User_user_permissions.user"}


def test_every_field_that_leads_to_a_person_is_accounted_for():
    """Whoever adds one registers its part in wiring.py, or says why it is not personal: members.personal_data."""
    assert sorted(personal_fields() - accounted_fields() - OF_THE_ACCESS) == []


def test_parts_name_only_fields_that_are_there():
    assert sorted(accounted_fields() - personal_fields()) == []


def everything_of(user):
    """A person with a row of every kind."""
    person, today = user.person, timezone.localdate()
    seat = person.memberships.get()
    make_body(name="Steuerungsgruppe", chair=seat)
    Absence.objects.create(person=person, starts_on=today, ends_on=today)
    Invitation.objects.create(person=person, email=person.email, expires_at=timezone.now())
    queue_mail("upkeep/email/correction_applied", to=person.email, key="k", context={"correction": make_correction()})
    make_correction(person=person, changes=[("phone", "0571 80", "0571 90")])
    record_event("members.consent_given", target=person, by=make_user(full_name="Maren Tiemann", role="coordinator"))
    record_event("owndata.downloaded", target=user, by=user)


def test_page_shows_everything(client):
    user = make_member(organisation=make_organisation(name="Kita Sonnenstrahl"), role="editor")
    everything_of(user)
    client.force_login(user)

    page = client.get(PAGE).content.decode()

    expected = [
        user.email,
        user.person.last_name,
        "Kita Sonnenstrahl",
        "Steuerungsgruppe (Leitung)",
        "Redaktion",
        "Offene Sitzungen",
        "Danke: Ihre Korrektur ist übernommen",
        "0571 80 → 0571 90",
        "Einwilligung erteilt",
        "Maren Tiemann (Koordination)",
        "Eigene Daten heruntergeladen",
        "Sie selbst",
    ]
    assert [text for text in expected if text not in page] == []


def test_page_shows_nothing_of_others(client):
    other = make_member(full_name="Fremde Person", organisation=make_organisation(name="Fremdes Haus"))
    everything_of(other)
    client.force_login(make_user())

    page = client.get(PAGE).content.decode()

    assert [text for text in (other.email, "Fremdes Haus", other.person.last_name, "0571 90") if text in page] == []


def test_access_without_person_has_a_page(client):
    client.force_login(make_user())

    assert "Ihr Zugang" in client.get(PAGE).content.decode()


def test_cost_of_the_page_does_not_grow(client, django_assert_max_num_queries):
    user = make_member()
    client.force_login(user)
    with django_assert_max_num_queries(60) as first:
        client.get(PAGE)
    everything_of(user)
    for _ in range(3):
        make_correction(person=user.person, changes=[("phone", "1", "2")])
        record_event("members.consent_given", target=user.person, by=make_user())

    with django_assert_max_num_queries(len(first) + 6):  # prefetches of parts that were empty before
        client.get(PAGE)


def test_rooms_above_add_their_part(client, monkeypatch):
    monkeypatch.setattr("members.personal_data._finders", {})
    registry.register(lambda subject: OpenData("seats", "Plätze", ("Fortbildung",), [("Grundlagen",)]))
    client.force_login(make_user())

    assert "Grundlagen" in client.get(PAGE).content.decode()


def test_other_peoples_changes_are_seen_by_name_and_fields(client):
    user = make_member()
    actor = make_user(full_name="Maren Tiemann", role="coordinator")
    record_event("upkeep.correction_applied", target=user.person, by=actor, fields=["phone", "email"])
    record_event("upkeep.correction_applied", target=make_person(), by=actor, fields=["mobile"])
    client.force_login(user)

    page = client.get(PAGE).content.decode()

    assert "Telefon, E-Mail-Adresse" in page
    assert "Mobiltelefon, " not in page
    actor.delete()
    assert "gelöschter Zugang" in client.get(PAGE).content.decode()
