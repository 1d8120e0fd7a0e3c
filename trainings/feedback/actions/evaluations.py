"""Taking an answer, and forgetting what is not needed any more.

Nothing here writes to the log of events: when somebody answered must not be found anywhere.
"""

from random import SystemRandom

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from trainings.feedback.models import AnswerMark, Remark, Round
from trainings.feedback.turns import CLOSED_AFTER


class AlreadyAnswered(Exception):
    """The same registration has answered at this moment before."""


@transaction.atomic
def save_answer(*, registration, moment, scores, remark=""):
    """Counts the answer and marks, apart from it, that `registration` has had its turn.

    `scores` is {question: 1 to 5} for every question of the moment. Raises AlreadyAnswered.
    """
    _mark, is_first = AnswerMark.objects.get_or_create(registration=registration, moment=moment)
    if not is_first:
        raise AlreadyAnswered
    Round.objects.get_or_create(event=registration.event, moment=moment)
    answered = Round.objects.select_for_update().get(event=registration.event, moment=moment)
    answered.add(scores)
    answered.save(update_fields=["answers", "tallies"])
    _mix(answered, [remark] if remark else [])


def _mix(answered, added):
    """Writes all remarks of the round anew in random order: neither place, key nor transaction tells whose is new."""
    texts = [*answered.remarks.values_list("text", flat=True), *added]
    SystemRandom().shuffle(texts)
    answered.remarks.all().delete()
    Remark.objects.bulk_create(Remark(round=answered, text=text) for text in texts)


def delete_old_marks(now=None):
    """Forgets who answered once a training's last round is over; returns how many marks went."""
    over = (now or timezone.now()) - CLOSED_AFTER
    return AnswerMark.objects.filter(registration__event__ends_at__lte=over).delete()[0]


def clear_traces():
    """Leaves nothing in the tables that says which transaction counted an answer, or what a sum was before.

    All rows are written anew by one transaction, then PostgreSQL drops the older versions. Not inside a transaction.
    """
    with transaction.atomic():
        Round.objects.update(answers=F("answers"))
        Remark.objects.update(text=F("text"))
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in (Round, Remark))
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM {tables}")
