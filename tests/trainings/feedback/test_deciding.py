"""What coordinators do with wishes, and who learns of it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.enums import Role
from members.messages.actions import change_choice
from netzwerk.mail import Choice
from netzwerk.models import OutgoingMail
from tests.factories import make_category, make_network, make_training, make_user
from tests.trainings.feedback.makers import make_held, make_member_of, make_need
from trainings import publishing
from trainings.enums import EventStatus
from trainings.feedback.actions.needs import MAIL_KIND, NotMergeable, merge_needs
from trainings.feedback.enums import NeedState
from trainings.feedback.models import Need

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _network():
    make_network()


@pytest.fixture
def coordinator(client):
    user = make_user(role=Role.COORDINATOR)
    client.force_login(user)
    return user


def url_of(need, verb="decide"):
    return reverse(f"feedback:need-{verb}", args=[need.pk])


def answer(client, need, **fields):
    return client.post(
        url_of(need), {"state": "open", "event": "", "answer": "", "topic": "", "version": need.version} | fields
    )


def told():
    return sorted(OutgoingMail.objects.filter(kind=MAIL_KIND).values_list("to", flat=True))


def test_answer_is_read_by_members(client, coordinator):
    need = make_need(author=make_member_of())

    answer(client, need, state="declined", answer="Das bietet schon der Kreissportbund an.")

    need.refresh_from_db()
    assert (need.state, need.answered_on, need.version) == ("declined", timezone.localdate(), 2)
    client.force_login(make_member_of())
    page = client.get(need.get_absolute_url()).content.decode()
    assert "abgelehnt" in page
    assert "Das bietet schon der Kreissportbund an." in page


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"state": "declined"}, "Nennen Sie den Grund, damit die Mitglieder ihn verstehen."),
        ({"state": "fulfilled"}, "Wählen Sie die Fortbildung aus, die den Bedarf erfüllt."),
        ({"state": ""}, "Wählen Sie aus, wie es weitergeht."),
        ({"state": "planned", "answer": "x" * 501}, "Kürzen Sie die Angabe auf höchstens 500 Zeichen."),
    ],
)
def test_incomplete_answer_is_refused_at_its_field(client, coordinator, fields, message):
    need = make_need()

    assert message in answer(client, need, **fields).content.decode()
    need.refresh_from_db()
    assert need.state == NeedState.OPEN


def test_second_of_two_coordinators_sees_the_first_ones_answer(client, coordinator):
    need = make_need()
    answer(client, need, state="planned", answer="Im Herbst.")

    response = answer(client, need, state="declined", answer="Nein, denn das gibt es.")

    assert response.status_code == 409
    assert "Im Herbst." in response.content.decode()
    need.refresh_from_db()
    assert need.state == NeedState.PLANNED


def test_publishing_tells_everybody_who_wished_once(client, coordinator):
    author, supporter, stranger = (make_member_of() for _ in range(3))
    event = make_training(status=EventStatus.DRAFT)
    need = make_need(author=author, supporters=[supporter])
    make_need(author=supporter, title="Auch dazu", event=event)
    make_need(author=stranger, title="Etwas anderes")
    answer(client, need, state="planned", event=event.pk)
    assert told() == []

    event.status = EventStatus.PUBLISHED
    event.save()
    for _ in range(2):
        publishing.announce(event)

    assert told() == sorted([author.email, supporter.email])
    mail = OutgoingMail.objects.get(to=author.email)
    assert event.title in mail.subject
    assert "Gespräche mit Eltern" in mail.text_body
    assert event.get_absolute_url() in mail.text_body


def test_linking_to_a_public_training_tells_at_once(client, coordinator):
    need = make_need(author=make_member_of())

    answer(client, need, state="fulfilled", event=make_training().pk)

    assert len(told()) == 1


@pytest.mark.parametrize("make", [make_held, lambda: make_training(status=EventStatus.DRAFT)])
def test_nobody_is_told_of_what_is_over_or_not_public(client, coordinator, make):
    answer(client, make_need(), state="planned", event=make().pk)

    assert told() == []


def test_mail_may_be_switched_off_or_come_weekly():
    off, weekly, at_once = (make_member_of() for _ in range(3))
    change_choice(owner=off.person, kind=MAIL_KIND, choice=Choice.OFF)
    change_choice(owner=weekly.person, kind=MAIL_KIND, choice=Choice.WEEKLY)
    event = make_training()
    make_need(author=off, supporters=[weekly, at_once], event=event)

    publishing.announce(event)

    assert told() == [at_once.email]


def test_cancelled_trainings_are_not_offered(client, coordinator):
    cancelled, planned = make_training(status=EventStatus.CANCELLED), make_training(status=EventStatus.DRAFT)

    page = client.get(url_of(make_need())).content.decode()

    assert planned.title in page
    assert cancelled.title not in page


def test_hidden_wish_is_gone_for_members_and_comes_back(client, coordinator):
    need, member = make_need(), make_member_of()

    client.post(url_of(need, "hide"))
    assert need.title in client.get(reverse("feedback:need-list")).content.decode()
    client.force_login(member)
    assert need.title not in client.get(reverse("feedback:need-list")).content.decode()

    client.force_login(coordinator)
    client.post(url_of(need, "hide"), {"zeigen": "1"})
    assert not Need.objects.get().is_hidden


def test_merging_counts_everybody_once_and_leads_the_old_address_on(client, coordinator):
    both, only = make_member_of(), make_member_of()
    kept = make_need(title="Gespräche mit Eltern", author=both)
    gone = make_need(title="Elterngespräche", author=only, supporters=[both])

    page = client.get(url_of(gone, "merge"), {"suche": "Gespräche"}).content.decode()
    assert "Hier zusammenführen" in page
    response = client.post(url_of(gone, "merge"), {"ziel": kept.pk})

    assert response.url == kept.get_absolute_url()
    assert {support.user for support in kept.supports.all()} == {both, only}
    assert gone.supports.count() == 0
    client.force_login(only)
    assert client.get(gone.get_absolute_url()).url == kept.get_absolute_url()
    assert list(Need.objects.visible_to(only)) == [kept]


def test_what_was_merged_is_not_merged_again(coordinator):
    kept, gone = make_need(), make_need()
    merge_needs(kept=kept, gone=gone, by=coordinator)

    with pytest.raises(NotMergeable):
        merge_needs(kept=gone, gone=kept, by=coordinator)
    with pytest.raises(NotMergeable):
        merge_needs(kept=kept, gone=kept, by=coordinator)


@pytest.mark.parametrize("target", ["", "abc", "0", "9" * 30])
def test_merging_into_nothing_is_not_found(client, coordinator, target):
    assert client.post(url_of(make_need(), "merge"), {"ziel": target}).status_code == 404


def test_members_decide_nothing(client):
    need = make_need()
    client.force_login(make_member_of())

    for verb in ("decide", "merge"):
        assert client.get(url_of(need, verb)).status_code == 403
    assert client.post(url_of(need, "hide")).status_code == 403
    assert client.get(reverse("feedback:need-figures")).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_figures_by_group_and_their_query_count(client, coordinator, django_assert_num_queries, count):
    group = make_category(short_title="Schulen")
    for _ in range(count):
        make_need(author=make_member_of(group), supporters=[make_member_of(group)])
    make_need(author=make_member_of(group), state=NeedState.DECLINED, answer="Gibt es.")

    with django_assert_num_queries(10):
        response = client.get(reverse("feedback:need-figures"))

    found = {group.short_title: (wishes, supports) for group, wishes, supports in response.context["groups"]}
    assert found["Schulen"] == (count, 2 * count)
