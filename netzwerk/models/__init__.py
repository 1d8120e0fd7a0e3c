"""Rows that every app stands on."""

from netzwerk.models.audit import AuditEvent
from netzwerk.models.jobs import Job
from netzwerk.models.network import Municipality, Network, PostalCode, YouthWelfareOffice

__all__ = ["AuditEvent", "Job", "Municipality", "Network", "PostalCode", "YouthWelfareOffice"]
