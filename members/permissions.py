"""Who may do what; false when in doubt."""

from members.enums import Role

# Without a second factor, holders of these roles get no further than its set-up.
SECOND_FACTOR_ROLES = (Role.COORDINATOR, Role.SYSTEM_ADMIN, Role.DATA_PROTECTION)


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
    """Keys of the single Jugendämter `user` coordinates; the whole network's coordination is no part of it."""
    if not _is_active(user):
        return set()
    return {held.youth_welfare_office_id for held in user.roles if held.role == Role.COORDINATOR} - {None}


def can_change_contents(user):
    """Whether `user` may change pages, paths and the Leitfaden."""
    return _has_role(user, Role.COORDINATOR, Role.EDITOR)


def is_member(user):
    """Whether `user` holds a seat in the network today; guests count."""
    return bool(_seats(user))


def is_chair(user):
    """Whether `user` leads a body."""
    return is_member(user) and user.leads_body


def can_see_network(user):
    """Whether `user` may read what is for members: the directory, the other members' shared contact data."""
    return is_coordinator(user) or _has_role(user, Role.EDITOR) or is_member(user)


def administers(user, organisation):
    """Whether `user` is the organisation's own administrator."""
    return organisation.pk in administered_organisation_ids(user)


def administered_organisation_ids(user):
    """Keys of the organisations `user` administers: by the role, and only while they hold a seat there."""
    if not _is_active(user):
        return set()
    given = {role.organisation_id for role in user.roles if role.role == Role.ORGANISATION_ADMIN}
    return given & {seat.organisation_id for seat in _seats(user)} if given else given


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


def can_change_own_organisation(user, organisation):
    """What the organisation's own administrator may change."""
    return administers(user, organisation) and organisation.closed_on is None


def administers_any(user):
    """Whether `user` administers an organisation."""
    return bool(administered_organisation_ids(user))


def can_change_body(user, body):
    """A body: the coordination of its Jugendamt (of the whole network, if it has none) and whoever leads it."""
    leads = any(seat.is_chair and seat.body_id == body.pk for held in _seats(user) for seat in held.body_seats.all())
    return leads or coordinates(user, body.youth_welfare_office)


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
    return _has_role(user, *SECOND_FACTOR_ROLES)


def can_see_accounts(user):
    """Whether `user` may see who has access, and with which second factor."""
    return is_coordinator(user)


def can_reset_second_factor(user, account):
    """Another coordinator takes a lost one away; from those with rights in the whole network its coordination alone."""
    if user.pk == account.pk:
        return False
    guarded = [role for role in account.roles if role.role in SECOND_FACTOR_ROLES]
    if account.is_superuser or any(role.youth_welfare_office_id is None for role in guarded):
        return is_network_coordinator(user)
    return is_coordinator(user)


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
