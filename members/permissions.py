"""Who may do what; false when in doubt."""

from members.enums import Role


def is_coordinator(user):
    """Whether `user` coordinates the network or one of its Jugendämter."""
    return _has_role(user, Role.COORDINATOR)


def is_network_coordinator(user):
    """Whether `user` coordinates the whole network."""
    return _has_role(user, Role.COORDINATOR, office_id=None)


def coordinates(user, office):
    """Whether `user` coordinates `office`; for what belongs to no Jugendamt (None) the whole network."""
    office_id = None if office is None else office.pk
    return is_network_coordinator(user) or _has_role(user, Role.COORDINATOR, office_id=office_id)


def coordinated_office_ids(user):
    """Keys of the Jugendämter `user` coordinates; the whole network is not among them."""
    return {role.youth_welfare_office_id for role in user.roles if role.role == Role.COORDINATOR} - {None}


def can_change_contents(user):
    """Whether `user` may change pages, paths and the Leitfaden."""
    return _has_role(user, Role.COORDINATOR, Role.EDITOR)


def is_member(user):
    """Whether `user` holds a seat in the network today; guests count."""
    return bool(_seats(user))


def is_chair(user):
    """Whether `user` leads a body."""
    return _is_active(user) and any(body.is_chair for seat in _seats(user) for body in seat.body_seats.all())


def can_see_network(user):
    """Whether `user` may read what is for members: the directory, the other members' shared contact data."""
    return is_coordinator(user) or _has_role(user, Role.EDITOR) or is_member(user)


def administers(user, organisation):
    """Whether `user` is the organisation's own administrator."""
    return _is_active(user) and any(
        role.role == Role.ORGANISATION_ADMIN and role.organisation_id == organisation.pk for role in user.roles
    )


def can_change_organisation(user, organisation):
    """Its data: the coordination of its Jugendamt and its own administrator."""
    return coordinates(user, organisation.youth_welfare_office) or administers(user, organisation)


def can_change_membership(user, membership):
    """Seats of an organisation: the coordination of its Jugendamt."""
    return coordinates(user, membership.organisation.youth_welfare_office)


def can_change_person(user, person):
    """The coordination of a Jugendamt where the person sits; people without any seat belong to all of them."""
    if not is_coordinator(user):
        return False
    if is_network_coordinator(user):
        return True
    seats = [seat for seat in person.memberships.all() if seat.is_current]
    return not seats or any(can_change_membership(user, seat) for seat in seats)


def can_give_roles(user):
    """Roles reach over the whole network, so its coordination gives them."""
    return is_network_coordinator(user)


def can_read_log(user):
    """The log of events and of deletions."""
    return _has_role(user, Role.DATA_PROTECTION)


def is_system_admin(user):
    """Whether `user` looks after the technical side, without reading what members write."""
    return _has_role(user, Role.SYSTEM_ADMIN)


def needs_second_factor(user):
    """Whether `user` gets no further than the set-up page without a second factor."""
    return _has_role(user, Role.COORDINATOR, Role.SYSTEM_ADMIN, Role.DATA_PROTECTION)


def _is_active(user):
    return user.is_authenticated and user.is_active


def _has_role(user, *roles, **scope):
    """Superusers have every role; with `office_id` the role has to be for exactly that Jugendamt."""
    if not _is_active(user):
        return False
    return user.is_superuser or any(
        held.role in roles and ("office_id" not in scope or held.youth_welfare_office_id == scope["office_id"])
        for held in user.roles
    )


def _seats(user):
    return user.current_seats if _is_active(user) else []
