"""The menu of the internal pages and the links of „Mein Bereich“: each person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import BigIntegerField, DateTimeField
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.experts.models import AdviceRequest
from members.experts.permissions import is_expert
from members.owndata.models import DeletionRequest
from members.owndata.permissions import can_see_deletions
from members.permissions import (
    administers_any,
    can_change_contents,
    can_give_roles,
    can_read_log,
    can_see_accounts,
    can_see_network,
    is_coordinator,
    is_network_coordinator,
    is_system_admin,
)
from members.upkeep.models import Correction
from netzwerk.portal.outbox.visibility import visible_mails
from netzwerk.prepared import Prepared, Slot
from trainings.feedback.permissions import can_decide_needs, can_see_needs, can_see_results
from trainings.models import Registration, TrainingEvent
from trainings.permissions import can_plan


def everyone(_user):
    """Whoever has signed in."""
    return True


def undelivered_mails(user):
    """Mails that failed or came back."""
    return visible_mails(user).undelivered().count()


def open_corrections(user):
    """Proposed corrections nobody has decided on."""
    return Correction.objects.visible_to(user).open().count()


def open_deletions(user):
    """Requests to be deleted that wait for an answer."""
    return DeletionRequest.objects.visible_to(user).open().count()


def trainings_to_enter(user):
    """Trainings that are over, and that nobody has entered as held."""
    return TrainingEvent.objects.changeable_by(user).to_enter().count()


@Prepared
def _open_offers():
    """One row for each seat that is `now` held for `reader`."""
    offers = Registration.objects.of_user(Slot("reader", BigIntegerField())).open_offers(Slot("now", DateTimeField()))
    return offers.order_by().values_list("pk")


def open_offers(user):
    """Seats that are held for this person until they say yes."""
    return len(_open_offers(reader=user.pk, now=timezone.now()))


def open_advice(user):
    """People who wait for this expert's callback."""
    return AdviceRequest.objects.visible_to(user).count()


def is_superuser(user):
    """Whoever may open the administration."""
    return user.is_superuser


def is_person(user):
    """Whoever is entered as a person of the network."""
    return hasattr(user, "person")


@dataclass(frozen=True)
class Entry:
    """A link for those `may` holds for; `waiting(user)` counts what asks for a look behind it."""

    label: str
    name: str
    may: Callable = everyone
    waiting: Callable | None = None


@dataclass(frozen=True)
class Section:
    """Links of „Mein Bereich“ under one heading."""

    key: str
    title: str
    entries: tuple


# At most seven: they stand in one line.
INTERNAL_MENU = (
    Entry(_("Mein Bereich"), "portal:overview"),
    Entry(_("Verzeichnis"), "directory:person-list", can_see_network),
    Entry(_("Was tun bei Verdacht?"), "paths:path-list"),
    Entry(_("Leitfaden"), "guide:guide-detail"),
    Entry(_("Netzwerk"), "portal:network"),
    Entry(_("Personen"), "members:person-list", is_coordinator),
    Entry(_("Einrichtungen"), "members:organisation-list", is_coordinator),
)

