"""The page behind the link, and what it leaves behind: that somebody answered, never what."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, connections
from django.utils import timezone

from members.models import Person, User
from netzwerk.models import AuditEvent
from tests.factories import make_network, make_registration, make_training
from tests.trainings.feedback.makers import make_answers, make_held, make_present, path_of, scores_of
from trainings.enums import EventStatus, Presence, RegistrationState
from trainings.feedback.actions.evaluations import (
    AlreadyAnswered,
    delete_old_marks,
    save_answer,
)
from trainings.feedback.enums import Moment
from trainings.feedback.models import AnswerMark, Remark, Round
from trainings.feedback.questions import QUESTIONS
from trainings.feedback.tasks import forget_answers
from trainings.models import Registration, TrainingEvent

pytestmark = pytest.mark.django_db
THANKS = "/rueckmeldung/danke/"


@pytest.fixture(autouse=True)
def _network():
    make_network()


def test_page_asks_everything_and_needs_no_sign_in(client):
    page = client.get(path_of(make_present(make_held(title="Gespräche führen")))).content.decode()

    for text in ["Gespräche führen", *(str(question.text) for question in QUESTIONS[Moment.AFTER])]:
        assert text in page
    assert "Bitte keine Angaben zu einzelnen Kindern, Familien oder Fällen." in page
    assert page.count('type="radio"') == 25


def test_opening_changes_nothing(client):
    path = path_of(make_present(make_held()))

    for _ in range(2):
        assert client.get(path).status_code == 200

    assert (AnswerMark.objects.count(), Round.objects.count()) == (0, 0)


def test_answer_is_counted_and_the_link_used_up(client):
    registration = make_present(make_held())
    path = path_of(registration)

    response = client.post(path, scores_of(content=5, remark="Gern wieder"))

    assert response.url == THANKS
    answered = Round.objects.get()
    assert (answered.event, answered.moment, answered.answers) == (registration.event, "after", 1)
    assert answered.tallies["content"] == [0, 0, 0, 0, 1]
    assert answered.tallies["practice"] == [0, 0, 0, 1, 0]
    assert [remark.text for remark in answered.remarks.all()] == ["Gern wieder"]
    assert client.get(path).status_code == 410
    assert client.post(path, scores_of()).status_code == 410
    assert Round.objects.get().answers == 1


def test_nobody_answers_twice_at_one_moment():
    registration = make_present(make_held())
    save_answer(registration=registration, moment=Moment.AFTER, scores=scores_of())

    with pytest.raises(AlreadyAnswered):
        save_answer(registration=registration, moment=Moment.AFTER, scores=scores_of())
    save_answer(registration=registration, moment=Moment.LATER, scores=scores_of(Moment.LATER))

    assert list(Round.objects.order_by("moment").values_list("moment", "answers")) == [("after", 1), ("later", 1)]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"content": ""}, "Wählen Sie eine Antwort aus: Die Inhalte waren verständlich und passend."),
        ({"content": "6"}, "Wählen Sie eine der fünf Antworten aus."),
        ({"content": "viel"}, "Wählen Sie eine der fünf Antworten aus."),
        ({"remark": "x" * 501}, "Kürzen Sie die Angabe auf höchstens 500 Zeichen."),
        ({"remark": "a\x00b"}, "Der Text enthält Zeichen, die man nicht sieht."),
    ],
)
def test_bad_answer_is_refused_at_its_field(client, sent, message):
    response = client.post(path_of(make_present(make_held())), scores_of() | sent)

    assert response.status_code == 200
    assert message in response.content.decode()
    assert AnswerMark.objects.count() == 0


@pytest.mark.parametrize(
    ("event", "registration", "moment", "status"),
    [
        ({}, {}, Moment.AFTER, 200),
        ({}, {"presence": Presence.ABSENT}, Moment.AFTER, 410),
        ({}, {"presence": ""}, Moment.AFTER, 410),
        ({"status": EventStatus.PUBLISHED}, {}, Moment.AFTER, 200),
        ({"status": EventStatus.CANCELLED}, {}, Moment.AFTER, 410),
        ({"days": 119}, {}, Moment.LATER, 200),
        ({"days": 121}, {}, Moment.LATER, 410),
        ({}, {}, Moment.BEFORE, 410),
    ],
)
def test_only_who_was_there_answers_and_only_in_time(client, event, registration, moment, status):
    registration = make_registration(
        event=make_held(**({"days": 2} | event)), **{"presence": Presence.PRESENT} | registration
    )

    assert client.get(path_of(registration, moment)).status_code == status


@pytest.mark.parametrize(
    ("state", "status"), [(RegistrationState.CONFIRMED, 200), (RegistrationState.WAITING, 410), ("returned", 410)]
)
def test_beforehand_who_has_a_seat_is_asked(client, state, status):
    registration = make_registration(event=make_training(), state=state)

    assert client.get(path_of(registration, Moment.BEFORE)).status_code == status


def test_link_of_one_moment_opens_no_other(client):
    path = path_of(make_present(make_held()))

    assert client.get(path.replace("nachher", "spaeter")).status_code == 404
    assert client.get(path.replace("nachher", "nachher/x")).status_code == 404


def test_new_secret_ends_the_link(client):
    registration = make_present(make_held())
    path = path_of(registration)
    registration.renew_secret()

    assert client.get(path).status_code == 410


def neighbours(model):
    """Models one join away, in either direction."""
    return {field.related_model for field in model._meta.get_fields() if field.is_relation and field.related_model}


def test_no_chain_of_joins_leads_from_a_person_to_what_was_answered():
    """Whoever takes part in a training shares its sums with all others; apart from it nothing leads there."""
    reached, waiting = {TrainingEvent}, [AnswerMark, Registration, Person, User]
    while waiting:
        model = waiting.pop()
        if model not in reached:
            reached.add(model)
            waiting += neighbours(model)

    assert len(reached) > 50
    assert not reached & {Round, Remark}
    assert neighbours(Round) == {TrainingEvent, Remark}
    assert neighbours(Remark) == {Round}
    assert {field.name for field in AnswerMark._meta.get_fields()} == {"id", "registration", "moment"}


def test_no_column_holds_a_moment_or_a_running_number():
    """Neither tells the order in which people answered; a Round's number belongs to the training."""
    for model in (Round, Remark, AnswerMark):
        kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
        assert not kinds & {"DateTimeField", "DateField", "TimeField"}
    assert Remark._meta.pk.get_internal_type() == AnswerMark._meta.pk.get_internal_type() == "UUIDField"


