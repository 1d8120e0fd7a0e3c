"""The laws that texts may cite: name, title, where the text stands, and the version our texts rest on.

`{section}` in an address is the paragraph. State law has no stable address per paragraph, so it leads to the portal
of the state. A text version is the last change we know of; None where our texts lean on no particular version.
"""

from dataclasses import dataclass
from datetime import date

FEDERAL = "https://www.gesetze-im-internet.de/"
STATE = "https://recht.nrw.de/"


@dataclass(frozen=True)
class LawEntry:
    code: str
    title: str
    address: str
    text_version: date | None = None

    @property
    def home(self):
        """Address of the whole law."""
        return self.address.split("__")[0].split("art_")[0]

    def url(self, section):
        """Address of `section` („8a“)."""
        return self.address.format(section=section)


def _federal(code, folder, title, text_version=None, page="__{section}.html"):
    return LawEntry(code, title, f"{FEDERAL}{folder}/{page}", text_version)


def _state(code, title, text_version=None):
    return LawEntry(code, title, STATE, text_version)


LAWS = (
    _federal("SGB VIII", "sgb_8", "Sozialgesetzbuch, Achtes Buch: Kinder- und Jugendhilfe", date(2025, 7, 1)),
    _federal("KKG", "kkg", "Gesetz zur Kooperation und Information im Kinderschutz", date(2026, 1, 1)),
    _state("Landeskinderschutzgesetz NRW", "Landeskinderschutzgesetz Nordrhein-Westfalen", date(2025, 7, 18)),
    _state("SchulG NRW", "Schulgesetz für das Land Nordrhein-Westfalen"),
    _state("HeilBerG NRW", "Heilberufsgesetz Nordrhein-Westfalen", date(2022, 3, 25)),
    _state("PolG NRW", "Polizeigesetz des Landes Nordrhein-Westfalen"),
    _state("OBG NRW", "Ordnungsbehördengesetz Nordrhein-Westfalen"),
    _state("KiBiz NRW", "Kinderbildungsgesetz Nordrhein-Westfalen"),
    _state("DSG NRW", "Datenschutzgesetz Nordrhein-Westfalen"),
    _federal("GG", "gg", "Grundgesetz für die Bundesrepublik Deutschland", page="art_{section}.html"),
    _federal("BGB", "bgb", "Bürgerliches Gesetzbuch"),
    _federal("StGB", "stgb", "Strafgesetzbuch"),
    _federal("StPO", "stpo", "Strafprozeßordnung"),
    _federal("FamFG", "famfg", "Gesetz über das Verfahren in Familiensachen"),
    _federal("GewSchG", "gewschg", "Gewaltschutzgesetz"),
    _federal("BZRG", "bzrg", "Bundeszentralregistergesetz"),
    _federal("SchKG", "beratungsg", "Schwangerschaftskonfliktgesetz"),
    _federal("SGB I", "sgb_1", "Sozialgesetzbuch, Erstes Buch: Allgemeiner Teil"),
    _federal("SGB V", "sgb_5", "Sozialgesetzbuch, Fünftes Buch: Gesetzliche Krankenversicherung"),
    _federal("SGB IX", "sgb_9_2018", "Sozialgesetzbuch, Neuntes Buch: Rehabilitation und Teilhabe"),
    _federal("SGB X", "sgb_10", "Sozialgesetzbuch, Zehntes Buch: Sozialdatenschutz"),
    LawEntry(
        "DSGVO", "Datenschutz-Grundverordnung", "https://eur-lex.europa.eu/eli/reg/2016/679/oj", date(2018, 5, 25)
    ),
)
BY_CODE = {entry.code: entry for entry in LAWS}

TITLES = {
    ("SGB VIII", "8"): "Beteiligung von Kindern und Jugendlichen",
    ("SGB VIII", "8a"): "Schutzauftrag bei Kindeswohlgefährdung",
    ("SGB VIII", "8b"): "Fachliche Beratung und Begleitung zum Schutz von Kindern und Jugendlichen",
    ("SGB VIII", "9a"): "Ombudsstellen",
    ("SGB VIII", "42"): "Inobhutnahme von Kindern und Jugendlichen",
    ("SGB VIII", "47"): "Melde- und Dokumentationspflichten",
    ("SGB VIII", "64"): "Datenübermittlung und -nutzung",
    ("SGB VIII", "65"): "Besonderer Vertrauensschutz",
    ("KKG", "3"): "Netzwerke im Kinderschutz",
    ("KKG", "4"): "Beratung und Information durch Geheimnisträger",
    ("KKG", "5"): "Mitteilungen an das Jugendamt",
    ("KKG", "6"): "Medizinische Beratung im Kinderschutz",
    ("StGB", "34"): "Rechtfertigender Notstand",
    ("BGB", "1666"): "Gerichtliche Maßnahmen bei Gefährdung des Kindeswohls",
    ("SchulG NRW", "42"): "Rechte und Pflichten aus dem Schulverhältnis",
    ("Landeskinderschutzgesetz NRW", "9"): "Netzwerke Kinderschutz",
    ("Landeskinderschutzgesetz NRW", "11"): "Schutzkonzepte",
}
