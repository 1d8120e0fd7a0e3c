"""What the answers say, shown only where there are enough of them that nobody can be told apart."""

from collections import defaultdict
from dataclasses import dataclass

from django.conf import settings

from trainings.feedback.enums import Moment
from trainings.feedback.models import Round
from trainings.feedback.questions import KNOWLEDGE, QUESTIONS, SCALE, Question


@dataclass(frozen=True)
class QuestionResult:
    """How often each score was given; `average` is from 1 to 5."""

    question: Question
    tally: tuple

    @property
    def counted(self):
        """[(score, how often)]"""
        return [(score, count) for (score, _word), count in zip(SCALE, self.tally, strict=True)]

    @property
    def average(self):
        return sum(score * count for (score, _word), count in zip(SCALE, self.tally, strict=True)) / sum(self.tally)


@dataclass(frozen=True)
class RoundResult:
    """The answers at one moment; `questions` is empty below the minimum."""

    moment: Moment
    answers: int
    questions: tuple = ()

    @property
    def is_shown(self):
        return bool(self.questions)

    @property
    def averages(self):
        """{question's key: average}; empty below the minimum."""
        return {result.question.key: result.average for result in self.questions}

    @property
    def overall(self):
        """The average of all questions, None below the minimum."""
        values = self.averages.values()
        return sum(values) / len(values) if values else None


def round_result(moment, answers, tallies):
    """The RoundResult of sums; what is below the minimum stays inside."""
    moment = Moment(moment)
    if answers < settings.FEEDBACK_MINIMUM:
        return RoundResult(moment, answers)
    empty = (0,) * len(SCALE)
    found = [QuestionResult(part, tuple(tallies.get(part.key, empty))) for part in QUESTIONS[moment]]
    return RoundResult(moment, answers, tuple(result for result in found if any(result.tally)))


def evaluation_averages(event_ids):
    """{event id: {moment: RoundResult}} in one query; without an answer a moment is missing."""
    found = defaultdict(dict)
    rows = Round.objects.filter(event__in=event_ids).order_by()
    for event_id, moment, answers, tallies in rows.values_list("event", "moment", "answers", "tallies"):
        found[event_id][moment] = round_result(moment, answers, tallies)
    return dict(found)


def results_of(event):
    """[RoundResult] of all moments in their order, for one training."""
    found = evaluation_averages([event.pk]).get(event.pk, {})
    return [found.get(moment, RoundResult(moment, 0)) for moment in Moment]


def knowledge_gain(before, later):
    """[(Question, average before, average later)] of what both were asked; empty unless both are shown."""
    if not (before.is_shown and later.is_shown):
        return []
    shared = [part for part in KNOWLEDGE if part.key in before.averages and part.key in later.averages]
    return [(part, before.averages[part.key], later.averages[part.key]) for part in shared]


def pooled(results):
    """One RoundResult of several trainings at the same moment, None without any.

    Only of those that are shown: from a sum with hidden ones in it, the hidden ones could be computed.
    """
    shown = [result for result in results if result.is_shown]
    if not shown:
        return None
    tallies = defaultdict(lambda: [0] * len(SCALE))
    for result in shown:
        for part in result.questions:
            tallies[part.question.key] = [
                sum(pair) for pair in zip(tallies[part.question.key], part.tally, strict=True)
            ]
    return round_result(shown[0].moment, sum(result.answers for result in shown), tallies)
