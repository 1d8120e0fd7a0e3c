"""Who may do what; false when in doubt."""

from members.enums import Role

# Without a second factor, holders of these roles get no further than its set-up.
SECOND_FACTOR_ROLES = frozenset({Role.COORDINATOR})


def is_coordinator(user):
    """Whether `user` coordinates the network or one of its Jugendämter."""
    return _has_role(user, Role.COORDINATOR)


def can_change_contents(user):
    """Whether `user` may change pages, paths and the Leitfaden."""
    return _has_role(user, Role.COORDINATOR, Role.EDITOR)


def can_see_accounts(user):
    """Whether `user` may see who has access, and with which second factor."""
    return is_coordinator(user)


def can_reset_second_factor(user, account):
    """A lost one is taken away by somebody else than its owner."""
    return is_coordinator(user) and user.pk != account.pk


def _has_role(user, *roles):
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.role_assignments.filter(role__in=roles).exists()
