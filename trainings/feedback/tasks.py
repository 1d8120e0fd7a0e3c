"""What the clock does with feedback."""

from celery import shared_task

from trainings.feedback.actions.evaluations import clear_traces, delete_old_marks


@shared_task
def forget_answers():
    """Deletes what is not needed any more and the traces of single answers; runs every night."""
    delete_old_marks()
    clear_traces()
