"""What members of the example network wish for, and what participants of its trainings answered."""

import random
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from members.models import ActorCategory, Membership
from trainings.enums import EventStatus, Presence
from trainings.feedback.enums import Moment, NeedState
from trainings.feedback.models import AnswerMark, Need, NeedSupport, Remark, Round
from trainings.feedback.questions import QUESTIONS, SCALE
from trainings.models import Topic, TrainingEvent


@dataclass(frozen=True)
class Wish:
    """`group` is the code of who wished, `supports` how many want it, `days` how long ago.

    `topic` and `event` (the training that answers it) are parts of a name; a wish whose training is missing is open.
    """

    title: str
    reason: str
    group: str
    supports: int
    days: int
    topic: str = ""
    state: str = NeedState.OPEN
    answer: str = ""
    event: str = ""


WISHES = (
    Wish(
        "Gespräche mit Eltern bei einem Verdacht",
        "Viele Kolleginnen und Kollegen sind unsicher, wie sie das Gespräch beginnen. Wir möchten es üben.",
        "2",
        11,
        95,
        "Gespräche mit Eltern",
        NeedState.PLANNED,
        "Mit viel Zeit zum Üben, wie gewünscht.",
        "Gespräche mit Eltern",
    ),
    Wish(
        "Cybergrooming und Gewalt im Netz",
        "Schulen brauchen etwas, das sie in der Konferenz weitergeben können.",
        "5",
        9,
        160,
        "Digitale Gewalt",
        NeedState.FULFILLED,
        "",
        "Cybergrooming",
    ),
    Wish(
        "Schweigepflicht: Was darf ich wem sagen?",
        "In Praxis und Beratung ist offen, wann wir das Jugendamt einschalten dürfen.",
        "4",
        8,
        130,
        "Schweigepflicht",
        NeedState.PLANNED,
        "Im Frühjahr zusammen mit der Ärztekammer. Der Termin folgt.",
    ),
    Wish(
        "Kinder psychisch kranker Eltern",
        "Wir erleben die Familien früh und möchten wissen, wer vor Ort mit ihnen arbeitet.",
        "12",
        6,
        22,
        "psychisch",
    ),
    Wish(
        "Wie arbeitet das Familiengericht?",
        "Der Ablauf nach einer Anrufung ist vielen nicht bekannt.",
        "10",
        4,
        61,
    ),
    Wish("Schutzkonzepte im Sportverein", "Für Ehrenamtliche, gern an einem Abend.", "W", 3, 12, "Schutzkonzepte"),
    Wish(
        "Erste Hilfe am Kind",
        "",
        "2",
        2,
        200,
        "",
        NeedState.DECLINED,
        "Das bieten die Hilfsorganisationen im Kreis regelmäßig an. Es gehört nicht zum Schutzauftrag.",
    ),
)
REMARKS = {
    Moment.BEFORE: (
        "Ein klarer Ablauf, den ich ins Team mitnehmen kann.",
        "Austausch mit dem Jugendamt, auch über Grenzen der Zusammenarbeit.",
    ),
    Moment.AFTER: (
        "Der Austausch zwischen Schule und Jugendamt hat mir am meisten gebracht.",
        "Bitte mehr Zeit für die Übungen.",
        "Gut verständlich, auch ohne Vorwissen im Recht.",
    ),
    Moment.LATER: (
        "Die Ansprechpersonen zu kennen, hat den Anruf leichter gemacht.",
        "Eine kurze Auffrischung nach einem Jahr wäre gut.",
    ),
}
# How likely each score is, and the part of those present that answers.
WEIGHTS = {Moment.BEFORE: (1, 4, 8, 6, 2), Moment.AFTER: (0, 1, 3, 10, 9), Moment.LATER: (0, 1, 4, 11, 7)}
SHARES = {Moment.BEFORE: 0.7, Moment.AFTER: 0.8, Moment.LATER: 0.5}
OPENS_AFTER = {Moment.BEFORE: timedelta(days=-3), Moment.AFTER: timedelta(days=1), Moment.LATER: timedelta(days=49)}


def load_feedback():
    """Wishes, and answers about every held training where people were present; neither if there is one already."""
    if not Need.objects.exists():
        _load_wishes()
    for event in TrainingEvent.objects.filter(status=EventStatus.HELD, feedback_rounds=None):
        _load_answers(event)


def _load_wishes():
    seats = Membership.objects.current().exclude(person__user=None).select_related("organisation")
    members = {seat.person.user_id: seat for seat in seats.select_related("person", "organisation").order_by("pk")}
    groups = {group.code: group for group in ActorCategory.objects.all()}
    for wish in WISHES:
        if wish.group in groups:
            _load_wish(wish, groups[wish.group], list(members.values()))


def _load_wish(wish, group, seats):
    day = timezone.localdate() - timedelta(days=wish.days)
    event = TrainingEvent.objects.public().filter(title__icontains=wish.event).first() if wish.event else None
    is_open = wish.state == NeedState.OPEN or (wish.event and not event)
    need = Need.objects.create(
        title=wish.title,
        reason=wish.reason,
        actor_category=group,
        topic=Topic.objects.filter(name__icontains=wish.topic).first() if wish.topic else None,
        state=NeedState.OPEN if is_open else wish.state,
        event=event,
        answer="" if is_open else wish.answer,
        created_on=day,
        answered_on=None if is_open else timezone.localdate() - timedelta(days=9),
    )
    chance = random.Random(wish.title)  # noqa: S311 - the same example every time
    chance.shuffle(seats)
    seats.sort(key=lambda seat: seat.organisation.actor_category_id != group.pk)  # one of the group has wished
    for number, seat in enumerate(seats[: wish.supports]):
        NeedSupport.objects.create(
            need=need,
            user_id=seat.person.user_id,
            actor_category_id=seat.organisation.actor_category_id,
            is_author=number == 0 and seat.organisation.actor_category_id == group.pk,
            created_on=day,
        )


def _load_answers(event):
    present = list(event.registrations.filter(presence=Presence.PRESENT).order_by("pk"))
    for moment, share in SHARES.items():
        count = round(len(present) * share)
        if count and event.ends_at + OPENS_AFTER[moment] <= timezone.now():
            _load_round(event, moment, present[:count])


def _load_round(event, moment, answering):
    chance = random.Random(f"{event.title} {moment}")  # noqa: S311 - the same example every time
    answered = Round(event=event, moment=moment)
    scores = [score for score, _word in SCALE]
    for _registration in answering:
        picked = chance.choices(scores, WEIGHTS[moment], k=len(QUESTIONS[moment]))
        answered.add(dict(zip((question.key for question in QUESTIONS[moment]), picked, strict=True)))
    answered.save()
    remarks = REMARKS[moment] if len(answering) >= len(REMARKS[moment]) else ()
    Remark.objects.bulk_create(Remark(round=answered, text=text) for text in remarks)
    AnswerMark.objects.bulk_create(AnswerMark(registration=part, moment=moment) for part in answering)
