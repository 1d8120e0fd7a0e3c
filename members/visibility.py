"""Which of a person's fields somebody may see."""

from members.enums import Visibility
from members.permissions import can_change_organisation, can_change_person, can_see_network

_SEEN_BY = {
    Visibility.PUBLIC: {Visibility.PUBLIC},
    Visibility.MEMBERS: {Visibility.PUBLIC, Visibility.MEMBERS},
    Visibility.COORDINATORS: set(Visibility),
}


def level_of(user, person):
    """As whom `user` looks at `person`: the public, a member, or the person's coordination.

    The coordination of another Jugendamt looks as a member; everybody sees all of their own fields.
    """
    if user.is_authenticated and person.user_id == user.pk:
        return Visibility.COORDINATORS
    if can_change_person(user, person):
        return Visibility.COORDINATORS
    return Visibility.MEMBERS if can_see_network(user) else Visibility.PUBLIC


def level_of_organisation(user, organisation):
    """As whom `user` looks at `organisation`: the public, a member, or those who look after its data."""
    if can_change_organisation(user, organisation):
        return Visibility.COORDINATORS
    return Visibility.MEMBERS if can_see_network(user) else Visibility.PUBLIC


def seen(record, field, level):
    """The value of `field` of a person or an organisation as `level` sees it; "" if it is not for them."""
    return getattr(record, field) if getattr(record, f"{field}_visibility") in _SEEN_BY[level] else ""


def visible_values(level):
    """The values of a visibility field that `level` may see, for queries."""
    return sorted(_SEEN_BY[level])
