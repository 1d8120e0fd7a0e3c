"""Invented people of the example network."""

from dataclasses import dataclass

from members.enums import Role

EXAMPLE_PASSWORD = "Lindenblatt-2026-Beispiel"  # noqa: S105 - printed on purpose, for the example data alone

# Of the app that the example accounts with guarded rights sign in with; the local run shows its codes.
EXAMPLE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True)
class ExampleAccount:
    """One sign-in of the example network; `title` says in German what it is for."""

    email: str
    name: str
    title: str
    roles: tuple = ()
    is_superuser: bool = False


EXAMPLE_ACCOUNTS = (
    ExampleAccount("koordination@netzwerk.example", "Maren Tiemann", "Koordination", (Role.COORDINATOR,)),
    ExampleAccount("redaktion@netzwerk.example", "Jannik Osterholz", "Redaktion", (Role.EDITOR,)),
    ExampleAccount("mitglied@netzwerk.example", "Aylin Brinkmann", "Mitglied"),
    ExampleAccount("technik@netzwerk.example", "Ruben Vahle", "Verwaltung", is_superuser=True),
)
