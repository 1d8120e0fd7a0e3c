"""What the clock does: asks, and forgets."""

from celery import shared_task

from members.upkeep.actions.asking import ask_everybody
from members.upkeep.actions.corrections import delete_old_corrections


@shared_task
def ask_for_confirmations():
    """Asks whoever was not asked in this round yet; runs every hour by day, so that a missed day is caught up."""
    ask_everybody()


@shared_task
def delete_decided_corrections():
    """Forgets corrections a year after the decision; runs every day."""
    delete_old_corrections()
