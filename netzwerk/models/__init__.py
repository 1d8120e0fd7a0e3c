"""Rows that every app stands on."""

from netzwerk.models.audit import AuditEvent
from netzwerk.models.calendars import CalendarFeed, CalendarItem
from netzwerk.models.digest import DigestItem
from netzwerk.models.jobs import Job
from netzwerk.models.mail import LinkSecret, OutgoingMail
from netzwerk.models.network import Municipality, Network, PostalCode, YouthWelfareOffice
from netzwerk.models.reminders import ReminderRule

__all__ = [
    "AuditEvent",
    "CalendarFeed",
    "CalendarItem",
    "DigestItem",
    "Job",
    "LinkSecret",
    "Municipality",
    "Network",
    "OutgoingMail",
    "PostalCode",
    "ReminderRule",
    "YouthWelfareOffice",
]