def test_log_of_events_does_not_tell_that_somebody_answered():
    make_answers(make_held(), 2)

    assert AuditEvent.objects.filter(kind__startswith="feedback").count() == 0


def written_by(table):
    """The transactions that wrote the rows of a table, as PostgreSQL notes them."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT DISTINCT xmin::text FROM {table}")
        return {row[0] for row in cursor.fetchall()}


@pytest.mark.django_db(transaction=True)
def test_transaction_does_not_tell_whose_a_remark_is():
    """With each answer, also one without a remark, all remarks are written anew, under other keys."""
    event = make_held()
    make_answers(event, 3, remark="Gut")
    before = set(Remark.objects.values_list("pk", flat=True))

    make_answers(event, 1)

    assert Remark.objects.count() == 3
    assert len(written_by("feedback_remark")) == 1
    assert not before & set(Remark.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_night_leaves_neither_transactions_nor_older_sums():
    make_answers(make_held(), 6, remark="Gut")
    by_day = written_by("feedback_round") | written_by("feedback_remark") | written_by("feedback_answermark")

    forget_answers()

    by_night = written_by("feedback_round") | written_by("feedback_remark")
    assert len(by_night) == 1
    assert not by_day & by_night
    # Eight versions of one row stood one behind the other; the next row takes a place among the first.
    Round.objects.create(event=make_held(), moment=Moment.AFTER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text FROM feedback_round ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() < ("(0,4)",)


@pytest.mark.django_db(transaction=True)
def test_answers_at_the_same_moment_are_all_counted_and_each_once():
    event = make_held()
    twice = [make_present(event) for _ in range(8)] * 2

    def answer(registration):
        try:
            save_answer(registration=registration, moment=Moment.AFTER, scores=scores_of(), remark="Gut")
            return True
        except AlreadyAnswered:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        counted = list(pool.map(answer, twice))

    answered = Round.objects.get()
    assert (counted.count(True), answered.answers, answered.remarks.count()) == (8, 8, 8)
    assert answered.tallies["content"] == [0, 0, 0, 8, 0]


def test_marks_go_after_the_last_round_and_with_the_registration():
    old, new, gone = (make_present(make_held(days=days)) for days in (121, 119, 2))
    for registration in (old, new, gone):
        AnswerMark.objects.create(registration=registration, moment=Moment.AFTER)

    gone.delete()

    assert delete_old_marks() == 1
    assert [mark.registration for mark in AnswerMark.objects.all()] == [new]
    assert delete_old_marks(timezone.now() + timedelta(days=2)) == 1


def test_every_table_of_this_room_is_known():
    """A new table would have to be thought of here and in docs/decisions/0011."""
    names = {model.__name__ for model in apps.get_app_config("feedback").get_models()}

    assert names == {"AnswerMark", "Need", "NeedSupport", "Remark", "Round"}
