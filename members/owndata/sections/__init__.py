"""What members and ground store about somebody, part by part."""

from django.utils.translation import gettext_lazy as _

from members.owndata.sections import account, events, person
from members.personal_data import not_personal, register
from netzwerk.audit import name_events

EVENTS = {
    "members.consent_given": _("Einwilligung erteilt"),
    "members.consent_withdrawn": _("Einwilligung widerrufen"),
    "members.membership_ended": _("Sitz beendet"),
    "owndata.downloaded": _("Eigene Daten heruntergeladen"),
    "owndata.log_read": _("Protokoll gelesen"),
    "owndata.deletion_requested": _("Löschung beantragt"),
    "owndata.deletion_withdrawn": _("Löschantrag zurückgezogen"),
    "owndata.deletion_declined": _("Löschantrag abgelehnt"),
    "owndata.deletion_executed": _("Löschung ausgeführt"),
}


def register_all():
    """Called once, when the app is ready."""
    register(person.contact, covers=["members.Person.user"])
    register(
        person.seats,
        covers=["members.Membership.person", "members.Membership.deputy_of", "members.BodySeat.membership"],
    )
    register(person.absences, covers=["members.Absence.person"])
    register(account.access)
    register(account.addresses, covers=["account.EmailAddress.user"])
    register(account.roles, covers=["members.RoleAssignment.user"])
    register(account.sessions)
    register(person.consents, covers=["members.Consent.person"])
    register(person.invitations, covers=["members.Invitation.person", "members.Invitation.invited_by"])
    register(
        person.deletion_requests,
        covers=[f"owndata.DeletionRequest.{name}" for name in ("user", "person", "decided_by")],
    )
    register(account.mails)
    register(account.jobs, covers=["netzwerk.Job.owner"])
    register(account.admin_entries, covers=["admin.LogEntry.user"])
    register(events.events_about)
    register(events.events_by)
    not_personal("members.Membership.successor", "names whoever came next; the seat itself is shown")
    name_events(EVENTS)
