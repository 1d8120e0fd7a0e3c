"""Who may do what with experts and their duty rota; false when in doubt."""

from members.enums import Visibility
from members.permissions import can_see_network, coordinates, is_coordinator


def can_change_expert(user, expert):
    """The coordination of the Jugendamt the profile belongs to."""
    return coordinates(user, expert.youth_welfare_office)


def can_make_expert(user, membership):
    """Whose person may come onto the list: a seat in one's own Jugendamt, or of an organisation that has none."""
    office = membership.organisation.youth_welfare_office
    return coordinates(user, office) or (office is None and is_coordinator(user))


def can_change_rota(user, office):
    """The coordination of the Jugendamt whose rota it is."""
    return coordinates(user, office)


def expert_level(user, expert):
    """As whom `user` looks at `expert`: the public, a member, or the coordination; costs no query."""
    if can_change_expert(user, expert) or (user.is_authenticated and expert.person.user_id == user.pk):
        return Visibility.COORDINATORS
    return Visibility.MEMBERS if can_see_network(user) else Visibility.PUBLIC


def is_expert(user):
    """Whether `user` is on the list of experts."""
    person = getattr(user, "person", None) if user.is_authenticated else None
    profile = getattr(person, "expert_profile", None)
    return profile is not None and profile.ended_on is None