SECTIONS = (
    Section(
        "beratung",
        _("Beratung als InsoFa"),
        (
            Entry(_("Anfragen nach Beratung"), "experts:advice-list", is_expert, open_advice),
            Entry(_("Meine Erreichbarkeit"), "experts:own-profile", is_expert),
        ),
    ),
    Section(
        "netzwerk",
        _("Im Netzwerk"),
        (
            Entry(_("Verzeichnis der Mitglieder"), "directory:person-list", can_see_network),
            Entry(_("Gremien"), "members:body-list", can_see_network),
            Entry(_("Mein Kalender"), "calendars:own-calendar"),
            Entry(_("Fortbildungen: suchen und anmelden"), "trainings:event-list"),
            Entry(_("Insoweit erfahrene Fachkräfte"), "contacts:expert-list"),
            Entry(_("Akteure im Netzwerk"), "portal:actors"),
        ),
    ),
    Section(
        "fortbildungen",
        _("Fortbildungen"),
        (
            Entry(_("Meine Fortbildungen"), "trainings:own-registration-list", waiting=open_offers),
            Entry(_("Meine Bescheinigungen"), "trainings:own-certificate-list"),
            Entry(_("Fortbildungen planen"), "trainings:plan-list", can_plan, trainings_to_enter),
            Entry(_("Themen"), "trainings:topic-list", can_plan),
            Entry(_("Kursarten"), "trainings:course-kind-list", can_plan),
            Entry(_("Bedarfe"), "feedback:need-list", can_see_needs),
            Entry(_("Bedarfe nach Gruppen"), "feedback:need-figures", can_decide_needs),
            Entry(_("Rückmeldungen im Jahr"), "feedback:year-current", can_see_results),
            Entry(_("Nicht erschienen"), "trainings:no-show-list", can_plan),
        ),
    ),
    Section(
        "personen",
        _("Personen und Einrichtungen"),
        (
            Entry(_("Personen"), "members:person-list", is_coordinator),
            Entry(_("Einrichtungen"), "members:organisation-list", is_coordinator),
            Entry(_("Abdeckung der Akteursgruppen"), "coverage:coverage", is_coordinator),
            Entry(_("Einladungen"), "members:invitation-list", is_coordinator),
            Entry(_("Import"), "imports:import-list", is_coordinator),
            Entry(_("Personen zusammenführen"), "imports:duplicate-list", is_coordinator),
            Entry(_("Bestätigungen"), "upkeep:confirmation-list", is_coordinator),
            Entry(_("Korrekturen"), "upkeep:correction-list", is_coordinator, open_corrections),
            Entry(_("Löschanträge"), "owndata:deletion-list", can_see_deletions, open_deletions),
        ),
    ),
    Section(
        "erreichbarkeit",
        _("Beratung und Erreichbarkeit"),
        (
            Entry(_("Telefonnummern und Zeiten"), "contacts:point-list", is_coordinator),
            Entry(_("Profile der InsoFa"), "experts:expert-list", is_coordinator),
            Entry(_("Dienstplan der InsoFa"), "experts:duty-list", is_coordinator),
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
        _("Zugänge und Betrieb"),
        (
            Entry(_("Rollen"), "members:role-list", can_give_roles),
            Entry(_("Zugänge und zweite Faktoren"), "accounts:account-list", can_see_accounts),
            Entry(_("Postausgang"), "portal:mail-list", is_coordinator, undelivered_mails),
            Entry(_("Erinnerungen"), "portal:reminder-list", is_network_coordinator),
            Entry(_("Protokoll"), "owndata:event-list", can_read_log),
            Entry(_("Technik prüfen"), "portal:technical-check", is_system_admin),
            Entry(_("Verwaltung"), "admin:index", is_superuser),
        ),
    ),
    Section(
        "eigenes",
        _("Meine Angaben"),
        (
            Entry(_("Meine Einrichtung"), "members:own-organisation-list", administers_any),
            Entry(_("Meine Abwesenheit"), "members:own-absence-list", is_person),
            Entry(_("So sehen mich andere"), "directory:own-visibility", is_person),
            Entry(_("Was das Portal über mich weiß"), "owndata:data-detail"),
            Entry(_("Meine Nachrichten"), "members:message-list"),
            Entry(_("Meine Vorgänge"), "jobs:job-list"),
            Entry(_("Einwilligungen"), "owndata:consent-list"),
            Entry(_("Rollen und Rechte"), "owndata:role-list"),
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
        ),
    ),
)


def sections_for(user):
    """The sections of „Mein Bereich“ that have a link for `user`: {key, title, links: [{label, url, waiting}]}."""
    sections = []
    for section in SECTIONS:
        links = [_link(entry, user) for entry in section.entries if entry.may(user)]
        if links:
            sections.append({"key": section.key, "title": section.title, "links": links})
    return sections


def _link(entry, user):
    waiting = entry.waiting(user) if entry.waiting else 0
    return {"label": entry.label, "url": reverse(entry.name), "waiting": waiting}


def current_state(path, url):
    """`aria-current` of the menu's link to `url` on the page `path`; the one above the open page counts as it."""
    return "page" if path == url else "true" if url != "/" and path.startswith(url) else ""


def internal_menu(user):
    """The internal pages' menu for `user`: (label, url)."""
    return [(entry.label, reverse(entry.name)) for entry in INTERNAL_MENU if entry.may(user)]
