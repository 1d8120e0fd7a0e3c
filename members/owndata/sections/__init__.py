"""What members and ground store about somebody, part by part."""

from django.utils.translation import gettext_lazy as _

from members.owndata.sections import account, events, person
from members.personal_data import not_personal, register
from netzwerk.audit import name_events

EVENTS = {
    "owndata.downloaded": _("Eigene Daten heruntergeladen"),
    "owndata.log_read": _("Protokoll gelesen"),
    "owndata.deletion_requested": _("Löschung beantragt"),
    "owndata.deletion_withdrawn": _("Löschantrag zurückgezogen"),
    "owndata.deletion_declined": _("Löschantrag abgelehnt"),
    "owndata.deletion_executed": _("Löschung ausgeführt"),
}
# (part, the fields whose rows it shows)
FIRST = (
    (person.contact, ["members.Person.user"]),
    (person.seats, ["members.Membership.person", "members.Membership.deputy_of", "members.BodySeat.membership"]),
    (person.absences, ["members.Absence.person"]),
    (account.access, []),
    (account.addresses, ["account.EmailAddress.user"]),
    (account.roles, ["members.RoleAssignment.user"]),
    (account.sessions, ["usersessions.UserSession.user"]),
    (account.second_factors, ["mfa.Authenticator.user"]),
    (account.outside_accounts, ["socialaccount.SocialAccount.user"]),
    (person.consents, ["members.Consent.person"]),
    (person.invitations, ["members.Invitation.person", "members.Invitation.invited_by"]),
)
LAST = (
    (person.deletion_requests, [f"owndata.DeletionRequest.{name}" for name in ("user", "person", "decided_by")]),
    (account.mails, []),
    (account.calendar_feed, ["netzwerk.CalendarFeed.user"]),
    (account.jobs, ["netzwerk.Job.owner"]),
    (account.admin_entries, ["admin.LogEntry.user"]),
    (events.events_about, []),
    (events.events_by, []),
)


def register_all():
    """Called once, in wiring.py."""
    for part, covers in FIRST:
        register(part, covers=covers, place=0)
    for part, covers in LAST:
        register(part, covers=covers, place=90)
    not_personal("members.Membership.successor", "names whoever came next; the seat itself is shown")
    not_personal("owndata.DataFile.user", "a copy of the same data, gone after a day")
    name_events(EVENTS)
