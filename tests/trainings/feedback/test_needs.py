"""Wishes for trainings: wishing, supporting, finding; nobody's name is seen."""

import threading

import pytest
from django.db import connection
from django.urls import reverse

from members.enums import Role
from members.merging import merge_people
from members.personal_data import erase_data_of, open_data_of, subject_of
from tests.factories import make_category, make_network, make_topic, make_user
from tests.trainings.feedback.makers import make_member_of, make_need
from trainings.feedback.actions.needs import AlreadyWished, NotSupportable, propose_need, support_need, withdraw_support
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need, NeedSupport

pytestmark = pytest.mark.django_db
LIST, NEW = reverse("feedback:need-list"), reverse("feedback:need-create")


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def member(client):
    """A member of the group „Schulen“, signed in."""
    user = make_member_of(make_category(short_title="Schulen"))
    client.force_login(user)
    return user


def titles(response):
    return [need.title for need in response.context["page"].object_list]


def test_wish_is_entered_for_the_own_group_and_its_author_supports_it(client, member):
    topic = make_topic(name="Gesprächsführung")

    response = client.post(NEW, {"title": "Gespräche mit Eltern", "topic": topic.pk, "reason": "Viele sind unsicher."})

    need = Need.objects.get()
    assert response.url == need.get_absolute_url()
    assert (need.title, need.topic, need.actor_category.short_title) == ("Gespräche mit Eltern", topic, "Schulen")
    support = need.supports.get()
    assert (support.user, support.is_author) == (member, True)


def test_form_says_what_is_missing_and_asks_for_no_case(client, member):
    page = client.post(NEW, {"title": ""}).content.decode()

    assert "Nennen Sie das Thema." in page
    assert "Bitte keine Angaben zu Kindern, Familien oder Fällen." in page
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"title": "x" * 10_000}, "Kürzen Sie die Angabe auf höchstens 120 Zeichen."),
        ({"title": "Thema", "reason": "x" * 10_000}, "Kürzen Sie die Angabe auf höchstens 500 Zeichen."),
        ({"title": "Links\u202erechts"}, "Der Text enthält Zeichen, die man nicht sieht."),
        ({"title": "Thema", "topic": "abc"}, "Wählen Sie eine der Möglichkeiten aus."),
    ],
)
def test_bad_wish_is_refused_at_its_field(client, member, sent, message):
    assert message in client.post(NEW, sent).content.decode()
    assert Need.objects.count() == 0


def test_group_is_asked_for_only_with_seats_in_several(client, member):
    assert 'name="actor_category"' not in client.get(NEW).content.decode()
    other = make_member_of(make_category(short_title="Kitas")).current_seats[0].organisation
    member.person.memberships.create(organisation=other)

    assert 'name="actor_category"' in client.get(NEW).content.decode()
    client.post(NEW, {"title": "Kinder in Trennung", "actor_category": other.actor_category_id})
    assert Need.objects.get().actor_category.short_title == "Kitas"
    foreign = make_category()
    page = client.post(NEW, {"title": "Anderes", "actor_category": foreign.pk}).content.decode()
    assert "Wählen Sie eine Ihrer Gruppen aus." in page


@pytest.mark.parametrize("title", ["Elternarbeit", "Mit den Eltern sprechen", "Das schwierige Gespräch"])
def test_similar_wish_is_shown_once_then_let_through(client, member, title):
    make_need(title="Gespräche mit Eltern bei Verdacht")
    sent = {"title": title}

    page = client.post(NEW, sent)

    assert "Es gibt schon etwas Ähnliches." in page.content.decode()
    assert "Gespräche mit Eltern bei Verdacht" in page.content.decode()
    assert Need.objects.count() == 1
    assert client.post(NEW, sent | {"trotzdem": "1"}).status_code == 302
    assert Need.objects.count() == 2


@pytest.mark.parametrize("title", ["Was mit der Polizei und den Gerichten ist", "Kinderarmut", "?!"])
def test_small_words_and_those_of_every_title_make_nothing_similar(client, member, title):
    make_need(title="Kinderschutz: Gespräche mit den Eltern und der Schule")

    assert client.post(NEW, {"title": title}).status_code == 302


def test_similar_ones_are_looked_up_while_one_types(client, member):
    make_need(title="Schutzkonzepte im Verein")
    make_need(title="Schutzkonzepte in Schulen", state=NeedState.FULFILLED)

    part = client.get(reverse("feedback:need-similar"), {"title": "Schutzkonzept"}).content.decode()

    assert "Schutzkonzepte im Verein" in part
    assert "in Schulen" not in part
    assert "<html" not in part
    assert client.get(reverse("feedback:need-similar"), {"title": "&|!:* '"}).status_code == 200


def test_double_click_enters_once(member):
    group = member.current_seats[0].organisation.actor_category
    propose_need(values={"title": "Ein Thema", "reason": "", "topic": None}, actor_category=group, by=member)

    with pytest.raises(AlreadyWished):
        propose_need(values={"title": "ein thema", "reason": "", "topic": None}, actor_category=group, by=member)

    assert Need.objects.count() == 1


def test_supporting_counts_once_and_can_be_taken_back(client, member):
    need = make_need()
    support, withdraw = (reverse(f"feedback:need-{verb}", args=[need.pk]) for verb in ("support", "withdraw"))

    for _ in range(2):
        client.post(support)
    assert need.supports.count() == 2
    assert need.supports.get(user=member).actor_category.short_title == "Schulen"

    client.post(withdraw)
    assert need.supports.filter(user=member).count() == 0
    assert client.get(support).status_code == 405


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_count_once():
    need, user = make_need(), make_member_of()
    group = user.current_seats[0].organisation.actor_category
    start = threading.Barrier(2)

    def click():
        start.wait()
        support_need(need=need, actor_category=group, by=user)
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()

    assert need.supports.filter(user=user).count() == 1


