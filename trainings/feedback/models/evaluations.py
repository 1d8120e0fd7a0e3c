"""Evaluation without storing who answered: what, how often, and apart from it who has had their turn.

No answer is a row. `Round` holds sums, `Remark` a text and nothing else, `AnswerMark` a fact without content; no key
and no time leads from one to the other. What that protects from, and what not: docs/decisions/0011.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trainings.feedback.enums import Moment
from trainings.feedback.questions import QUESTIONS, REMARK_LENGTH, SCALE
from trainings.models import Registration, TrainingEvent


class Round(models.Model):
    """The answers about one training at one moment, as sums: `tallies` is {question: [how many said 1, …, 5]}."""

    event = models.ForeignKey(TrainingEvent, models.CASCADE, related_name="feedback_rounds")
    moment = models.CharField(_("Zeitpunkt"), max_length=10, choices=Moment.choices)
    answers = models.PositiveIntegerField(_("Antworten"), default=0)
    tallies = models.JSONField(default=dict)

    class Meta:
        ordering = ["event", "pk"]
        verbose_name = _("Rückmeldung")
        verbose_name_plural = _("Rückmeldungen")
        constraints = [
            models.UniqueConstraint(fields=["event", "moment"], name="feedback_round_once"),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="feedback_round_moment_known"),
        ]

    def __str__(self):
        return f"{self.event} ({self.get_moment_display()})"

    def add(self, scores):
        """Counts one answer, {question: 1 to 5}; not yet saved, and the caller holds the row's lock."""
        self.answers += 1
        for question in QUESTIONS[self.moment]:
            tally = self.tallies.setdefault(question.key, [0] * len(SCALE))
            tally[scores[question.key] - 1] += 1


class Remark(models.Model):
    """A free text of somebody; all of a round are written anew with each answer, in random order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="remarks")
    text = models.CharField(_("Anmerkung"), max_length=REMARK_LENGTH)

    class Meta:
        verbose_name = _("Anmerkung")
        verbose_name_plural = _("Anmerkungen")

    def __str__(self):
        return self.text


class AnswerMark(models.Model):
    """That somebody has answered at a moment, so that nobody does so twice; never what, and not when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    registration = models.ForeignKey(Registration, models.CASCADE, related_name="feedback_marks")
    moment = models.CharField(_("Zeitpunkt"), max_length=10, choices=Moment.choices)

    class Meta:
        verbose_name = _("Vermerk über eine Rückmeldung")
        verbose_name_plural = _("Vermerke über Rückmeldungen")
        constraints = [
            models.UniqueConstraint(fields=["registration", "moment"], name="feedback_mark_once"),
            models.CheckConstraint(condition=Q(moment__in=Moment.values), name="feedback_mark_moment_known"),
        ]

    def __str__(self):
        return self.get_moment_display()
