"""What participants think of a training, and what members wish for."""

from trainings.feedback.models.evaluations import AnswerMark, Remark, Round
from trainings.feedback.models.needs import Need, NeedSupport

__all__ = ["AnswerMark", "Need", "NeedSupport", "Remark", "Round"]
