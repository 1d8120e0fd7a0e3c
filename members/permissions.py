"""Who may do what; false when in doubt."""

from members.enums import Role


def is_coordinator(user):
    """Whether `user` coordinates the network or one of its Jugendämter."""
    return _has_role(user, Role.COORDINATOR)


def can_change_contents(user):
    """Whether `user` may change pages, paths and the Leitfaden."""
    return _has_role(user, Role.COORDINATOR, Role.EDITOR)


def _has_role(user, *roles):
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or user.role_assignments.filter(role__in=roles).exists()
