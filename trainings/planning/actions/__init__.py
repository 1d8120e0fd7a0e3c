"""What coordinators decide about trainings."""

from trainings.planning.actions.editing import change_event, copy_event, create_event, delete_event
from trainings.planning.actions.states import cancel_event, hold_event, postpone_event, publish_event, undo_state

__all__ = [
    "cancel_event",
    "change_event",
    "copy_event",
    "create_event",
    "delete_event",
    "hold_event",
    "postpone_event",
    "publish_event",
    "undo_state",
]
