"""Who may change contact points; false when in doubt."""

from members.permissions import coordinates


def can_change_point(user, point):
    """The coordination of its Jugendamt; what serves the whole network, the network's coordination."""
    return coordinates(user, point.youth_welfare_office)
