"""An expert and the coordination change the same profile: the second is shown both versions."""

import pytest
from django.test import Client

from members.enums import Role
from tests.factories import make_town, make_user
from tests.members.experts.makers import make_expert
from tests.members.makers import form_data

pytestmark = pytest.mark.django_db
NO_HOURS = {"zeiten-TOTAL_FORMS": 0, "zeiten-INITIAL_FORMS": 0}


@pytest.fixture
def expert(town):
    return make_expert(
        office=town.youth_welfare_office, with_access=True, expertise=["neglect"], phone="0221 100", towns=[town]
    )


def opened(user, address):
    client = Client()
    client.force_login(user)
    return client, form_data(client.get(address).context["form"]) | NO_HOURS


def conflict_data(response):
    chosen = {found.choice_name: found.chosen for found in response.context["differences"]}
    kept = {}
    for name, value in response.context["kept"]:
        kept.setdefault(name, []).append(value)
    return kept | chosen


def test_both_changes_stay_as_offered(expert, town):
    make_town(name="Niederstadt", youth_welfare_office=town.youth_welfare_office)
    coordination = make_user(role=Role.COORDINATOR, office=town.youth_welfare_office)
    coordinator, theirs = opened(coordination, expert.get_absolute_url())
    own, mine = opened(expert.person.user, "/mein/insofa/")

    own.post("/mein/insofa/", mine | {"phone": "0221 200"})
    response = coordinator.post(
        expert.get_absolute_url(), theirs | {"expertise": ["neglect", "digital"], "municipalities": []}
    )

    assert response.status_code == 409
    assert {found.name: (found.mine, found.theirs, found.chosen) for found in response.context["differences"]} == {
        "phone": ("0221 100", "0221 200", "gespeicherte"),
        "expertise": (
            "Digitale Gewalt, Vernachlässigung",
            "Vernachlässigung",
            "meine",
        ),
        "municipalities": ("(leer)", "Oberstadt", "meine"),
    }
    coordinator.post(expert.get_absolute_url(), conflict_data(response))
    expert.refresh_from_db()
    assert (expert.phone, expert.expertise, expert.version) == ("0221 200", ["neglect", "digital"], 3)
    assert not expert.municipalities.exists()


def test_expert_sees_what_the_coordination_saved(expert, town):
    coordination = make_user(role=Role.COORDINATOR, office=town.youth_welfare_office)
    coordinator, theirs = opened(coordination, expert.get_absolute_url())
    own, mine = opened(expert.person.user, "/mein/insofa/")

    coordinator.post(expert.get_absolute_url(), theirs | {"phone": "0221 200"})
    response = own.post("/mein/insofa/", mine | {"phone": "0221 300"})

    assert response.status_code == 409
    assert 'href="/mein/insofa/"' in response.content.decode()
    expert.refresh_from_db()
    assert expert.phone == "0221 200"
