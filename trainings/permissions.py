"""Who may do what with trainings; false when in doubt."""

from members.permissions import coordinates, is_coordinator


def can_plan(user):
    """Whether `user` plans trainings at all."""
    return is_coordinator(user)


def can_change_event(user, event):
    """A training: the coordination of its Jugendamt, or of the whole network where it has none."""
    return coordinates(user, event.youth_welfare_office)
