"""The access to the portal: sign-in, roles, sessions, work, mails."""

from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.owndata.actions.erasing import sessions_of
from members.owndata.mails import mails_to
from members.personal_data import OpenData
from netzwerk.models import CalendarFeed, Job

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
    count = len(sessions_of(subject.user)) if subject.user else 0
    return OpenData("sessions", _("Sitzungen"), (FIELD, VALUE), [(_("Offene Sitzungen"), count)] if count else [])


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
