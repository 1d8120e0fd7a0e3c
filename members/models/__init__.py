"""People, organisations and roles."""

from members.models.accounts import RoleAssignment, User
from members.models.organisations import ActorCategory, Organisation

__all__ = ["ActorCategory", "Organisation", "RoleAssignment", "User"]
