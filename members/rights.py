"""Each role in words, beside the predicates of permissions.py that decide; a test holds the two together."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from members import permissions
from members.enums import Role


@dataclass(frozen=True)
class RoleCard:
    """One role: `holds(user)` says who has it, `may` what it allows, `must_not` where it ends."""

    key: str
    title: str
    about: str
    holds: Callable
    may: tuple
    must_not: tuple = ()


def _holds(role):
    return lambda user: any(held.role == role for held in user.roles)


def _coordinates_one_office(user):
    return any(held.role == Role.COORDINATOR and held.youth_welfare_office_id for held in user.roles)


def _coordinates_network(user):
    return any(held.role == Role.COORDINATOR and held.youth_welfare_office_id is None for held in user.roles)


def _has_signed_in(user):
    return user.is_authenticated


ROLE_CARDS = (
    RoleCard(
        "coordinator-network",
        _("Koordination des ganzen Netzwerks"),
        _("Führt das Netzwerk für alle Jugendämter."),
        _coordinates_network,
        (
            _("Personen, Einrichtungen und Sitze aller Jugendämter anlegen, ändern und beenden"),
            _("Rollen vergeben und entziehen"),
            _("Personen einladen und Angaben bestätigen lassen"),
            _("Korrekturen übernehmen, Löschanträge ausführen"),
            _("Seiten, Meldewege und Leitfaden pflegen und veröffentlichen"),
        ),
        (_("Die letzte Koordination kann sich diese Rolle nicht selbst entziehen."),),
    ),
    RoleCard(
        "coordinator-office",
        _("Koordination eines Jugendamts"),
        _("Führt das Netzwerk für ein Jugendamt."),
        _coordinates_one_office,
        (
            _("Personen, Einrichtungen und Sitze des eigenen Jugendamts anlegen, ändern und beenden"),
            _("Personen ohne Sitz bearbeiten"),
            _("Im eigenen Jugendamt Angaben bestätigen lassen, Korrekturen übernehmen, Löschanträge ausführen"),
            _("Seiten, Meldewege und Leitfaden pflegen und veröffentlichen"),
        ),
        (
            _("Keine Rollen vergeben"),
            _("Von anderen Jugendämtern nur sehen, was alle Mitglieder sehen"),
        ),
    ),
    RoleCard(
        "editor",
        _("Redaktion"),
        _("Pflegt die Inhalte des Portals."),
        _holds(Role.EDITOR),
        (
            _("Seiten, Meldewege und Leitfaden ändern und veröffentlichen"),
            _("Gemeldete Barrieren beantworten"),
            _("Das Verzeichnis der Mitglieder lesen"),
        ),
        (_("Keine Personen und Einrichtungen ändern"),),
    ),
    RoleCard(
        "chair",
        _("Leitung eines Gremiums"),
        _("Leitet eine Arbeitsgruppe oder die Steuerungsgruppe. Folgt aus dem Sitz im Gremium."),
        permissions.is_chair,
        (_("Alles, was Mitglieder dürfen"), _("Das eigene Gremium leiten")),
    ),
    RoleCard(
        "organisation-admin",
        _("Verwaltung einer Einrichtung"),
        _("Hält die Angaben der eigenen Einrichtung aktuell."),
        _holds(Role.ORGANISATION_ADMIN),
        (_("Anschrift, Telefon und E-Mail der eigenen Einrichtung ändern"),),
        (_("Keine Sitze anlegen oder beenden"), _("Keine andere Einrichtung ändern")),
    ),
    RoleCard(
        "member",
        _("Mitglied"),
        _("Vertritt eine Einrichtung im Netzwerk. Folgt aus dem Sitz und endet mit ihm."),
        permissions.is_member,
        (
            _("Das Verzeichnis der Mitglieder lesen, soweit die anderen ihre Angaben freigeben"),
            _("Korrekturen zu Personen und Einrichtungen vorschlagen"),
            _("Eigene Angaben ändern und bestimmen, wer sie sieht"),
        ),
    ),
    RoleCard(
        "professional",
        _("Angemeldete Fachkraft"),
        _("Hat einen Zugang zum Portal, auch ohne Sitz im Netzwerk."),
        _has_signed_in,
        (
            _("Lesen, was Fachkräften offensteht"),
            _("Alle eigenen Daten einsehen, herunterladen und ihre Löschung beantragen"),
        ),
    ),
    RoleCard(
        "data-protection",
        _("Datenschutz"),
        _("Prüft, was mit den Daten geschieht."),
        _holds(Role.DATA_PROTECTION),
        (_("Das Protokoll der Ereignisse lesen"), _("Die Liste der Löschanträge lesen")),
        (_("Nichts ändern"), _("Kein Verzeichnis der Mitglieder lesen")),
    ),
    RoleCard(
        "system-admin",
        _("Technische Verwaltung"),
        _("Betreut den Betrieb des Portals."),
        _holds(Role.SYSTEM_ADMIN),
        (_("Stand der Technik einsehen"),),
        (_("Nicht lesen, was Mitglieder schreiben"), _("Keine Personen und Einrichtungen ändern")),
    ),
)


def role_cards(user):
    """(RoleCards `user` holds, all others), each in the order of ROLE_CARDS."""
    own = [card for card in ROLE_CARDS if card.holds(user)]
    return own, [card for card in ROLE_CARDS if card not in own]
