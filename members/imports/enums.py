"""Fixed choices of the import."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.enums import MembershipKind


class ImportStatus(models.TextChoices):
    """How far an import is."""

    UPLOADED = "uploaded", _("Spalten zuordnen")
    CHECKING = "checking", _("wird geprüft")
    READY = "ready", _("bereit zum Übernehmen")
    APPLYING = "applying", _("wird übernommen")
    APPLIED = "applied", _("übernommen")
    UNDONE = "undone", _("rückgängig gemacht")
    DISCARDED = "discarded", _("verworfen")


class Field(models.TextChoices):
    """What a column may mean."""

    TITLE = "title", _("Titel (Dr., Prof.)")
    FIRST_NAME = "first_name", _("Vorname")
    LAST_NAME = "last_name", _("Nachname")
    FULL_NAME = "full_name", _("Name, ganz")
    EMAIL = "email", _("E-Mail-Adresse")
    PHONE = "phone", _("Telefon")
    MOBILE = "mobile", _("Mobiltelefon")
    ORGANISATION = "organisation", _("Einrichtung")
    FUNCTION = "function", _("Funktion")
    KIND = "kind", _("Art (Vertretung, Stellvertretung, Gast)")
    DEPUTY_OF = "deputy_of", _("Vertritt (Name)")
    GROUP = "group", _("Akteursgruppe")
    OFFICE = "office", _("Jugendamt")
    TOWN = "town", _("Ort")
    SINCE = "since", _("Seit")
    UNTIL = "until", _("Bis")
    MULTIPLIER = "multiplier", _("Multiplikator/in")


class Outcome(models.TextChoices):
    """What taking over a row would do."""

    NEW = "new", _("neu")
    CHANGED = "changed", _("geändert")
    UNCHANGED = "unchanged", _("unverändert")
    DUPLICATE = "duplicate", _("mögliche Dublette")
    BAD = "bad", _("fehlerhaft")


class Decision(models.TextChoices):
    """What a coordinator says about a likely duplicate."""

    CREATE = "create", _("neue Person")
    SAME = "same", _("dieselbe Person")
    SKIP = "skip", _("überspringen")


# Words people write for the kind of a seat, as `names.key_of` has them.
KIND_WORDS = {
    "vertretung": MembershipKind.HOLDER,
    "mitglied": MembershipKind.HOLDER,
    "ordentliches mitglied": MembershipKind.HOLDER,
    "vertreter": MembershipKind.HOLDER,
    "vertreterin": MembershipKind.HOLDER,
    "hauptvertretung": MembershipKind.HOLDER,
    "stellvertretung": MembershipKind.DEPUTY,
    "stellvertreter": MembershipKind.DEPUTY,
    "stellvertreterin": MembershipKind.DEPUTY,
    "stellv": MembershipKind.DEPUTY,
    "stv": MembershipKind.DEPUTY,
    "vertretungsperson": MembershipKind.DEPUTY,
    "gast": MembershipKind.GUEST,
    "beratend": MembershipKind.GUEST,
}
YES_WORDS = {"ja", "j", "x", "1", "wahr", "true", "yes"}
NO_WORDS = {"nein", "n", "0", "falsch", "false", "no"}
# What people write into a cell to say that there is nothing.
EMPTY_WORDS = {"-", "--", "–", "—", "/", ".", "?", "k. a.", "k.a.", "keine", "keine angabe", "n/a", "unbekannt"}
