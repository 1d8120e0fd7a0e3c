"""Sign-ins of the example network, one for each role."""

from dataclasses import dataclass

from members.enums import Role

EXAMPLE_PASSWORD = "Lindenblatt-2026-Beispiel"  # noqa: S105 - printed on purpose, for the example data alone

# Of the app that example accounts with guarded rights sign in with; the local run shows its codes.
EXAMPLE_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True)
class ExampleAccount:
    """One sign-in; `title` says in German what it is for, `office` or `organisation` limits its role.

    People of people.toml with the same address belong to it.
    """

    email: str
    name: str
    title: str
    role: str = ""
    office: str = ""
    organisation: str = ""
    is_superuser: bool = False


AWO = "AWO Kreisverband Minden-Lübbecke"
EXAMPLE_ACCOUNTS = (
    ExampleAccount("koordination@netzwerk.example", "Maren Tiemann", "Koordination", Role.COORDINATOR),
    ExampleAccount(
        "minden@netzwerk.example", "Henning Krückeberg", "Koordination Minden", Role.COORDINATOR, office="minden"
    ),
    ExampleAccount(
        "badoeynhausen@netzwerk.example",
        "Britta Schlüter",
        "Koordination Bad Oeynhausen",
        Role.COORDINATOR,
        office="bad-oeynhausen",
    ),
    ExampleAccount("redaktion@netzwerk.example", "Jannik Osterholz", "Redaktion", Role.EDITOR),
    ExampleAccount("gremium@netzwerk.example", "Lars Kuhlmann", "Leitung eines Gremiums"),
    ExampleAccount(
        "einrichtung@netzwerk.example",
        "Carola Windmöller",
        "Verwaltung einer Einrichtung",
        Role.ORGANISATION_ADMIN,
        organisation=AWO,
    ),
    ExampleAccount("mitglied@netzwerk.example", "Aylin Brinkmann", "Mitglied"),
    ExampleAccount("insofa@netzwerk.example", "Dörte Kleine-Benne", "Mitglied und InsoFa"),
    ExampleAccount("fachkraft@netzwerk.example", "Nora Wittemeier", "Fachkraft ohne Sitz"),
    ExampleAccount("datenschutz@netzwerk.example", "Almut Heidbreder", "Datenschutz", Role.DATA_PROTECTION),
    ExampleAccount("betrieb@netzwerk.example", "Sönke Ahlers", "Technische Verwaltung", Role.SYSTEM_ADMIN),
    ExampleAccount("technik@netzwerk.example", "Ruben Vahle", "Verwaltung", is_superuser=True),
)
