"""Rows of feedback and of the needs survey."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.utils import timezone

from tests.factories import make_category, make_member, make_organisation, make_registration, make_training
from trainings.enums import EventStatus, Presence
from trainings.feedback.actions.evaluations import save_answer
from trainings.feedback.enums import Moment
from trainings.feedback.models import Need, NeedSupport
from trainings.feedback.questions import QUESTIONS
from trainings.feedback.reminders import link_for


def make_held(*, days=2, **fields):
    """A training that ended `days` ago."""
    starts_at = timezone.now() - timedelta(days=days, hours=3)
    return make_training(**{"starts_at": starts_at, "status": EventStatus.HELD} | fields)


def make_present(event, **fields):
    """Somebody who was there."""
    fields = {"actor_category": event.registrations.first() and event.registrations.first().actor_category} | fields
    return make_registration(event=event, presence=Presence.PRESENT, **fields)


def path_of(registration, moment=Moment.AFTER):
    """The link of the mail, as the test client wants it."""
    return urlsplit(link_for(registration, moment)).path


def scores_of(moment=Moment.AFTER, score=4, **other):
    return {question.key: score for question in QUESTIONS[moment]} | other


def make_answers(event, count, *, moment=Moment.AFTER, score=4, remark=""):
    """`count` people more who were there and answered `score` to everything."""
    for _ in range(count):
        save_answer(registration=make_present(event), moment=moment, scores=scores_of(moment, score), remark=remark)


def make_member_of(category=None, **fields):
    """A member whose seat is in an organisation of `category`."""
    return make_member(organisation=make_organisation(actor_category=category or make_category()), **fields)


def make_need(*, author=None, supporters=(), **fields):
    """A wish of `author`, supported by `supporters` too."""
    author = author or make_member_of()
    group = author.current_seats[0].organisation.actor_category
    need = Need.objects.create(**{"title": "Gespräche mit Eltern", "actor_category": group} | fields)
    NeedSupport.objects.create(need=need, user=author, actor_category=group, is_author=True)
    for user in supporters:
        own = user.current_seats[0].organisation.actor_category
        NeedSupport.objects.create(need=need, user=user, actor_category=own)
    return need
