"""A line of test_access.TABLE, and the roles it names."""

from collections.abc import Callable
from dataclasses import dataclass, field

# "professional" has no seat; "former" had one that ended; "office" coordinates Minden, "foreign" Bad Oeynhausen;
# "admin" administers one organisation, "technical" looks after the system. Rows of TABLE belong to Minden.
ROLES = (
    "anonymous",
    "professional",
    "former",
    "member",
    "chair",
    "admin",
    "editor",
    "office",
    "foreign",
    "coordinator",
    "data-protection",
    "technical",
    "superuser",
)
EVERYONE = frozenset(ROLES)
SIGNED_IN = EVERYONE - {"anonymous"}
EDITORS = frozenset({"editor", "office", "foreign", "coordinator", "superuser"})
COORDINATORS = frozenset({"office", "foreign", "coordinator", "superuser"})
OWN_COORDINATORS = COORDINATORS - {"foreign"}  # of the Jugendamt the row belongs to
NETWORK_COORDINATORS = frozenset({"coordinator", "superuser"})
MEMBERS = COORDINATORS | {"member", "chair", "admin", "editor"}
WITH_PERSON = frozenset({"member", "chair", "admin", "former"})
SUPERUSER = frozenset({"superuser"})
ADMIN = frozenset({"admin"})
SEATED = frozenset({"member", "chair", "admin"})  # who holds a seat today
PEOPLE = frozenset({"member", "chair", "admin", "former"})  # entered as a person of the network
TECHNICAL = frozenset({"technical", "superuser"})
NOBODY = frozenset()
GUARDED = COORDINATORS | {"data-protection", "technical"}  # those who need a second factor
FOR_GUESTS = {"anonymous": 200, "else": 302}  # who is signed in needs no sign-in page


@dataclass(frozen=True)
class Line:
    """`roles` are answered `status`; anonymous others go to the sign-in page, signed-in others get `refused`."""

    roles: frozenset = EVERYONE
    status: int | dict = 200  # or by role, where the same address does different things
    refused: int | dict = 403  # or by role
    kwargs: dict | Callable = field(default_factory=dict)  # a function where a row's key is needed
    method: str = "get"
    is_page: bool = True  # HTML in the portal's look; False for files, JSON and redirects

    def expected(self, role):
        if role in self.roles:
            return self.status.get(role, self.status["else"]) if isinstance(self.status, dict) else self.status
        if role == "anonymous":
            return 302
        return self.refused.get(role, self.refused["else"]) if isinstance(self.refused, dict) else self.refused
