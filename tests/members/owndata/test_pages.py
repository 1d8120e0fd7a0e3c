"""Consents on their page, roles in words, and the log of events."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members import permissions
from members.enums import Role
from members.models import Consent
from members.rights import ROLE_CARDS, role_cards
from netzwerk.audit import record_event
from netzwerk.models import AuditEvent
from tests.factories import make_body, make_member, make_network, make_office, make_organisation, make_person, make_user

pytestmark = pytest.mark.django_db
LOG = reverse("owndata:event-list")


@pytest.fixture(autouse=True)
def _network():
    make_network()


def consent(client, verb, kind="public-display"):
    return client.post(reverse(f"owndata:consent-{verb}", args=[kind]), follow=True)


def test_consent_is_given_and_withdrawn_on_the_page(client):
    user = make_member()
    client.force_login(user)

    given = consent(client, "give").content.decode()
    user.person.name_visibility = "public"
    user.person.save()
    withdrawn = consent(client, "withdraw").content.decode()

    user.person.refresh_from_db()
    assert "Einwilligung widerrufen" in given
    assert "Das gilt ab sofort" in withdrawn
    assert user.person.name_visibility == "members"
    assert Consent.objects.get().withdrawn_at is not None


def test_consent_is_changed_by_button_only(client):
    client.force_login(make_member())

    assert client.get(reverse("owndata:consent-give", args=["news"])).status_code == 405
    assert Consent.objects.count() == 0


def test_access_without_person_has_nothing_to_agree_to(client):
    client.force_login(make_user())

    assert "gehört zu keiner Person" in client.get(reverse("owndata:consent-list")).content.decode()
    assert consent(client, "give").status_code == 404
    assert consent(client, "give", "photos").status_code == 404


def cards_of(user):
    return [card.key for card in role_cards(user)[0]]


def test_roles_page_shows_own_roles_first(client):
    user = make_member(role=Role.EDITOR)
    client.force_login(user)

    response = client.get(reverse("owndata:role-list"))

    assert [card.key for card in response.context["own"]] == ["editor", "member", "professional"]
    assert len(response.context["own"]) + len(response.context["others"]) == len(ROLE_CARDS)


def test_each_role_is_on_one_card():
    office, house = make_office(), make_organisation()
    chair = make_member()
    make_body(chair=chair.person.memberships.get())

    assert cards_of(make_user()) == ["professional"]
    assert cards_of(make_user(role=Role.COORDINATOR)) == ["coordinator-network", "professional"]
    assert cards_of(make_user(role=Role.COORDINATOR, office=office)) == ["coordinator-office", "professional"]
    assert cards_of(make_user(role=Role.DATA_PROTECTION)) == ["professional", "data-protection"]
    assert cards_of(make_user(role=Role.SYSTEM_ADMIN)) == ["professional", "system-admin"]
    admin = make_user(role=Role.ORGANISATION_ADMIN, organisation=house)
    assert cards_of(admin) == ["organisation-admin", "professional"]
    assert cards_of(chair) == ["chair", "member", "professional"]
    assert {role.value for role in Role} - {"coordinator"} <= {card.key for card in ROLE_CARDS}


def test_what_the_cards_say_is_what_the_predicates_do():
    """The card of a role and permissions.py may not drift apart."""
    office = make_office()
    inside, outside = (make_organisation(youth_welfare_office=place) for place in (office, make_office()))
    local = make_user(role=Role.COORDINATOR, office=office)
    assert not permissions.can_give_roles(local)  # „Keine Rollen vergeben“
    assert permissions.can_change_organisation(local, inside)
    assert not permissions.can_change_organisation(local, outside)
    assert permissions.can_change_person(local, make_person())  # „Personen ohne Sitz bearbeiten“
    assert permissions.can_give_roles(make_user(role=Role.COORDINATOR))
    editor = make_user(role=Role.EDITOR)
    assert permissions.can_change_contents(editor)
    assert permissions.can_see_network(editor)
    assert not permissions.can_change_organisation(editor, inside)
    protection = make_user(role=Role.DATA_PROTECTION)
    assert permissions.can_read_log(protection)
    assert not permissions.can_see_network(protection)
    assert not permissions.can_see_network(make_user(role=Role.SYSTEM_ADMIN))
    assert not permissions.can_see_network(make_user())


@pytest.fixture
def reader(client):
    user = make_user(role=Role.DATA_PROTECTION)
    client.force_login(user)
    return user


def names(client, query=""):
    return [entry.event.kind for entry in client.get(LOG + query).context["entries"]]


def test_log_is_filtered_by_kind_target_and_day(client, reader):
    person, other = make_person(), make_person()
    record_event("members.consent_given", target=person)
    record_event("members.consent_withdrawn", target=other)
    AuditEvent.objects.filter(kind="members.consent_given").update(happened_at=timezone.now() - timedelta(days=9))
    days_ago = (timezone.localdate() - timedelta(days=8)).isoformat()
    client.get(LOG)  # reading is noted

    assert names(client, "?art=members.consent_given") == ["members.consent_given"]
    assert names(client, f"?eintrag=members.person&nummer={other.pk}") == ["members.consent_withdrawn"]
    assert names(client, f"?bis={days_ago}") == ["members.consent_given"]
    assert names(client, f"?von={days_ago}&eintrag=members.person") == ["members.consent_withdrawn"]
    today = timezone.localdate().isoformat()
    assert len(names(client, f"?von={today}&bis={today}")) == 2


def test_wrong_filter_is_named_and_harmless(client, reader):
    page = client.get(f"{LOG}?von=gestern&nummer=abc&art=gibt-es-nicht").content.decode()

    assert "Geben Sie das Datum so ein" in page


def test_reading_is_noted_once_a_day(client, reader):
    client.get(LOG)
    client.get(LOG)
    events = AuditEvent.objects.filter(kind="owndata.log_read", actor_id=reader.pk)
    assert events.count() == 1

    session = client.session
    session["log_read_on"] = "2020-01-01"
    session.save()
    client.get(LOG)

    assert events.count() == 2


@pytest.mark.parametrize("count", [1, 3])
def test_log_query_count_stays(client, reader, django_assert_num_queries, count):
    client.get(LOG)
    for _ in range(count):
        record_event("members.consent_given", target=make_person(), by=make_user())

    with django_assert_num_queries(11):
        assert len(client.get(LOG).context["entries"]) == count + 1


def test_log_names_who_and_never_whom(client, reader):
    actor = make_user(full_name="Maren Tiemann", role=Role.COORDINATOR)
    record_event("members.consent_given", target=make_person(last_name="Ortmann"), by=actor, fields=["phone"])
    record_event("pages.barriers_deleted", count=3)

    page = client.get(LOG).content.decode()

    assert "Maren Tiemann (Koordination)" in page
    assert "das Portal" in page
    assert "Telefon" in page
    assert "Ortmann" not in page
