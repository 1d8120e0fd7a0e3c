"""People, organisations, memberships and roles."""

from members.models.accounts import RoleAssignment, User
from members.models.choices import MessageChoice
from members.models.consents import Consent
from members.models.memberships import Body, BodySeat, Invitation, Membership
from members.models.organisations import ActorCategory, Organisation
from members.models.people import CONTACT_FIELDS, Absence, Person

__all__ = [
    "CONTACT_FIELDS",
    "Absence",
    "ActorCategory",
    "Body",
    "BodySeat",
    "Consent",
    "Invitation",
    "Membership",
    "MessageChoice",
    "Organisation",
    "Person",
    "RoleAssignment",
    "User",
]
