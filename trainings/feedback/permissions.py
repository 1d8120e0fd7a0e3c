"""Who may read feedback, and who wishes and decides; false when in doubt."""

from members.permissions import can_see_network, is_coordinator, is_member


def can_see_results(user):
    """What participants answered: coordinators alone, of whatever Jugendamt, as the trainings are the network's."""
    return is_coordinator(user)


def can_see_needs(user):
    """The wishes for trainings: whoever may read what is for members."""
    return can_see_network(user)


def can_wish(user):
    """Whoever holds a seat: a wish counts for the seat's actor group."""
    return is_member(user)


def can_decide_needs(user):
    """Answering, merging and hiding: coordinators."""
    return is_coordinator(user)
