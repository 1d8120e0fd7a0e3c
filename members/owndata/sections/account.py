"""The access to the portal: sign-in, roles, sessions, work, mails."""

import json

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.accounts.sessions import describe_browser
from members.owndata.actions.erasing import sessions_of
from members.owndata.mails import mails_to
from members.personal_data import OpenData
from netzwerk.models import CalendarFeed, Job

FACTORS = {
    "totp": gettext_lazy("App"),
    "webauthn": gettext_lazy("Passkey"),
    "recovery_codes": gettext_lazy("Ersatzcodes"),
}
FIELD, VALUE = gettext_lazy("Angabe"), gettext_lazy("Wert")


def access(subject):
    user = subject.user
    rows = []
    if user:
        rows = [
            (_("E-Mail-Adresse"), user.email),
            (_("Name"), user.full_name),
            (_("Dabei seit"), user.joined_at),
            (_("Letzte Anmeldung"), user.last_login),
            (_("Aktiv"), user.is_active),
            (_("Technische Verwaltung"), user.is_superuser),
        ]
    note = _("Ihr Passwort kennt das Portal nicht, nur einen Prüfwert davon.")
    return OpenData("access", _("Ihr Zugang"), (FIELD, VALUE), rows, note)


def addresses(subject):
    rows = EmailAddress.objects.filter(user=subject.user) if subject.user else ()
    return OpenData(
        "addresses",
        _("Adressen für die Anmeldung"),
        (_("E-Mail-Adresse"), _("Bestätigt")),
        [(row.email, row.verified) for row in rows],
    )


def roles(subject):
    rows = subject.user.role_assignments.select_related("youth_welfare_office", "organisation") if subject.user else ()
    return OpenData("roles", _("Ihre Rollen"), (_("Rolle"),), [(str(row),) for row in rows])


def sessions(subject):
    """Where somebody is signed in; sessions of which no device is known are counted."""
    found = UserSession.objects.filter(user=subject.user) if subject.user else ()
    rows = [(describe_browser(row.user_agent), row.ip, row.created_at, row.last_seen_at) for row in found]
    unknown = len(sessions_of(subject.user)) - len(rows) if subject.user else 0
    if unknown > 0:
        rows.append((_("Offene Sitzungen ohne Gerät: %(count)s") % {"count": unknown}, "", None, None))
    return OpenData(
        "sessions",
        _("Sitzungen"),
        (_("Gerät"), _("IP-Adresse"), _("Angemeldet"), _("Zuletzt gesehen")),
        rows,
    )


def second_factors(subject):
    rows = Authenticator.objects.filter(user=subject.user) if subject.user else ()
    return OpenData(
        "second-factors",
        _("Zweiter Faktor"),
        (_("Art"), _("Eingerichtet"), _("Zuletzt benutzt")),
        [(FACTORS.get(row.type, row.type), row.created_at, row.last_used_at) for row in rows],
        _("Geheimnisse und Schlüssel selbst zeigt das Portal niemandem."),
    )


def outside_accounts(subject):
    rows = SocialAccount.objects.filter(user=subject.user) if subject.user else ()
    return OpenData(
        "outside-accounts",
        _("Anmeldung über die Verwaltung"),
        (_("Anbieter"), _("Kennung dort"), _("Verbunden"), _("Zuletzt benutzt"), _("Übermittelte Angaben")),
        [
            (row.provider, row.uid, row.date_joined, row.last_login, json.dumps(row.extra_data, ensure_ascii=False))
            for row in rows
        ],
    )


def calendar_feed(subject):
    """Without the address itself: whoever knows it reads along."""
    rows = CalendarFeed.objects.filter(user=subject.user) if subject.user else ()
    return OpenData(
        "calendar-feed", _("Ihre Kalenderadresse"), (FIELD, VALUE), [(_("Angelegt"), row.renewed_at) for row in rows]
    )


def jobs(subject):
    rows = Job.objects.filter(owner=subject.user) if subject.user else ()
    return OpenData(
        "jobs",
        _("Ihre Vorgänge"),
        (_("Vorgang"), _("Stand"), _("Angefordert")),
        [(row.title, row.get_status_display(), row.created_at) for row in rows],
    )


def admin_entries(subject):
    rows = LogEntry.objects.filter(user=subject.user) if subject.user else ()
    return OpenData(
        "admin-entries",
        _("Ihre Änderungen in der Verwaltung"),
        (_("Wann"), _("Eintrag"), _("Änderung")),
        [(row.action_time, row.object_repr, row.get_change_message()) for row in rows],
    )


def mails(subject):
    rows = mails_to(subject).only("created_at", "to", "subject", "state")
    return OpenData(
        "mails",
        _("E-Mails an Sie"),
        (_("Erstellt"), _("An"), _("Betreff"), _("Stand")),
        [(row.created_at, row.to, row.subject, row.get_state_display()) for row in rows],
    )
