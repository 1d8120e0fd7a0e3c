"""Who may look at requests for deletion; false when in doubt."""

from members.permissions import can_read_log, is_coordinator


def can_see_deletions(user):
    """Coordinators decide on them, data protection reads them."""
    return is_coordinator(user) or can_read_log(user)