def test_own_wish_goes_with_its_last_supporter(member):
    need, other = make_need(author=member), make_member_of()
    shared = make_need(author=member, supporters=[other], title="Anderes")

    assert withdraw_support(need=need, by=member) is False
    assert withdraw_support(need=shared, by=member) is True
    assert list(Need.objects.all()) == [shared]


@pytest.mark.parametrize(
    "fields",
    [{"state": NeedState.FULFILLED}, {"state": NeedState.DECLINED, "answer": "Gibt es schon."}, {"is_hidden": True}],
)
def test_answered_and_hidden_wishes_take_no_support(member, fields):
    need = make_need(**fields)

    with pytest.raises(NotSupportable):
        support_need(need=need, actor_category=need.actor_category, by=member)


def test_list_is_sorted_by_support_and_names_nobody(client, member):
    people = [make_member_of(full_name="Unsichtbare Person") for _ in range(3)]
    make_need(title="Weniger", author=people[0])
    make_need(title="Mehr", author=people[1], supporters=people[2:])
    hidden = make_need(title="Ausgeblendet", is_hidden=True)

    response = client.get(LIST)

    assert titles(response) == ["Mehr", "Weniger"]
    for url in (LIST, *(need.get_absolute_url() for need in Need.objects.exclude(pk=hidden.pk))):
        page = client.get(url).content.decode()
        for person in people:
            assert person.email not in page
            assert person.person.last_name not in page
        assert "Unsichtbare" not in page
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_list_is_narrowed_by_group_topic_state_and_word(client, member):
    topic, group = make_topic(), make_category()
    make_need(title="Recht im Alltag", topic=topic, state=NeedState.PLANNED)
    make_need(title="Digitale Gewalt", author=make_member_of(group))
    make_need(title="Vom Schutzkonzept", supporters=[make_member_of(group)])

    assert set(titles(client.get(LIST, {"feld": topic.pk}))) == {"Recht im Alltag"}
    assert set(titles(client.get(LIST, {"gruppe": group.code}))) == {"Digitale Gewalt", "Vom Schutzkonzept"}
    assert set(titles(client.get(LIST, {"stand": "planned"}))) == {"Recht im Alltag"}
    assert set(titles(client.get(LIST, {"suche": "schutzkonzepte"}))) == {"Vom Schutzkonzept"}
    assert len(titles(client.get(LIST, {"feld": "x", "gruppe": "??", "stand": "weg", "seite": "99"}))) == 3
    assert "Dazu gibt es noch keinen Bedarf" in client.get(LIST, {"suche": "xyzxyz"}).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_list_query_count_stays(client, member, django_assert_num_queries, count):
    for number in range(count):
        make_need(title=f"Thema {number}", topic=make_topic(), supporters=[make_member_of()])

    with django_assert_num_queries(11):
        assert len(titles(client.get(LIST))) == count


@pytest.mark.parametrize("count", [1, 3])
def test_detail_query_count_stays(client, member, django_assert_num_queries, count):
    need = make_need(supporters=[make_member_of() for _ in range(count)])

    with django_assert_num_queries(12):
        client.get(need.get_absolute_url())


def test_detail_counts_by_group(client, member):
    schools = member.current_seats[0].organisation.actor_category
    need = make_need(supporters=[make_member_of(schools), make_member_of(schools)])

    response = client.get(need.get_absolute_url())

    assert [(group.short_title, number) for group, number in response.context["groups"]][0] == ("Schulen", 2)
    assert "3 Personen wünschen sich das" in response.content.decode()
    assert "Das brauche ich auch" in response.content.decode()


def test_who_only_reads_is_offered_nothing(client):
    client.force_login(make_user(role=Role.EDITOR))
    need = make_need()

    page = client.get(LIST).content.decode() + client.get(need.get_absolute_url()).content.decode()

    assert "Bedarf eintragen" not in page
    assert "Das brauche ich auch" not in page
    assert client.post(reverse("feedback:need-support", args=[need.pk])).status_code == 403


def test_own_data_name_wishes_and_supports_and_deletion_takes_them(member):
    make_need(author=member, title="Eigenes")
    shared = make_need(author=member, supporters=[make_member_of()], title="Geteiltes")
    other = make_need(supporters=[member], title="Fremdes", reason="Steht im Wunsch der anderen")

    part = next(part for part in open_data_of(subject_of(member)) if part.key == "training_needs")

    assert {(row[0], row[4]) for row in part.rows} == {("Eigenes", "ja"), ("Geteiltes", "ja"), ("Fremdes", "nein")}
    assert "Steht im Wunsch" not in str(part.rows)
    counts = erase_data_of(subject_of(member))
    assert (counts["Unterstützte Bedarfe"], counts["Gewünschte Bedarfe"]) == (3, 1)
    assert set(Need.objects.all()) == {shared, other}
    assert NeedSupport.objects.filter(user=member).count() == 0


def test_merged_people_count_once():
    """Both supported the same: one support stays, and the author stays the author."""
    first, second = make_member_of(), make_member_of()
    need = make_need(author=second, supporters=[first])
    kept, gone = first.person, second.person
    fields = ("title", "first_name", "last_name", "email", "phone", "mobile")

    merge_people(
        kept=kept.pk,
        gone=gone.pk,
        values={name: getattr(kept, name) for name in fields},
        versions={kept.pk: kept.version, gone.pk: gone.version},
        user=first.pk,
        by=make_user(is_superuser=True),
    )

    support = need.supports.get()
    assert (support.user, support.is_author) == (first, True)
