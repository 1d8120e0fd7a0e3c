"""The menu of the internal pages and the links of „Mein Bereich“: each person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.experts.permissions import is_expert
from members.permissions import can_change_contents, is_coordinator


def everyone(_user):
    """Whoever has signed in."""
    return True


def is_superuser(user):
    """Whoever may open the administration."""
    return user.is_superuser


@dataclass(frozen=True)
class Entry:
    """A link for those `may` holds for."""

    label: str
    name: str
    may: Callable = everyone


@dataclass(frozen=True)
class Section:
    """Links of „Mein Bereich“ under one heading."""

    key: str
    title: str
    entries: tuple


# At most seven: they stand in one line.
INTERNAL_MENU = (
    Entry(_("Mein Bereich"), "portal:overview"),
    Entry(_("Was tun bei Verdacht?"), "paths:path-list"),
    Entry(_("Leitfaden"), "guide:guide-detail"),
    Entry(_("Netzwerk"), "portal:network"),
)

SECTIONS = (
    Section(
        "personen",
        _("Personen und Einrichtungen"),
        (
            Entry(_("Insoweit erfahrene Fachkräfte"), "experts:expert-list", is_coordinator),
            Entry(_("Dienstplan der InsoFa"), "experts:duty-list", is_coordinator),
            Entry(_("Telefonnummern und Zeiten"), "contacts:point-list", is_coordinator),
        ),
    ),
    Section(
        "beratung",
        _("Beratung als InsoFa"),
        (
            Entry(_("Anfragen nach Beratung"), "experts:advice-list", is_expert),
            Entry(_("Meine Erreichbarkeit"), "experts:own-profile", is_expert),
        ),
    ),
    Section(
        "inhalte",
        _("Inhalte pflegen"),
        (
            Entry(_("Ausgaben des Leitfadens"), "guide:edition-list", can_change_contents),
            Entry(_("Gemeldete Barrieren"), "portal:barrier-list", can_change_contents),
        ),
    ),
    Section(
        "betrieb",
        _("Betrieb"),
        (
            Entry(_("Meine Vorgänge"), "jobs:job-list", can_change_contents),
            Entry(_("Verwaltung"), "admin:index", is_superuser),
        ),
    ),
    Section(
        "lesen",
        _("Nachschlagen"),
        (
            Entry(_("Was tun bei Verdacht? Alle Meldewege"), "paths:path-list"),
            Entry(_("Wen rufe ich jetzt an?"), "contacts:help"),
            Entry(_("Leitfaden Kinderschutz"), "guide:guide-detail"),
            Entry(_("Ansprechpersonen"), "contacts:contact-list"),
            Entry(_("Insoweit erfahrene Fachkräfte"), "contacts:expert-list"),
            Entry(_("Akteure im Netzwerk"), "portal:actors"),
        ),
    ),
)


def sections_for(user):
    """The sections of „Mein Bereich“ that have a link for `user`: {key, title, links: [{label, url}]}."""
    sections = []
    for section in SECTIONS:
        links = [{"label": entry.label, "url": reverse(entry.name)} for entry in section.entries if entry.may(user)]
        if links:
            sections.append({"key": section.key, "title": section.title, "links": links})
    return sections


def menu_for(entries, path):
    """Menu at `path`: {label, url, is_current}; the entry above the open page is current too."""
    menu = []
    for label, name in entries:
        url = reverse(name)
        is_current = "page" if path == url else "true" if url != "/" and path.startswith(url) else ""
        menu.append({"label": label, "url": url, "is_current": is_current})
    return menu


def internal_menu(user, path):
    """The internal pages' menu for `user`."""
    return menu_for([(entry.label, entry.name) for entry in INTERNAL_MENU if entry.may(user)], path)
