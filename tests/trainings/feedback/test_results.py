"""Results from five answers on: page, table, year."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from tests.factories import make_category, make_network, make_office, make_training, make_user
from tests.trainings.feedback.makers import make_answers, make_held, make_present
from trainings.enums import EventStatus
from trainings.feedback.enums import Moment
from trainings.feedback.results import evaluation_averages, results_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def page_of(client, event):
    return client.get(reverse("feedback:result-detail", args=[event.pk])).content.decode()


def test_four_answers_show_nothing_five_do(client, coordinator):
    event = make_held()
    make_answers(event, 4, remark="Sehr gut")

    page = page_of(client, event)
    assert "Noch zu wenige Antworten (4 von 5)." in page
    assert "Sehr gut" not in page
    assert '<svg class="nk-chart' not in page
    assert evaluation_averages([event.pk])[event.pk][Moment.AFTER].averages == {}
    table = client.get(reverse("feedback:result-csv", args=[event.pk])).content.decode("utf-8-sig")
    assert len(table.splitlines()) == 1

    make_answers(event, 1, score=5, remark="Mehr Zeit")

    page = page_of(client, event)
    assert "5 Antworten" in page
    assert page.count('<svg class="nk-chart') == 1
    assert {"Sehr gut", "Mehr Zeit"} <= {text for text in ("Sehr gut", "Mehr Zeit") if text in page}
    assert evaluation_averages([event.pk])[event.pk][Moment.AFTER].averages["content"] == pytest.approx(4.2)


def test_minimum_is_a_setting(settings):
    settings.FEEDBACK_MINIMUM = 3
    event = make_held()
    make_answers(event, 3)

    assert results_of(event)[1].overall == 4


def test_chart_table_and_file_round_alike(client, coordinator):
    event = make_held()
    make_answers(event, 5, score=5)
    make_answers(event, 3, score=2)

    page = page_of(client, event)  # 3.875

    assert page.count(">3,9<") == 10  # five bars, five cells
    assert "im Durchschnitt 3,9 von 5" in page
    table = client.get(reverse("feedback:result-csv", args=[event.pk])).content.decode("utf-8-sig").splitlines()
    assert table[1] == "direkt danach;Die Inhalte waren verständlich und passend.;8;0;3;0;0;5;3,9"


def test_before_and_later_are_compared_once_both_are_there(client, coordinator):
    event = make_held(days=60)
    make_answers(event, 5, moment=Moment.BEFORE, score=2)
    make_answers(event, 4, moment=Moment.LATER, score=4)
    assert "Was sich verändert hat" not in page_of(client, event)

    make_answers(event, 1, moment=Moment.LATER, score=5)

    page = page_of(client, event)
    assert "Was sich verändert hat" in page
    comparison = page[page.index("Was sich verändert hat") : page.index("Verglichen werden")]
    assert comparison.count(">2,0<") == comparison.count(">4,2<") == 6


def test_remarks_come_in_another_order(client, coordinator):
    event = make_held()
    for number in range(8):
        make_answers(event, 1, remark=f"Anmerkung {number}")

    orders = {tuple(part.split("<")[0] for part in page_of(client, event).split("Anmerkung ")[1:]) for _ in range(5)}

    assert len(orders) > 1
    assert {frozenset(order) for order in orders} == {frozenset("01234567")}


def test_remark_is_text_and_no_markup(client, coordinator):
    event = make_held()
    make_answers(event, 5, remark="<b>fett</b>")

    assert "&lt;b&gt;fett&lt;/b&gt;" in page_of(client, event)


def test_foreign_draft_does_not_exist_and_members_see_nothing(client):
    own, other = make_office(), make_office()
    client.force_login(make_user(role=Role.COORDINATOR, office=own))
    draft = make_training(status=EventStatus.DRAFT, youth_welfare_office=other)

    assert client.get(reverse("feedback:result-detail", args=[draft.pk])).status_code == 404
    client.force_login(make_user())
    assert client.get(reverse("feedback:result-detail", args=[make_held().pk])).status_code == 403


@pytest.mark.parametrize("count", [5, 9])
def test_result_page_query_count_stays(client, coordinator, django_assert_num_queries, count):
    event = make_held()
    make_answers(event, count, remark="Gut")

    with django_assert_num_queries(12):
        page_of(client, event)


def test_year_pools_only_what_is_shown(client, coordinator):
    shown, hidden = make_held(title="Gezeigt"), make_held(title="Verborgen")
    make_answers(shown, 5, score=5)
    make_answers(hidden, 4, score=1)
    year = timezone.localdate(shown.starts_at).year

    response = client.get(reverse("feedback:year-detail", args=[year]))

    figures = response.context["figures"]
    assert (figures.year.answers, figures.year.overall) == (5, 5)
    assert [row.after.overall for row in figures.events] == [5, None]
    page = response.content.decode()
    assert "zu wenige Antworten" in page
    assert "1,0" not in page
    table = client.get(reverse("feedback:year-csv", args=[year])).content.decode("utf-8-sig").splitlines()
    day = timezone.localdate(shown.starts_at).strftime("%d.%m.%Y")
    assert f"Gezeigt;{day};5;5,0;5,0;5,0;5,0;5,0;5,0;;" in table
    assert f"Verborgen;{day};4;;;;;;;;" in table


def test_year_is_that_of_the_first_day(client, coordinator):
    event = make_held()
    make_answers(event, 5)
    year = timezone.localdate(event.starts_at).year

    empty = client.get(reverse("feedback:year-detail", args=[year - 1])).content.decode()

    assert "In diesem Jahr gibt es noch keine Rückmeldungen" in empty
    assert (
        event.title in client.get(reverse("feedback:year-current")).content.decode()
        or timezone.localdate().year != year
    )


@pytest.mark.parametrize("year", [0, 1999, 99999, 10**12])
def test_year_that_cannot_be_is_not_found(client, coordinator, year):
    assert client.get(reverse("feedback:year-detail", args=[year])).status_code == 404
    assert client.get(reverse("feedback:year-csv", args=[year])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_year_query_count_stays(client, coordinator, django_assert_num_queries, count):
    for _ in range(count):
        make_answers(make_held(), 5)
    year = timezone.localdate(timezone.now() - timedelta(days=2, hours=3)).year

    with django_assert_num_queries(10):
        client.get(reverse("feedback:year-detail", args=[year]))


def test_averages_of_many_trainings_cost_one_query(django_assert_num_queries):
    events = [make_held() for _ in range(3)]
    for event in events:
        make_answers(event, 5)

    with django_assert_num_queries(1):
        found = evaluation_averages([event.pk for event in events])

    assert {key: part[Moment.AFTER].overall for key, part in found.items()} == {event.pk: 4 for event in events}
    assert make_present(events[0], actor_category=make_category()).pk  # who was there plays no part in it
