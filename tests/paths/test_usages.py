"""Where paths show a contact point, and the experts at the advice step."""

import pytest
from django.test import Client

from members.enums import Visibility
from netzwerk.models import YouthWelfareOffice
from netzwerk.usage import usages_of
from reporting_paths.contacts.enums import Kind
from reporting_paths.contacts.models import ContactPoint
from reporting_paths.paths.models import PathVersion
from tests.factories import make_member, make_person
from tests.members.experts.makers import make_expert
from tests.paths.test_pages import MAX_QUERIES, count_queries, detail, walk

ADVICE = walk("3", "schule")


def labels_of(kind):
    return [usage.label for usage in usages_of(ContactPoint.objects.of_kind(kind).first())]


def test_paths_that_name_a_contact_are_listed_with_their_steps(client, network):
    labels = labels_of(Kind.INSOFA)

    assert "Meldeweg „Schule“, Schritt 3" in labels
    assert not any("Akute Gefahr" in label for label in labels)
    assert any("Akute Gefahr" in label for label in labels_of(Kind.ASD))


def test_step_that_names_it_in_a_sentence_counts_too(network):
    labels = labels_of(Kind.ON_CALL)
    versions = PathVersion.objects.published().filter(steps__if_not_possible__contains="{bereitschaft}")
    naming = {version.path.short_title for version in versions}

    assert naming
    for title in naming:
        assert any(f"„{title}“" in label for label in labels)


def test_expert_of_the_town_stands_at_the_advice_step_with_what_is_public(client, network):
    office = YouthWelfareOffice.objects.get(key="stadt")
    hidden = make_person(first_name="", last_name="Verborgen")
    public = make_person(first_name="", last_name="Sichtbar", name_visibility=Visibility.PUBLIC)
    make_expert(office=office, person=hidden, phone="030 23125 301")
    make_expert(office=office, person=public, phone="030 23125 302", phone_visibility=Visibility.PUBLIC)
    member = Client()
    member.force_login(make_member())

    html = client.get(ADVICE, {"ort": "stadt"}).content.decode()

    assert "Sichtbar" in html
    assert "030 23125 302" in html
    assert "Verborgen" not in html
    assert "030 23125 301" not in html
    assert 'href="/insofa/anfrage/?ort=stadt"' in html
    assert "Sichtbar" not in client.get(ADVICE, {"ort": "dorf"}).content.decode()
    assert "Sichtbar" not in client.get(ADVICE).content.decode()
    assert "Verborgen" in member.get(ADVICE, {"ort": "stadt"}).content.decode()
    assert "Verborgen" not in Client().get(ADVICE, {"ort": "stadt"}).content.decode()


@pytest.mark.parametrize("address", [ADVICE, detail("schule")])
def test_what_members_see_of_experts_stays_out_of_parts_that_guests_share(client, network, address):
    """One client is one worker; `x` passes the page cache, so that the page is made of kept parts."""
    expert = make_person(first_name="", last_name="Verborgen")
    make_expert(office=YouthWelfareOffice.objects.get(key="stadt"), person=expert, phone="030 23125 301")
    address = f"{address}?ort=stadt&x=1"
    client.force_login(make_member())
    first = client.get(address).content.decode()
    client.logout()
    guest = client.get(address).content.decode()
    client.force_login(make_member())
    again = client.get(address).content.decode()

    assert ["Verborgen" in page for page in (first, guest, again)] == [True, False, True]


@pytest.mark.parametrize("address", [ADVICE, detail("schule"), detail("gesundheitswesen")])
def test_experts_cost_one_query_however_many_they_are(client, network, address):
    office = YouthWelfareOffice.objects.get(key="stadt")
    counts = []
    for _number in range(2):
        make_expert(office=office, hours={0: (9, 12)})
        counts.append(count_queries(address, {"ort": "stadt"}))

    assert counts[0] == counts[1] <= MAX_QUERIES
